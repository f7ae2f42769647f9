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
    public static IDisposable Announce(string home, Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var folder = Path.Join(home, Folder);
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(folder))
            RemoveIfGone(file);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{address.Port}");
        var path = Path.Join(folder, name);
        File.WriteAllLines(path + ".new", [address.GetLeftPart(UriPartial.Authority), ProcessMark.Create(name)]);
        File.Move(path + ".new", path, overwrite: true);
        return new Place(path);
    }

    /// <summary>Address of the server that was started last and may still be there; null when there is none.</summary>
    public static Uri? Newest(string home) => Find(home) is [var newest, ..] ? newest : null;

    /// <summary>Addresses of servers that may be there, the newest first.</summary>
    internal static IReadOnlyList<Uri> Find(string home)
    {
        var folder = Path.Join(home, Folder);
        if (!Directory.Exists(folder))
            return [];
        return [.. new DirectoryInfo(folder).EnumerateFiles().Where(file => file.Extension != ".new").OrderByDescending(file => file.LastWriteTimeUtc)
            .Select(file => Read(file.FullName)).OfType<(Uri Address, string Mark)>().Where(place => !ProcessMark.IsGone(place.Mark)).Select(place => place.Address)];
    }

    private static (Uri Address, string Mark)? Read(string file)
    {
        try
        {
            return File.ReadAllLines(file) is [var text, var mark, ..] && Uri.TryCreate(text, UriKind.Absolute, out var address) ? (address, mark) : null;
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

    private sealed class Place(string path) : IDisposable
    {
        public void Dispose() => File.Delete(path);
    }
}
