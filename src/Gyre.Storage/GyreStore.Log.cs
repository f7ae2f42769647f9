using Microsoft.Extensions.Logging;

namespace Gyre.Storage;

/// <summary>What is logged when stores are opened. Addresses are logged without user and password.</summary>
internal static partial class GyreStoreLog
{
    [LoggerMessage(2001, LogLevel.Information, "Opened the {Kind} store")]
    public static partial void StoreOpened(this ILogger logger, DatabaseKind kind);

    [LoggerMessage(2002, LogLevel.Information, "Opened the artifact store at {Place}")]
    public static partial void ArtifactsOpened(this ILogger logger, string place);
}
