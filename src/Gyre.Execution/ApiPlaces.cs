using System.Globalization;

namespace Gyre.Execution;

/// <summary>
/// Where servers of a home listen: a file each in <c>HOME/servers</c>, readable by the owner alone. A step's calls find the server that is there now, although the one
/// that its order was written by may be gone.
/// </summary>
public static class ApiPlaces
{
    private const string Folder = "servers";

    /// <summary>Says where a server of this process listens, until it is disposed. What servers left behind that are gone is removed.</summary>
    /// <param name="home">The home's folder.</param>
    /// <param name="address">Where programs on this machine reach it.</param>
    /// <param name="pages">Where people find its pages; null when it has none.</param>
    public static IDisposable Announce(string home, Uri address, Uri? pages = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        var folder = Path.Join(home, Folder);
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(folder))
            RemoveIfGone(file);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{address.Port}");
        var path = Path.Join(folder, name);
        string[] shown = pages is null ? [] : [pages.AbsoluteUri];
        File.WriteAllLines(path + ".new", [address.GetLeftPart(UriPartial.Authority), ProcessMark.Create(name), .. shown]);
        File.Move(path + ".new", path, overwrite: true);
        return new Place(path);
    }

    /// <summary>Address of the server that was started last and may still be there; null when there is none.</summary>
    public static Uri? Newest(string home) => Find(home) is [var newest, ..] ? newest : null;

    /// <summary>Where the pages of the server are that was started last; null when no server with pages may be there.</summary>
    public static Uri? Pages(string home) => All(home).Select(static place => place.Pages).OfType<Uri>().FirstOrDefault();

    /// <summary>Addresses of servers that may be there, the newest first.</summary>
    internal static IReadOnlyList<Uri> Find(string home) => [.. All(home).Select(static place => place.Address)];

    private static IEnumerable<Announced> All(string home)
    {
        var folder = Path.Join(home, Folder);
        if (!Directory.Exists(folder))
            return [];
        return [.. new DirectoryInfo(folder).EnumerateFiles().Where(file => file.Extension != ".new").OrderByDescending(file => file.LastWriteTimeUtc)
            .Select(file => Read(file.FullName)).OfType<Announced>().Where(place => !ProcessMark.IsGone(place.Mark))];
    }

    private static Announced? Read(string file)
    {
        try
        {
            if (File.ReadAllLines(file) is not [var text, var mark, .. var more] || !Uri.TryCreate(text, UriKind.Absolute, out var address))
                return null;
            var pages = more is [var shown, ..] && Uri.TryCreate(shown, UriKind.Absolute, out var found) ? found : null;
            return new Announced(address, mark, pages);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is being removed at this moment.
            return null;
        }
    }

    private static void RemoveIfGone(string file)
    {
        if (Read(file) is not { } place || ProcessMark.IsGone(place.Mark))
            File.Delete(file);
    }

    private sealed record Announced(Uri Address, string Mark, Uri? Pages);

    private sealed class Place(string path) : IDisposable
    {
        public void Dispose() => File.Delete(path);
    }
}
