namespace Gyre.Core.Tests;

/// <summary>Finds the data that stands beside the project; a test that needs it is skipped where it is absent.</summary>
internal static class Conformance
{
    public static string Folder(string name)
    {
        var given = Environment.GetEnvironmentVariable("GYRE_CONFORMANCE");
        if (given is { Length: > 0 })
            return Existing(Path.Combine(given, name));
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "conformance");
            if (Directory.Exists(candidate))
                return Existing(Path.Combine(candidate, name));
        }
        Assert.Skip("No folder shared/conformance stands beside the project, and GYRE_CONFORMANCE is not set.");
        return "";
    }

    private static string Existing(string folder)
    {
        if (!Directory.Exists(folder))
            Assert.Skip($"There is no folder {folder}.");
        return folder;
    }
}
