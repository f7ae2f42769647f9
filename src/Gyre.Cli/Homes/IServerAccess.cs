using System.Collections.Immutable;
using Gyre.Cli.Logging;
using Gyre.Execution;
using Gyre.Server;
using Gyre.Storage;

namespace Gyre.Cli.Homes;

/// <summary>What the command line asks of the server's module.</summary>
internal interface IServerAccess
{
    /// <summary>Serves until cancelled.</summary>
    /// <param name="settings">Where and what.</param>
    /// <param name="listening">Told the address once it listens.</param>
    /// <param name="cancellationToken">Ends it in an orderly way.</param>
    /// <exception cref="Gyre.Core.InvalidInputException">The address is taken, or not allowed before there is a token.</exception>
    Task ServeAsync(ServeSettings settings, Action<Uri> listening, CancellationToken cancellationToken);

    /// <summary>Makes a token; its text is never shown again.</summary>
    /// <param name="storage">The home.</param>
    /// <param name="name">For people.</param>
    /// <param name="scope">What it may do.</param>
    /// <param name="lifetime">How long it is good for; null for until it is revoked.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<NewToken> CreateTokenAsync(StorageOptions storage, string name, TokenScope scope, TimeSpan? lifetime, CancellationToken cancellationToken);

    /// <summary>Tokens, newest first.</summary>
    Task<IReadOnlyList<TokenEntry>> ListTokensAsync(StorageOptions storage, CancellationToken cancellationToken);

    /// <summary>Ends a token. False when there is none with this id, or it has ended.</summary>
    Task<bool> RevokeTokenAsync(StorageOptions storage, string id, CancellationToken cancellationToken);
}

/// <summary>Where the server listens, and whom it answers.</summary>
/// <param name="Storage">The home.</param>
/// <param name="Address">An IP address or a host name.</param>
/// <param name="Port">0 for any that is free.</param>
internal sealed record ServeSettings(StorageOptions Storage, string Address, int Port)
{
    /// <summary>Further names that clients may call it by.</summary>
    public ImmutableArray<string> AllowedHosts { get; init; } = [];

    /// <summary>Origins whose pages may call it.</summary>
    public ImmutableArray<string> AllowedOrigins { get; init; } = [];

    /// <summary>Proxies that are believed about their clients.</summary>
    public ImmutableArray<string> TrustedProxies { get; init; } = [];

    /// <summary>A path under which the server is reached as well; empty for none.</summary>
    public string PathBase { get; init; } = "";

    /// <summary>Under which further paths a deployment answers; null for none.</summary>
    public PredictionContainer? Predictions { get; init; }

    /// <summary>Whether webhooks may go into the network that this machine is in.</summary>
    public bool AllowPrivateWebhooks { get; init; }

    /// <summary>Variables of the server's environment that projects may have as secrets.</summary>
    public ImmutableArray<string> AllowedSecrets { get; init; } = [];

    /// <summary>How much runs at once, in the place of what the home's configuration says.</summary>
    public ConcurrencyLimits Limits { get; init; } = ConcurrencyLimits.None;

    /// <summary>What is logged.</summary>
    public LogSettings Logs { get; init; } = LogSettings.Default;
}
