using Xunit;

namespace Gyre.Testing;

/// <summary>Finds the data that stands beside the project; a test that needs it is skipped where it is absent.</summary>
public static class ConformanceData
{
    /// <summary>The folder of one kind of data; skips the test when there is none.</summary>
    public static string Folder(string name)
    {
        if (Root() is not { } root)
            Assert.Skip("No folder shared/conformance stands beside the project, and GYRE_CONFORMANCE is not set.");
        else if (!Directory.Exists(Path.Combine(root, name)))
            Assert.Skip($"There is no folder {Path.Combine(root, name)}.");
        return Path.Combine(Root()!, name);
    }

    /// <summary>Whether there is data of a kind, for those who list cases.</summary>
    public static bool IsThere(string name) => Root() is { } root && Directory.Exists(Path.Combine(root, name));

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable("GYRE_CONFORMANCE") is { Length: > 0 } given)
            return given;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "conformance");
            if (Directory.Exists(candidate))
                return candidate;
        }
        return null;
    }
}
