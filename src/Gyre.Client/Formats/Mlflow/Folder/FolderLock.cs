using System.Security.Cryptography;
using System.Text;

namespace Gyre.Client.Formats.Mlflow.Folder;

/// <summary>Lets one program of this machine at a time create names in a store. The lock file lies outside the store, which has files of its own only.</summary>
internal sealed class FolderLock : IAsyncDisposable
{
    private const int Tries = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    public static async Task<FolderLock> TakeAsync(string root, TimeProvider clock, CancellationToken cancellationToken)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)))[..24];
        var path = Path.Join(Path.GetTempPath(), $"gyre-store-{name}.lock");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException error) when (attempt < Tries && error is not DirectoryNotFoundException)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }
            catch (IOException error)
            {
                throw new TrackingException($"Another program holds the lock {path} of the store {root}. Try again when it has ended.", error);
            }
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
