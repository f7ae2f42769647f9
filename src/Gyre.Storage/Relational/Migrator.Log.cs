using Microsoft.Extensions.Logging;

namespace Gyre.Storage.Relational;

/// <summary>What is logged of migrations.</summary>
internal static partial class MigratorLog
{
    [LoggerMessage(2021, LogLevel.Information, "Updated the schema of the store: {Count} migrations")]
    public static partial void SchemaUpdated(this ILogger logger, int count);

    [LoggerMessage(2022, LogLevel.Debug, "Migrated the schema of {Module} to version {Number} ({Migration})")]
    public static partial void Migrated(this ILogger logger, string module, int number, string migration);
}
