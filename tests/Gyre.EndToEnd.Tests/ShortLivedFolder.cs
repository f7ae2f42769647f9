namespace Gyre.EndToEnd.Tests;

/// <summary>A folder of its own for one test.</summary>
internal sealed class ShortLivedFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gyre-e2e-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
