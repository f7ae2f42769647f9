namespace Gyre.Tracking.Tests.Formats;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gyre-moves-").FullName;

    public string At(string relative) => System.IO.Path.Join(Path, relative);

    /// <summary>Writes a file and the folders above it.</summary>
    public string Write(string relative, string text)
    {
        var path = At(relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
