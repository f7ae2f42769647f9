using Microsoft.Extensions.Logging;

namespace Gyre.Client.Deciding;

/// <summary>What is logged of policies that this program decides with.</summary>
internal static partial class PolicySourceLog
{
    [LoggerMessage(
        11003, LogLevel.Information, "This program decides for {Deployment} with version {Version} as champion (revision {Revision})")]
    public static partial void Decides(this ILogger logger, string deployment, long version, long revision);

    [LoggerMessage(
        11004, LogLevel.Warning,
        "This program decides for {Deployment} with version {Version}, which it kept, because the server cannot be reached: {Reason}")]
    public static partial void DecidesAsBefore(this ILogger logger, string deployment, long version, string reason);
}
