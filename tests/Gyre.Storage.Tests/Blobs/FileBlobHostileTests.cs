using System.Diagnostics;
using Gyre.Core;
using Gyre.Storage.Blobs.Files;
using Gyre.Storage.Platform;
using Gyre.Testing;

namespace Gyre.Storage.Tests.Blobs;

public sealed class FileBlobHostileTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("gyre-hostile-").FullName;
    private readonly string _outside = Directory.CreateTempSubdirectory("gyre-outside-").FullName;
    private readonly ManualClock _clock = new();
    private readonly FileBlobStore _store;
    private static readonly byte[] Content = [1, 2, 3];
    private static readonly Digest Name = Digest.Of(Content);

    public FileBlobHostileTests() => _store = FileBlobStore.Open(FileLayers.Open(_root), _clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Folder => Path.Join(_root, "sha256", Name.Hex[..2]);

    private string BlobPath => Path.Join(Folder, Name.Hex[2..]);

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_root, recursive: true);
        Directory.Delete(_outside, recursive: true);
    }

    [Fact]
    public async Task A_blob_that_was_replaced_by_a_link_is_not_followed()
    {
        await PutAsync();
        var secret = Path.Join(_outside, "secret");
        await File.WriteAllBytesAsync(secret, Content, Cancel);
        File.Delete(BlobPath);
        File.CreateSymbolicLink(BlobPath, secret);
        await Should.ThrowAsync<IOException>(() => _store.OpenReadAsync(Name, 0, Cancel));
        await Should.ThrowAsync<IOException>(() => _store.CopyToFileAsync(Name, Path.Join(_outside, "copy"), Cancel));
        File.Exists(Path.Join(_outside, "copy")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_that_was_replaced_by_a_link_is_not_followed()
    {
        Directory.CreateSymbolicLink(Folder, _outside);
        await Should.ThrowAsync<IOException>(PutAsync);
        Directory.EnumerateFileSystemEntries(_outside).ShouldBeEmpty();
        await File.WriteAllBytesAsync(Path.Join(_outside, Name.Hex[2..]), Content, Cancel);
        await Should.ThrowAsync<IOException>(() => _store.OpenReadAsync(Name, 0, Cancel));
        await Should.ThrowAsync<IOException>(() => _store.DeleteAsync(Name, Cancel));
        File.Exists(Path.Join(_outside, Name.Hex[2..])).ShouldBeTrue();
    }

    [Fact]
    public async Task A_fifo_or_a_folder_in_the_place_of_a_blob_is_an_error_and_nobody_waits()
    {
        Directory.CreateDirectory(BlobPath);
        await Should.ThrowAsync<IOException>(() => _store.OpenReadAsync(Name, 0, Cancel));
        Directory.Delete(BlobPath);
        if (!File.Exists("/usr/bin/mkfifo"))
            Assert.Skip("mkfifo is not installed");
        using (var process = Process.Start("/usr/bin/mkfifo", [BlobPath]))
            await process.WaitForExitAsync(Cancel);
        await Should.ThrowAsync<IOException>(() => _store.OpenReadAsync(Name, 0, Cancel));
        await Should.ThrowAsync<IOException>(() => _store.FindAsync(Name, Cancel));
    }

    [Fact]
    public async Task Stored_files_are_read_only_and_private_folders_are_private()
    {
        await PutAsync();
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes");
            return;
        }
        File.GetUnixFileMode(BlobPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.GetUnixFileMode(Folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Foreign_names_in_the_store_are_passed_over()
    {
        await PutAsync();
        await File.WriteAllTextAsync(Path.Join(Folder, "README"), "", Cancel);
        await File.WriteAllTextAsync(Path.Join(_root, "sha256", "stray"), "", Cancel);
        Directory.CreateDirectory(Path.Join(_root, "sha256", "zz"));
        await File.WriteAllTextAsync(Path.Join(_root, "sha256", "zz", new string('a', 62)), "", Cancel);
        var found = new List<Digest>();
        await foreach (var (blob, _) in _store.ListAsync(Cancel))
            found.Add(blob.Digest);
        found.ShouldBe([Name]);
    }

    [Fact]
    public void Left_overs_of_dead_writers_go_at_the_next_opening_and_young_files_stay()
    {
        var old = Path.Join(_root, "tmp", "old");
        var young = Path.Join(_root, "tmp", "young");
        File.WriteAllText(old, "");
        File.WriteAllText(young, "");
        File.SetLastWriteTimeUtc(old, (_clock.GetUtcNow() - LeftOvers.Grace - TimeSpan.FromMinutes(1)).UtcDateTime);
        File.SetLastWriteTimeUtc(young, (_clock.GetUtcNow() - LeftOvers.Grace + TimeSpan.FromMinutes(1)).UtcDateTime);
        FileBlobStore.Open(FileLayers.Open(_root), _clock).Dispose();
        File.Exists(old).ShouldBeFalse();
        File.Exists(young).ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_of_the_wrong_size_is_replaced_when_its_content_is_stored_again()
    {
        await PutAsync();
        File.Delete(BlobPath);
        await File.WriteAllBytesAsync(BlobPath, [], Cancel);
        await PutAsync();
        (await _store.VerifyAsync(Name, Cancel)).ShouldBeTrue();
    }

    private Task<BlobInfo> PutAsync() => _store.PutAsync(new MemoryStream(Content), Cancel);
}
