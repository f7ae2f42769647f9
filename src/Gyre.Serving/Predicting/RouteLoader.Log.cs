using Microsoft.Extensions.Logging;

namespace Gyre.Serving.Predicting;

/// <summary>What is logged of served models.</summary>
internal static partial class RouteLoaderLog
{
    [LoggerMessage(10020, LogLevel.Warning, "Version {Version} of deployment {Deployment} did not end: {Reason}")]
    public static partial void ModelNotEnded(this ILogger logger, string deployment, long version, string reason);
}
