using System.Collections.Immutable;

namespace Gyre.Server;

/// <summary>Where the server listens and whom it answers.</summary>
public sealed record ServeOptions
{
    /// <summary>An IP address or <c>localhost</c>. Default <c>127.0.0.1</c>. Anything but loopback needs a token that is good.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>0 to 65535; 0 takes a free one. Default 5000.</summary>
    public int Port { get; init; } = 5000;

    /// <summary>Names clients may call the server by, without port, on top of loopback names and the address itself. Default none.</summary>
    public ImmutableArray<string> AllowedHosts { get; init; } = [];

    /// <summary>Origins whose pages may call the API, as browsers write them: <c>https://lab.example</c>. Default none but the server's own.</summary>
    public ImmutableArray<string> AllowedOrigins { get; init; } = [];

    /// <summary>
    /// Addresses of proxies, or networks of them (<c>10.0.0.0/8</c>), whose word counts about who their client is and how it reached
    /// them. Default none: then forwarded
    /// headers say only that a client is not on this machine.
    /// </summary>
    public ImmutableArray<string> TrustedProxies { get; init; } = [];

    /// <summary>
    /// A path under which the server is reached as well, such as <c>/gyre</c>; empty for none. For proxies that do not take it off.
    /// </summary>
    public string PathBase { get; init; } = "";

    /// <summary>Under which further paths a deployment answers; null for none. Default null.</summary>
    public PredictionContainer? Predictions { get; init; }

    /// <summary>Whether nobody but the steps of this home's runs is answered. Default false.</summary>
    public bool StepsOnly { get; init; }

    /// <summary>How much is answered at most.</summary>
    public ServeLimits Limits { get; init; } = new();
}

/// <summary>The paths of a container for predictions, as platforms such as Vertex AI tell them to it.</summary>
/// <param name="Deployment">Name of the deployment that answers.</param>
/// <param name="PredictPath">Where predictions are posted, beginning with a slash; null for nowhere else.</param>
/// <param name="HealthPath">What says whether the deployment is there, beginning with a slash; null for nothing else.</param>
public sealed record PredictionContainer(string Deployment, string? PredictPath, string? HealthPath);

/// <summary>How much is answered at most.</summary>
public sealed record ServeLimits
{
    /// <summary>Largest request body in bytes. Default 1 MiB.</summary>
    public long MaxBodyInBytes { get; init; } = 1 << 20;

    /// <summary>Largest content that is uploaded by its digest, in bytes. Default 2 GiB.</summary>
    public long MaxUploadInBytes { get; init; } = 2L << 30;

    /// <summary>
    /// Bytes of request bodies that are held in memory at once, of all requests. Content of artifacts is not held, and does not count.
    /// Default 64 MiB.
    /// </summary>
    public long MaxBodyBytesInFlight { get; init; } = 64 << 20;

    /// <summary>Slowest body in bytes per second, after <see cref="BodyGrace"/>. Default 240.</summary>
    public double MinBodyRate { get; init; } = 240;

    /// <summary>How long a body may be slower than the rate. Default 5 seconds.</summary>
    public TimeSpan BodyGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait for a request's headers. Default 15 seconds.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Connections at once. When there are so many, a silent one gives way to a new one. Default 2,000.</summary>
    public int MaxConnections { get; init; } = 2000;

    /// <summary>Connections at once of one address; loopback and trusted proxies are not limited. Default 500.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 500;

    /// <summary>Connections beyond the limits that get an answer from <c>/health</c> alone. Default 32.</summary>
    public int ReservedConnections { get; init; } = 32;

    /// <summary>Event streams at once, of all callers. Default 500.</summary>
    public int MaxStreams { get; init; } = 500;

    /// <summary>Event streams at once of one token; callers without one count together. Default 50.</summary>
    public int MaxStreamsPerCaller { get; init; } = 50;

    /// <summary>Between signs of life on a silent event stream. Default 15 seconds.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long answers under way may take after the stop. Default 8 seconds.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(8);
}
