using Gyre.Core;

namespace Gyre.Datasets.Repositories;

/// <summary>
/// The folder beside a target in which a pull gathers its files. Its name is a function of target and content, so that the next pull of
/// the same finds what an earlier one left behind.
/// </summary>
internal sealed class StagingFolder : IDisposable
{
    private readonly FileStream _lock;

    private StagingFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    /// <summary>Where the files are, under their own names.</summary>
    public string Files => System.IO.Path.Join(Path, "dataset");

    /// <summary>Takes the folder, making it when it is not there.</summary>
    /// <param name="target">Full path of the target.</param>
    /// <param name="content">What is pulled.</param>
    /// <exception cref="IOException">Another pull has it.</exception>
    public static StagingFolder Take(string target, Digest content)
    {
        var path = Place(target, content);
        Directory.CreateDirectory(path);
        try
        {
            var held = new FileStream(System.IO.Path.Join(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            Directory.CreateDirectory(System.IO.Path.Join(path, "parts"));
            var staging = new StagingFolder(path, held);
            Directory.CreateDirectory(staging.Files);
            return staging;
        }
        catch (IOException exception)
        {
            throw new IOException($"Another pull into '{target}' is under way.", exception);
        }
    }

    /// <summary>Removes what a pull left that was killed after its target was in place.</summary>
    public static void DeleteLeftOver(string target, Digest content)
    {
        if (!Directory.Exists(Place(target, content)))
            return;
        using var staging = Take(target, content);
        staging.Delete();
    }

    /// <summary>A hidden name beside a target.</summary>
    public static string Beside(string target, string ending) => System.IO.Path.Join(
        System.IO.Path.GetDirectoryName(target), $".{System.IO.Path.GetFileName(target)}.{ending}");

    private static string Place(string target, Digest content) => Beside(target, $"{content.Hex[..12]}.pull");

    public string PathOf(DatasetFile file) => SafePath.Parse(file.Path).Under(Files);

    public string PartOf(DatasetFile file)
    {
        var name = Digest.Of(file.Path).Hex;
        return System.IO.Path.Join(Path, "parts", file.Digest.IsEmpty ? name : $"{file.Digest.Hex}-{name[..12]}");
    }

    /// <summary>Removes it with what is left in it.</summary>
    public void Delete()
    {
        Dispose();
        Directory.Delete(Path, recursive: true);
    }

    public void Dispose() => _lock.Dispose();
}
