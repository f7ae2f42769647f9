using Gyre.Core;
using Microsoft.Extensions.Logging;

namespace Gyre.Client;

/// <summary>How a program decides and reports what that brought.</summary>
public sealed class DecisionClientOptions
{
    /// <summary>Name of the deployment. Required.</summary>
    public string Deployment { get; set; } = "";

    /// <summary>
    /// A folder on a disk that stays, for what the server has not got yet. Required; created when needed. Several programs, servers and
    /// deployments may share one; what a program left behind is sent by the next that looks there.
    /// </summary>
    public string SpoolFolder { get; set; } = "";

    /// <summary>The server. Default: the environment variable <c>GYRE_API_URL</c>, else <c>http://127.0.0.1:5000</c>.</summary>
    public string? Server { get; set; }

    /// <summary>The token. Default: the environment variable <c>GYRE_TOKEN</c>; none when that is not set either.</summary>
    public string? Token { get; set; }

    /// <summary>Decides in this program, without asking the server each time. Default null: the server decides.</summary>
    public InProcessOptions? InProcess { get; set; }

    /// <summary>The most decisions of one request to the server. From 1 to 1,000; default 100.</summary>
    public int MaxBatch { get; set; } = 100;

    /// <summary>
    /// How long a decision waits for company before the server is asked. From 0 to 1 s; default 0: requests that come while others are on
    /// their way still share the next one.
    /// </summary>
    public TimeSpan BatchDelay { get; set; }

    /// <summary>Requests for decisions on their way at the same time. From 1 to 64; default 4.</summary>
    public int Senders { get; set; } = 4;

    /// <summary>
    /// The most room on the disk for what the server has not got yet, in bytes; when it is full, calls are refused. At least 64
    /// KiB; default 256 MiB.
    /// </summary>
    public long MaxSpoolBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>How long rewards and decisions wait for company before they are sent. From 0 to 1 minute; default 0.2 s.</summary>
    public TimeSpan ShipDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait before the server is tried again. At least 0.1 s; default 30 s.</summary>
    public TimeSpan MaxShipBackoff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the end of the client may wait for the server; what is not sent then stays on the disk. Default 10 s.</summary>
    public TimeSpan FlushTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>When requests for decisions are tried again. Default: twice, at once and after 0.2 s; one try may take 10 s.</summary>
    public RetryOptions Retry { get; set; } = new()
    {
        MaxRetries = 2,
        BackoffFactor = TimeSpan.FromMilliseconds(100),
        MaxBackoff = TimeSpan.FromSeconds(5),
        RequestTimeout = TimeSpan.FromSeconds(10),
        Statuses = [429, 502, 503, 504],
    };

    /// <summary>
    /// Where requests go; the client does not dispose it, and its own time limit should be off. Default: one of the client's own.
    /// </summary>
    public HttpClient? Http { get; set; }

    /// <summary>Where time comes from. Default: that of the services, else the system's clock.</summary>
    public TimeProvider? Clock { get; set; }

    /// <summary>Where ids come from. Default: from the clock.</summary>
    public IdSource? Ids { get; set; }

    /// <summary>The log. Default: that of the services, else none.</summary>
    public ILoggerFactory? Logs { get; set; }

    /// <summary>How environment variables are read. Default: those of the process.</summary>
    public Func<string, string?> Environment { get; set; } = System.Environment.GetEnvironmentVariable;

    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(Deployment))
            throw new ArgumentException($"{nameof(Deployment)} is not set. Give the name of the deployment.", nameof(Deployment));
        if (string.IsNullOrWhiteSpace(SpoolFolder))
            throw new ArgumentException($"{nameof(SpoolFolder)} is not set. Give a folder on a disk that stays.", nameof(SpoolFolder));
        Range(MaxBatch, 1, 1000, nameof(MaxBatch));
        Range(Senders, 1, 64, nameof(Senders));
        Range(BatchDelay, TimeSpan.Zero, TimeSpan.FromSeconds(1), nameof(BatchDelay));
        Range(MaxSpoolBytes, 64 * 1024, long.MaxValue, nameof(MaxSpoolBytes));
        Range(ShipDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1), nameof(ShipDelay));
        Range(MaxShipBackoff, TimeSpan.FromMilliseconds(100), TimeSpan.MaxValue, nameof(MaxShipBackoff));
        Range(FlushTimeout, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(FlushTimeout));
        InProcess?.Check();
    }

    private static void Range<T>(T value, T least, T most, string name)
        where T : IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
    }
}

/// <summary>How a program decides by itself.</summary>
public sealed class InProcessOptions
{
    /// <summary>
    /// A policy file of the program's own. Default null: the policies that the server serves, champion and canaries with their shares.
    /// They are kept in the spool folder too, so that the program can start and decide while the server is away.
    /// </summary>
    public string? PolicyFile { get; set; }

    /// <summary>The version of the deployment that <see cref="PolicyFile"/> is; at least 1. Required with it, and only with it.</summary>
    public long? Version { get; set; }

    /// <summary>
    /// Share of the decisions that <see cref="PolicyFile"/> spreads evenly, where it has no higher one. From 0 to 1; default 0.
    /// </summary>
    public double ExplorationFloor { get; set; }

    /// <summary>
    /// How often to look whether the server serves something else, or the file has changed. From 1 s to 1 day; default 10 s.
    /// </summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What the seeds of decisions are drawn from. Default null: a seed of the operating system's. Two programs need different
    /// ones.
    /// </summary>
    public ulong? Seed { get; set; }

    internal void Check()
    {
        if (PolicyFile is null != Version is null)
            throw new ArgumentException($"{nameof(PolicyFile)} and {nameof(Version)} belong together. Set both or none.", nameof(Version));
        ArgumentOutOfRangeException.ThrowIfLessThan(Version ?? 1, 1, nameof(Version));
        if (!(ExplorationFloor is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(ExplorationFloor), ExplorationFloor, "The exploration floor must be from 0 to 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(RefreshInterval, TimeSpan.FromSeconds(1), nameof(RefreshInterval));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RefreshInterval, TimeSpan.FromDays(1), nameof(RefreshInterval));
    }
}
