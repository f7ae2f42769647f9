using Microsoft.Extensions.Logging;

namespace Gyre.Serving.Routing;

/// <summary>What is logged of serving deployments.</summary>
internal static partial class RevisionCacheLog
{
    [LoggerMessage(10001, LogLevel.Error, "Could not load deployment {Deployment}; revision {Revision} keeps serving: {Reason}")]
    public static partial void ServesOn(this ILogger logger, string deployment, long revision, string reason);
}
