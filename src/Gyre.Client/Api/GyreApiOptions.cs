using Gyre.Core;

namespace Gyre.Client.Api;

/// <summary>How <see cref="GyreApi"/> works; what is not set works.</summary>
public sealed record GyreApiOptions
{
    /// <summary>The token. Default: the environment variable <c>GYRE_TOKEN</c>; none when that is not set either.</summary>
    public string? Token { get; init; }

    /// <summary>
    /// When and how often a request is sent again. Default: 5 retries, at once and then after 0.5, 1, 2 and 4 seconds, of requests that
    /// got no answer, 429 or 503.
    /// Changing requests carry an idempotency key, so that a repeated one counts once.
    /// </summary>
    public RetryOptions Retry { get; init; } = new()
    {
        MaxRetries = 5,
        BackoffFactor = TimeSpan.FromMilliseconds(250),
        MaxBackoff = TimeSpan.FromSeconds(30),
        Statuses = [429, 503],
    };

    /// <summary>
    /// The longest answer that is read, in bytes; downloads and streams as a whole may be longer, one event may not. Default 64 MiB.
    /// </summary>
    public int MaxAnswerBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// How long a stream or download may be silent before it counts as broken and is resumed. The server sends something every 15 seconds.
    /// Default 60 s.
    /// </summary>
    public TimeSpan MaxSilence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Where requests go; the client does not dispose it, and its own time limit should be off. Default: one of the client's own.
    /// </summary>
    public HttpClient? Http { get; init; }

    /// <summary>Where time comes from. Default: the system's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where idempotency keys come from. Default: from the clock.</summary>
    public IdSource? Ids { get; init; }

    /// <summary>How environment variables are read. Default: those of the process.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Retry.MaxRetries, 0, nameof(Retry.MaxRetries));
        ArgumentOutOfRangeException.ThrowIfLessThan(Retry.BackoffFactor, TimeSpan.Zero, nameof(Retry.BackoffFactor));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Retry.RequestTimeout, TimeSpan.Zero, nameof(Retry.RequestTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAnswerBytes, 1024, nameof(MaxAnswerBytes));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MaxSilence, TimeSpan.Zero, nameof(MaxSilence));
    }
}
