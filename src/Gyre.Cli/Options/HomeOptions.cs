using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Logging;
using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Cli.Options;

/// <summary>The options that say where the data is, shared by all commands that need a home.</summary>
internal static class HomeOptions
{
    private static readonly Option<string?> Home = new("--home")
    {
        Description = "Data folder. Default: GYRE_HOME, or ./.gyre.",
        HelpName = "DIR",
        Recursive = true,
    };

    private static readonly Option<string?> Store = new("--store")
    {
        Description = "Database: sqlite:PATH or postgres://user:password@host:port/database. Default: GYRE_STORE, or HOME/gyre.db.",
        HelpName = "STORE",
        Recursive = true,
    };

    private static readonly Option<string?> Artifacts = new("--artifacts")
    {
        Description = "Artifact store: a folder or s3://bucket/prefix. Default: GYRE_ARTIFACTS, or HOME/artifacts.",
        HelpName = "PLACE",
        Recursive = true,
    };

    private static readonly Option<string?> SecretsKey = new("--secrets-key")
    {
        Description = "File with the key of secrets. Default: GYRE_SECRETS_KEY, or HOME/secrets.key.",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>Gives a command the options.</summary>
    public static void AddTo(Command command)
    {
        command.Options.Add(Home);
        command.Options.Add(Store);
        command.Options.Add(Artifacts);
        command.Options.Add(SecretsKey);
    }

    /// <summary>The home as it stands on the command line, or null.</summary>
    public static string? GivenHome(ParseResult result) => result.GetValue(Home);

    /// <summary>Whether a store was named on the command line.</summary>
    public static bool NamesStore(ParseResult result) => result.GetValue(Store) is not null;

    /// <summary>Whether a place for artifacts was named on the command line.</summary>
    public static bool NamesArtifacts(ParseResult result) => result.GetValue(Artifacts) is not null;

    /// <summary>What the user said, else the environment, else the default.</summary>
    public static StorageOptions Read(ParseResult result, CliHost host)
    {
        var home = Given(result, Home, host, "GYRE_HOME") ?? ".gyre";
        if (File.Exists(host.Resolve(home)))
            throw new InvalidInputException(
                "home.file", $"'{Shown.Short(home, 200)}' is a file, not a folder.", "Set --home to another folder.");
        var artifacts = Given(result, Artifacts, host, "GYRE_ARTIFACTS");
        return new StorageOptions
        {
            Home = host.Resolve(home),
            Store = ResolveStore(Given(result, Store, host, "GYRE_STORE"), host),
            Artifacts = artifacts is null || artifacts.Contains("://", StringComparison.Ordinal) ? artifacts : host.Resolve(artifacts),
            SecretsKey = Given(result, SecretsKey, host, "GYRE_SECRETS_KEY") is { } key ? host.Resolve(key) : null,
        };
    }

    /// <summary>The home of commands that take no option for it.</summary>
    public static string Otherwise(CliHost host) => host.Resolve(host.Variable("GYRE_HOME") is { } home && !string.IsNullOrWhiteSpace(home) ? home : ".gyre");

    /// <summary>Opens the home, creating it when it is not there.</summary>
    public static Task<IHome> OpenAsync(ParseResult result, CliHost host, CancellationToken cancellationToken) =>
        host.OpenHome(Read(result, host), cancellationToken);

    /// <summary>The same with a log; null for none.</summary>
    public static Task<IHome> OpenAsync(ParseResult result, CliHost host, GyreLog? log, CancellationToken cancellationToken) =>
        log is null ? OpenAsync(result, host, cancellationToken) : host.OpenLoggedHome(Read(result, host), log, cancellationToken);

    /// <summary>Opens a home that should be there already: looking at nothing must not create a folder. It may be that of a
    /// server.</summary>
    /// <exception cref="InvalidInputException">There is no home.</exception>
    public static Task<IHome> OpenExistingAsync(ParseResult result, CliHost host, CancellationToken cancellationToken)
    {
        if (ServerOptions.Open(result, host) is { } remote)
            return Task.FromResult<IHome>(remote);
        var storage = Read(result, host);
        if (storage.Store is null && !Directory.Exists(storage.Home))
            throw new InvalidInputException(
                "home.missing",
                $"No home exists at '{storage.Home}'.",
                "Set --home to another folder, or create a home with 'gyre run' or 'gyre demo'.");
        return host.OpenHome(storage, cancellationToken);
    }

    private static string? Given(ParseResult result, Option<string?> option, CliHost host, string variable)
    {
        var text = result.GetValue(option) ?? host.Variable(variable);
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private static string? ResolveStore(string? store, CliHost host)
    {
        const string Scheme = "sqlite:";
        if (store is null)
            return null;
        if (store.StartsWith(Scheme, StringComparison.Ordinal) && store.Length > Scheme.Length)
            return Scheme + host.Resolve(store[Scheme.Length..]);
        if (store.StartsWith("postgres://", StringComparison.Ordinal) || store.StartsWith("postgresql://", StringComparison.Ordinal))
            return store;
        // The text is not repeated: somebody may have mistyped an address that holds a password.
        throw new InvalidInputException(
            "store.address",
            "The value of --store (or GYRE_STORE) is neither sqlite:PATH nor postgres://...",
            "Use sqlite:/path/to/gyre.db or postgres://user:password@host:port/database.");
    }
}
