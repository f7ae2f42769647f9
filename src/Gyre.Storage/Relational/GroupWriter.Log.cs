using Microsoft.Extensions.Logging;

namespace Gyre.Storage.Relational;

/// <summary>What is logged of commits.</summary>
internal static partial class GroupWriterLog
{
    [LoggerMessage(2011, LogLevel.Warning, "Store is unavailable: {Reason}")]
    public static partial void StoreAway(this ILogger logger, string reason);

    [LoggerMessage(2012, LogLevel.Information, "Store is available again")]
    public static partial void StoreBack(this ILogger logger);

    [LoggerMessage(2013, LogLevel.Critical, "Store is read-only until restart: {Reason}")]
    public static partial void StoreReadOnly(this ILogger logger, string reason);

    [LoggerMessage(2014, LogLevel.Error, "Disk of the store is full")]
    public static partial void StoreFull(this ILogger logger);
}
