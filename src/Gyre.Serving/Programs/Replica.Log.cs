using Microsoft.Extensions.Logging;

namespace Gyre.Serving.Programs;

/// <summary>What is logged of programs.</summary>
internal static partial class ReplicaLog
{
    [LoggerMessage(10030, LogLevel.Debug, "{Deployment}: {Line}")]
    public static partial void ProgramSaid(this ILogger logger, string deployment, string line);

    [LoggerMessage(10031, LogLevel.Information, "A program of deployment {Deployment} is ready on port {Port} after {Seconds} s.")]
    public static partial void ProgramReady(this ILogger logger, string deployment, int port, double seconds);

    [LoggerMessage(10032, LogLevel.Warning, "A program of deployment {Deployment} {Reason}. Its last output:\n{Lines}")]
    public static partial void ProgramFailed(this ILogger logger, string deployment, string reason, string lines);
}
