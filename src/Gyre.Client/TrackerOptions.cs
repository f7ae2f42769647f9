using Gyre.Core;

namespace Gyre.Client;

/// <summary>When a logging call comes back.</summary>
public enum LogMode
{
    /// <summary>At once; a sender groups what was logged and sends it behind the caller's back. The default.</summary>
    Background,

    /// <summary>When the server (or the disk) has it; errors come out of the call itself.</summary>
    Immediate,
}

/// <summary>When and how often a request is tried again.</summary>
public sealed record RetryOptions
{
    /// <summary>Tries after the first one. Default 7; 0 for none.</summary>
    public int MaxRetries { get; init; } = 7;

    /// <summary>
    /// The first retry comes at once, the n-th after this times 2^(n-1). Default 2 s: 0, 4, 8, 16, 32, 64 and 120 seconds.
    /// </summary>
    public TimeSpan BackoffFactor { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait between two tries, also when the server asks for more. Default 120 s.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The statuses that are tried again. Default 408, 429, 500, 502, 503, 504.</summary>
    public IReadOnlyList<int> Statuses { get; init; } = [408, 429, 500, 502, 503, 504];

    /// <summary>The time one try may take. Default 120 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(120);

    internal TimeSpan WaitBefore(int retry) =>
        retry <= 1 ? TimeSpan.Zero : TimeSpan.FromTicks((long)Math.Min(MaxBackoff.Ticks, BackoffFactor.Ticks * Math.Pow(2, retry - 1)));
}

/// <summary>How a tracker works; what is not set works.</summary>
public sealed record TrackerOptions
{
    /// <summary>The experiment of runs that name none, when the environment names none either. Default: the experiment <c>Default</c>.</summary>
    public string? DefaultExperiment { get; init; }

    /// <summary>Whether logging calls wait for the server. Default: they do not.</summary>
    public LogMode Mode { get; init; } = LogMode.Background;

    /// <summary>The most memory, in bytes, for values that are not sent yet; a caller waits while it is full. Default 16 MiB, at least 64 KiB.</summary>
    public int QueueBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How long a value may wait for company before it is sent. Default 0.2 s; zero sends as soon as the sender is free.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs that are sent for at the same time; one run never has two requests under way. Default 4, 1 to 64.</summary>
    public int Senders { get; init; } = 4;

    /// <summary>When requests are tried again.</summary>
    public RetryOptions Retry { get; init; } = new();

    /// <summary>
    /// A folder that takes what cannot be sent, until the server is back; null (the default): none. It is created when needed. One
    /// folder may serve several programs and servers.
    /// </summary>
    public string? SpoolFolder { get; init; }

    /// <summary>Whether a spool that an earlier program left is sent in the background when the tracker starts. Default yes.</summary>
    public bool UploadSpoolAtStart { get; init; } = true;

    /// <summary>How long the tracker writes to the spool before it knocks at the server again. Default 30 s.</summary>
    public TimeSpan SpoolProbeInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether runs get tags with user, program, commit and branch. Default yes.</summary>
    public bool SystemTags { get; init; } = true;

    /// <summary>Whether runs that are open when the process exits are flushed and ended. Default yes.</summary>
    public bool EndRunsAtExit { get; init; } = true;

    /// <summary>How long the exit of the process may wait for that. Default 5 min.</summary>
    public TimeSpan ExitTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Where requests go; the tracker does not dispose it, and its own time limit should be off. Default: one of the tracker's own.</summary>
    public HttpClient? Http { get; init; }

    /// <summary>Where time comes from. Default: the system's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where ids come from. Default: from the clock.</summary>
    public IdSource? Ids { get; init; }

    /// <summary>How environment variables are read. Default: those of the process.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueBytes, 64 * 1024, nameof(QueueBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(Linger, TimeSpan.Zero, nameof(Linger));
        ArgumentOutOfRangeException.ThrowIfLessThan(Senders, 1, nameof(Senders));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Senders, 64, nameof(Senders));
        ArgumentOutOfRangeException.ThrowIfLessThan(Retry.MaxRetries, 0, nameof(Retry.MaxRetries));
        ArgumentOutOfRangeException.ThrowIfLessThan(Retry.BackoffFactor, TimeSpan.Zero, nameof(Retry.BackoffFactor));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Retry.RequestTimeout, TimeSpan.Zero, nameof(Retry.RequestTimeout));
    }
}
