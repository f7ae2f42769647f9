using Gyre.Core;
using Gyre.Experiments;

namespace Gyre.Cli.Experiments;

/// <summary>Looks for the datasets of a plan in folders of this machine.</summary>
/// <param name="plan">Folder of the plan.</param>
/// <param name="working">The working folder.</param>
/// <param name="given">The folder that the command line says datasets are in; null for none.</param>
internal sealed class FolderPlaces(string plan, string working, string? given) : IDatasetPlaces
{
    /// <summary>Folders that are looked into, beside those that the plan and the command line name.</summary>
    private const string Usual = "datasets";

    public Task<DatasetPlace?> FindAsync(string name, string? location, CancellationToken cancellationToken)
    {
        if (!SafePath.TryParse(name, out _, out _))
            return Task.FromResult<DatasetPlace?>(null);
        IEnumerable<string> roots = given is not null
            ? [given]
            : location is not null
                ? [Path.GetFullPath(location, plan), Path.GetFullPath(location, working)]
                : [plan, working, Path.Join(plan, Usual), Path.Join(working, Usual)];
        var found = roots.Select(root => Path.GetFullPath(Path.Join(root, name))).FirstOrDefault(Directory.Exists);
        return Task.FromResult(found is null
            ? null
            : new DatasetPlace(found, new Uri(found + Path.DirectorySeparatorChar).AbsoluteUri, Path.GetRelativePath(working, found)));
    }
}
