using Gyre.Execution.Layout;

namespace Gyre.Execution.Supervision;

/// <summary>Copies the code a step sees, so that steps cannot change each other's.</summary>
internal sealed class RepositoryCopy(string source, string target, string home, CancellationToken cancellationToken)
{
    private const string VersionControl = ".git";
    private readonly string _source = Path.GetFullPath(source);
    private readonly string _home = Path.GetFullPath(home);

    /// <summary>What was left out although somebody may miss it.</summary>
    public List<string> Warnings { get; } = [];

    /// <exception cref="LayoutException">It cannot be read.</exception>
    public void Run()
    {
        if (!Directory.Exists(_source))
            throw new LayoutException($"The repository folder '{source}' does not exist.");
        try
        {
            CopyFolder(_source, target);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LayoutException($"The repository '{source}' could not be copied: {exception.Message}", exception);
        }
    }

    private void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var path in Directory.EnumerateFileSystemEntries(from))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = Path.GetFileName(path);
            var place = Path.Join(to, name);
            switch (FileKinds.Look(path)?.Kind)
            {
                case FileKind.File:
                    File.Copy(path, place);
                    break;
                case FileKind.Folder when name != VersionControl && !string.Equals(path, _home, StringComparison.Ordinal):
                    CopyFolder(path, place);
                    break;
                case FileKind.Link:
                    CopyLink(path, place);
                    break;
                case FileKind.Special:
                    Warnings.Add(
                        $"'{Path.GetRelativePath(_source, path)}' in the repository is neither a file nor a folder; it was skipped.");
                    break;
            }
        }
    }

    /// <summary>A link that stays inside is kept as a link; one that leads out would let a step read or write what is not its own.</summary>
    private void CopyLink(string path, string place)
    {
        var link = new FileInfo(path).LinkTarget ?? "";
        var end = Path.GetFullPath(link, Path.GetDirectoryName(path)!);
        if (Path.IsPathRooted(link) || !(end + "/").StartsWith(_source + "/", StringComparison.Ordinal))
            Warnings.Add($"The link '{Path.GetRelativePath(_source, path)}' points outside the repository; it was skipped.");
        else
            File.CreateSymbolicLink(place, link);
    }
}
