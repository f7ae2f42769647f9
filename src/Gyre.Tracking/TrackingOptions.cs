using Microsoft.Extensions.Logging;

namespace Gyre.Tracking;

/// <summary>How the records behave.</summary>
public sealed record TrackingOptions
{
    /// <summary>
    /// Whether webhooks may go to hosts with private, loopback or link-local addresses, and over <c>http</c>. Default false: whoever may write to the registry could make
    /// this machine send requests into its own network.
    /// </summary>
    public bool AllowPrivateWebhooks { get; init; }

    /// <summary>The log; null for none.</summary>
    public ILoggerFactory? Logs { get; init; }
}
