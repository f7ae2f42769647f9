using Gyre.Core;
using Gyre.Datasets;
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

    /// <summary>By which steps get the files of a folder.</summary>
    public static string UriOf(string folder) => new Uri(folder + Path.DirectorySeparatorChar).AbsoluteUri;

    public async Task<DatasetPlace?> FindAsync(string name, string? location, CancellationToken cancellationToken)
    {
        if (!SafePath.TryParse(name, out _, out _))
            return null;
        IEnumerable<string> roots = given is not null
            ? [given]
            : location is not null
                ? [Path.GetFullPath(location, plan), Path.GetFullPath(location, working)]
                : [plan, working, Path.Join(plan, Usual), Path.Join(working, Usual)];
        var found = roots.Select(root => Path.GetFullPath(Path.Join(root, name))).FirstOrDefault(Directory.Exists);
        return found is null
            ? null
            : new DatasetPlace(found, UriOf(found), Path.GetRelativePath(working, found))
            {
                Digest = (await DigestAsync(found, cancellationToken)).ToString(),
            };
    }

    /// <summary>As a repository computes it, so that a folder and its pushed version are seen to be the same.</summary>
    private static async Task<Digest> DigestAsync(string folder, CancellationToken cancellationToken)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var files = new List<DatasetFile>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", options))
        {
            var content = File.OpenRead(path);
            await using (content)
            {
                var hash = await System.Security.Cryptography.SHA256.HashDataAsync(content, cancellationToken);
                var name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
                files.Add(new DatasetFile(name, content.Length, Digest.FromHash(hash)));
            }
        }
        return DatasetManifest.DigestOf(files);
    }
}
