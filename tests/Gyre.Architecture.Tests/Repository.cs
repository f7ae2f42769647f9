namespace Gyre.Architecture.Tests;

/// <summary>The files of the repository these tests are built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> ProjectFiles(string folder) => Files(folder, "*.csproj");

    public static IReadOnlyList<string> SourceFiles(string folder) => Files(folder, "*.cs");

    public static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static string[] Files(string folder, string pattern) => Directory.Exists(Path.Join(Root, folder))
        ? [.. Directory.EnumerateFiles(Path.Join(Root, folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : [];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "Gyre.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Gyre.slnx was not found above the tests.");
    }
}
