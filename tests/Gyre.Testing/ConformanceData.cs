using Xunit;

namespace Gyre.Testing;

/// <summary>
/// Finds recorded data: in the folder that <c>GYRE_CONFORMANCE</c> names, else in <c>shared/conformance</c> beside the project, else in <c>tests/conformance</c>, which holds
/// the most important of it and is always there.
/// </summary>
public static class ConformanceData
{
    /// <summary>The folder of one kind of data; skips the test when there is none.</summary>
    public static string Folder(string name)
    {
        if (Find(name) is { } found)
            return found;
        Assert.Skip($"There is no recorded data '{name}' in tests/conformance, and GYRE_CONFORMANCE names no folder with it.");
        return "";
    }

    /// <summary>Whether there is data of a kind, for those who list cases.</summary>
    public static bool IsThere(string name) => Find(name) is not null;

    private static string? Find(string name) => Roots().SelectMany(root => new[] { Path.Join(root, name), Path.Join(root, "..", "data", name) }).FirstOrDefault(Directory.Exists);

    private static IEnumerable<string> Roots()
    {
        if (Environment.GetEnvironmentVariable("GYRE_CONFORMANCE") is { Length: > 0 } given)
            yield return given;
        string[] places = [Path.Join("shared", "conformance"), Path.Join("tests", "conformance")];
        foreach (var place in places)
        {
            for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
                yield return Path.Join(folder, place);
        }
    }
}
