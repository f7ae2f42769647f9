using System.CommandLine;
using Gyre.Cli.Files;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Datasets;
using Gyre.Pipelines;

namespace Gyre.Cli.Datasets;

/// <summary>The options that say in which repository datasets are, shared by all commands that need one.</summary>
internal sealed class DatasetPlaceOptions
{
    private readonly Option<string> _environment = new("--environment", "-e")
    {
        Description = "Environment whose repository is used: development, staging or production.",
        HelpName = "NAME",
        DefaultValueFactory = static _ => "development",
    };

    private readonly Option<string?> _project = CliCommand.Text(
        "--project", "NAME", "Project of the datasets in a home. Default: the name of the current folder.");

    /// <summary>Gives a command the options.</summary>
    public DatasetPlaceOptions AddTo(Command command)
    {
        command.Options.Add(_environment);
        command.Options.Add(_project);
        HomeOptions.AddTo(command);
        return this;
    }

    /// <summary>Opens the repository of the environment.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="host">Variables and folders.</param>
    /// <param name="makesHome">Whether a home is made when there is none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<OpenRepository> OpenAsync(ParseResult result, CliHost host, bool makesHome, CancellationToken cancellationToken)
    {
        var environment = await EnvironmentFiles.ReadAsync(host, result.GetValue(_environment)!, cancellationToken);
        if (environment.DatasetsAddress(host.Variable) is { } address)
        {
            var place = DatasetPlaces.Open(address.Contains("://", StringComparison.Ordinal) ? address : host.Resolve(address));
            return new OpenRepository(place, null, host.Clock);
        }
        var home = makesHome
            ? await HomeOptions.OpenAsync(result, host, cancellationToken)
            : await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
        var project = result.GetValue(_project) ?? new DirectoryInfo(host.Resolve(".")).Name;
        return new OpenRepository(new CatalogDatasets(home.Parts.Store, home.Parts.Blobs, project, host.Clock), home, host.Clock);
    }
}

/// <summary>A repository and what it stands on.</summary>
internal sealed class OpenRepository(IDatasetPlace place, IHome? home, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>The repository.</summary>
    public DatasetRepository Datasets { get; } = new(place, clock);

    /// <summary>Where it is, for messages.</summary>
    public string Name => place.Name;

    public async ValueTask DisposeAsync()
    {
        place.Dispose();
        if (home is not null)
            await home.DisposeAsync();
    }
}
