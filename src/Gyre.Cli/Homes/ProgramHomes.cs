using System.Collections.Immutable;
using Gyre.Cli.Logging;
using Gyre.Cli.Repositories;
using Gyre.Core;
using Gyre.Home;
using Gyre.Projects;
using Gyre.Server;
using Gyre.Storage;

namespace Gyre.Cli.Homes;

/// <summary>Of which modules the program's homes consist, and how they are opened.</summary>
/// <param name="more">Modules beyond those of the program.</param>
internal sealed class ProgramHomes(IReadOnlyList<IModule> more)
{
    /// <summary>Homes of the program's own modules.</summary>
    public static ProgramHomes Standard { get; } = new([]);

    /// <summary>Modules beyond those of the program.</summary>
    public IReadOnlyList<IModule> More => more;

    /// <summary>What project files may say in these homes.</summary>
    public ProjectLanguage Language =>
        field ??= HomeModules.LanguageOf(ModulesOf(new HomeSettings { Storage = new StorageOptions { Home = "." } }));

    /// <summary>All modules of a home.</summary>
    public IReadOnlyList<IModule> ModulesOf(HomeSettings settings) => [.. HomeModules.Standard(settings), new ServerModule(), .. more];

    /// <summary>The usual settings of a home, with a log; null for none.</summary>
    /// <exception cref="Gyre.Core.InvalidInputException">The configuration of the home is not valid.</exception>
    public static HomeSettings SettingsOf(StorageOptions storage, GyreLog? log)
    {
        var configuration = HomeConfiguration.Load(storage.Home);
        return SettingsOf(storage, log, configuration) with
        {
            // Whoever starts a run here could give it these variables anyway.
            Host = HostVariables.OfUser(Environment.GetEnvironmentVariable, configuration.AllowedSecrets),
        };
    }

    /// <summary>The settings of a home that works for others.</summary>
    /// <param name="storage">The home.</param>
    /// <param name="log">The log.</param>
    /// <param name="allowedSecrets">Variables of the server's environment that projects may have as secrets, beyond those that the home
    /// declares.</param>
    public static HomeSettings ServerSettingsOf(StorageOptions storage, GyreLog? log, IEnumerable<string> allowedSecrets)
    {
        var configuration = HomeConfiguration.Load(storage.Home);
        return SettingsOf(storage, log, configuration) with
        {
            Host = HostVariables.OfServer(Environment.GetEnvironmentVariable, allowedSecrets.Concat(configuration.AllowedSecrets)),
        };
    }

    private static HomeSettings SettingsOf(StorageOptions storage, GyreLog? log, HomeConfiguration configuration) => new()
    {
        Storage = storage,
        Retention = configuration.Retention,
        Limits = HomeLimits.Load(storage.Home),
        SupervisorCommand = ThisProgram(),
        Revisions = new GitRevisions(storage.Home),
        Logs = log?.Factory,
        Secrets = log?.Secrets,
    };

    /// <summary>Opens a home for a command.</summary>
    public Task<IHome> OpenAsync(StorageOptions storage, CancellationToken cancellationToken) =>
        OpenAsync(storage, null, cancellationToken);

    /// <summary>The same with a log; null for none.</summary>
    public Task<IHome> OpenAsync(StorageOptions storage, GyreLog? log, CancellationToken cancellationToken)
    {
        var settings = SettingsOf(storage, log);
        return CliHome.OpenAsync(settings, ModulesOf(settings), cancellationToken);
    }

    /// <summary>Opens the relational store alone.</summary>
    public Task<IStore> OpenStoreAsync(StorageOptions storage, CancellationToken cancellationToken)
    {
        var settings = new HomeSettings { Storage = storage };
        return GyreHome.OpenStoreAsync(settings, ModulesOf(settings), cancellationToken);
    }

    /// <summary>A supervisor is this program: its own executable, or the runtime with its assembly.</summary>
    private static ImmutableArray<string> ThisProgram()
    {
        var process = Environment.ProcessPath ?? throw new InvalidOperationException(
            "The operating system does not report the path of this program.");
        var name = Path.GetFileNameWithoutExtension(process);
        if (name.Equals("gyre", StringComparison.OrdinalIgnoreCase))
            return [process];
        // Hosted by the runtime, or by another program that uses this one as a library.
        var runtime = name.Equals("dotnet", StringComparison.OrdinalIgnoreCase) ? process : "dotnet";
        return [runtime, Path.Join(AppContext.BaseDirectory, "gyre.dll")];
    }
}
