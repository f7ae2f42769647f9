using System.Collections.Immutable;

namespace Gyre.Pipelines.Code;

/// <summary>The files with patterns from a project's root down to a folder; the deepest one that says something decides, and at the root the last.</summary>
internal sealed class IgnoredPaths
{
    private readonly ImmutableStack<(string Folder, IgnoreRules Rules)> _files;

    private IgnoredPaths(ImmutableStack<(string, IgnoreRules)> files) => _files = files;

    public static IgnoredPaths AtRoot(string root)
    {
        var files = ImmutableStack<(string, IgnoreRules)>.Empty;
        foreach (var name in IgnoreRules.RootFiles)
        {
            if (IgnoreRules.Load(Path.Join(root, name)) is { } rules)
                files = files.Push((root, rules));
        }
        return new IgnoredPaths(files);
    }

    /// <summary>With the file of a folder below, when it has one.</summary>
    public IgnoredPaths Below(string folder) =>
        IgnoreRules.Load(Path.Join(folder, IgnoreRules.NestedFile)) is { } rules ? new IgnoredPaths(_files.Push((folder, rules))) : this;

    public bool Contains(string path, bool isFolder)
    {
        foreach (var (folder, rules) in _files)
        {
            if (rules.Judge(Path.GetRelativePath(folder, path).Replace('\\', '/'), isFolder) is { } ignored)
                return ignored;
        }
        return false;
    }
}
