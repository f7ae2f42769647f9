using Gyre.Core;
using Microsoft.Extensions.Logging;

namespace Gyre.Storage.Blobs;

/// <summary>What is logged of content.</summary>
internal static partial class DamagedBlobsLog
{
    [LoggerMessage(
        2031, LogLevel.Error, "Artifact {Digest} is damaged; moved it to quarantine and treat it as missing")]
    public static partial void ArtifactDamaged(this ILogger logger, Digest digest);

    [LoggerMessage(2032, LogLevel.Critical, "Artifact store is read-only until restart: {Reason}")]
    public static partial void ArtifactsReadOnly(this ILogger logger, string reason);
}
