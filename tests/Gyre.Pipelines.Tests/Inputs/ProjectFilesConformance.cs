using Gyre.Core;
using Gyre.Pipelines.Code;
using Gyre.Pipelines.Inputs;
using Gyre.Pipelines.Variables;
using Gyre.Storage;

namespace Gyre.Pipelines.Tests.Inputs;

/// <summary>What holds for the files of a project that inputs may name, whether they lie in a folder or in a tree of code.</summary>
public abstract class ProjectFilesConformance : IAsyncLifetime
{
    private string _root = "";

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected IBlobStore Blobs { get; private set; } = null!;

    protected string Folder => Path.Join(_root, "project");

    protected string Home => Path.Join(_root, "home");

    /// <summary>The files of the project as its folder is now; content is stored in the given store.</summary>
    private protected abstract Task<IProjectFiles> OpenAsync(IBlobStore blobs);

    public async ValueTask InitializeAsync()
    {
        _root = Directory.CreateTempSubdirectory("gyre-files-").FullName;
        Blobs = await GyreStore.OpenBlobsAsync(new StorageOptions { Home = Home }, TimeProvider.System, Cancel);
        foreach (var name in (string[])["b.csv", "a.csv", "B.csv", "data/c.csv", "data/deep/d.csv", "data/e.txt", "[x].csv", "ü.csv"])
            Write(name, $"content of {name}");
        Write("empty", "");
    }

    public ValueTask DisposeAsync()
    {
        Blobs?.Dispose();
        Directory.Delete(_root, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("a.csv")]
    [InlineData("data/deep/d.csv")]
    [InlineData("[x].csv")]
    [InlineData("ü.csv")]
    public async Task A_file_is_found_by_its_path_and_stored_with_digest_and_size(string path)
    {
        var files = await OpenAsync(Blobs);
        var entry = files.Find(SafePath.Parse(path)).ShouldNotBeNull();
        entry.Path.ShouldBe(path);
        var stored = await files.StoreAsync(entry, Cancel);
        (stored.Digest, stored.SizeInBytes)
            .ShouldBe((Digest.Of($"content of {path}"), System.Text.Encoding.UTF8.GetByteCount($"content of {path}")));
        (await Blobs.VerifyAsync(stored.Digest, Cancel)).ShouldBeTrue();
        (await files.StoreAsync(entry, Cancel)).ShouldBe(stored);
    }

    [Fact]
    public async Task An_empty_file_is_a_file()
    {
        var files = await OpenAsync(Blobs);
        (await files.StoreAsync(files.Find(SafePath.Parse("empty")).ShouldNotBeNull(), Cancel)).SizeInBytes.ShouldBe(0);
    }

    [Theory]
    [InlineData("none.csv")]
    [InlineData("data")]
    [InlineData("a.csv/b")]
    [InlineData("*.csv")]
    public async Task What_is_not_there_is_not_found(string path) => (await OpenAsync(Blobs)).Find(SafePath.Parse(path)).ShouldBeNull();

    [Theory]
    [InlineData("*.csv", "B.csv [x].csv a.csv b.csv data/c.csv data/deep/d.csv ü.csv")]
    [InlineData("data/*", "data/c.csv data/deep/d.csv data/e.txt")]
    [InlineData("data/?.csv", "data/c.csv")]
    [InlineData("[ab].csv", "a.csv b.csv")]
    [InlineData("none/*", "")]
    [InlineData("../*", "")]
    public async Task Patterns_pick_files_in_ordinal_order(string pattern, string expected) =>
        string.Join(' ', (await OpenAsync(Blobs)).Match(pattern).Select(entry => entry.Path)).ShouldBe(expected);

    /// <summary>Temporary files of a debugger are such pipes; opening one waits for somebody to write into it.</summary>
    [Fact]
    public async Task A_pipe_in_the_folder_is_passed_over_and_nobody_waits()
    {
        if (!File.Exists("/usr/bin/mkfifo"))
            Assert.Skip("mkfifo is not installed");
        using (var process = System.Diagnostics.Process.Start("/usr/bin/mkfifo", [Path.Join(Folder, "pipe.csv")]))
            await process.WaitForExitAsync(Cancel);
        var files = await OpenAsync(Blobs);
        files.Find(SafePath.Parse("pipe.csv")).ShouldBeNull();
        files.Match("p*.csv").ShouldBeEmpty();
        files.Find(SafePath.Parse("a.csv")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Patterns_pass_over_links()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a right of their own");
        var outside = Directory.CreateDirectory(Path.Join(_root, "outside")).FullName;
        await File.WriteAllTextAsync(Path.Join(outside, "secret.key"), "secret", Cancel);
        File.CreateSymbolicLink(Path.Join(Folder, "linked.key"), Path.Join(outside, "secret.key"));
        Directory.CreateSymbolicLink(Path.Join(Folder, "linked"), outside);
        Directory.CreateSymbolicLink(Path.Join(Folder, "data", "circle"), Folder);
        var files = await OpenAsync(Blobs);
        files.Match("*.key").ShouldBeEmpty();
        files.Match("data/*").Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_file_whose_storing_is_cancelled_leaves_nothing_half_and_can_be_stored_again()
    {
        Write("large.bin", new string('x', 1_000_000));
        var before = await OpenAsync(Blobs);
        var stored = await StoredAsync();
        using var source = new CancellationTokenSource();
        var files = await OpenAsync(new CancellingBlobs(Blobs, source));
        var entry = files.Find(SafePath.Parse("large.bin")).ShouldNotBeNull();
        await Should.ThrowAsync<OperationCanceledException>(() => files.StoreAsync(entry, source.Token));
        source.IsCancellationRequested.ShouldBeTrue("the work was under way");
        (await StoredAsync()).ShouldBe(stored, ignoreOrder: true);
        await Should.ThrowAsync<OperationCanceledException>(() => before.StoreAsync(entry, new CancellationToken(canceled: true)));
        (await before.StoreAsync(entry, Cancel)).SizeInBytes.ShouldBe(1_000_000);
    }

    private void Write(string name, string content)
    {
        var path = Path.Join(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private async Task<List<Digest>> StoredAsync()
    {
        var stored = new List<Digest>();
        await foreach (var (blob, _) in Blobs.ListAsync(Cancel))
            stored.Add(blob.Digest);
        return stored;
    }
}

public sealed class FolderFilesTests : ProjectFilesConformance
{
    private protected override Task<IProjectFiles> OpenAsync(IBlobStore blobs) =>
        Task.FromResult<IProjectFiles>(new FolderFiles(Folder, blobs));
}

public sealed class TreeFilesTests : ProjectFilesConformance
{
    private protected override async Task<IProjectFiles> OpenAsync(IBlobStore blobs)
    {
        var snapshots = new CodeSnapshots(Home, Blobs);
        return new TreeFiles(await snapshots.ReadAsync(await snapshots.TakeAsync(Folder, FileSecrets.None, Cancel), Cancel), blobs);
    }
}
