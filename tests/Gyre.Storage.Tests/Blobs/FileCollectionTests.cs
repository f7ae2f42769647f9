using Gyre.Core;
using Gyre.Storage.Blobs.Files;
using Gyre.Storage.Platform;
using Gyre.Testing;

namespace Gyre.Storage.Tests.Blobs;

/// <summary>Collectors and writers of one content in a folder, step by step.</summary>
public sealed class FileCollectionTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("gyre-collect-").FullName;
    private readonly ManualClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("open-read sha256/", 1)]
    [InlineData("rename sha256/", 1)]
    [InlineData("open-read condemned/", 1)]
    [InlineData("delete condemned/", 1)]
    public async Task A_writer_at_any_step_of_a_collector_finds_its_content_afterwards(string step, int time)
    {
        var (digest, limit) = await StoreAsync();
        using var files = new FaultyFiles(FileLayers.Open(_root));
        using var collector = FileBlobStore.Open(files, _clock);
        using var writer = FileBlobStore.Open(FileLayers.Open(_root), _clock);
        var met = At(files, step, time, () => PutAsync(writer).GetAwaiter().GetResult());
        await collector.DeleteOlderAsync(digest, limit, Cancel);
        met().ShouldBeTrue(step);
        (await writer.VerifyAsync(digest, Cancel)).ShouldBeTrue();
        Directory.GetFiles(Path.Join(_root, "condemned")).ShouldBeEmpty();
        // And once more, with the mark of an earlier time: it is young now.
        (await collector.DeleteOlderAsync(digest, limit, Cancel)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("create tmp/", 1)]
    [InlineData("set-changed sha256/", 1)]
    [InlineData("open-read sha256/", 1)]
    [InlineData("sync-folder sha256/", 1)]
    [InlineData("delete tmp/", 1)]
    public async Task A_collector_at_any_step_of_a_writer_leaves_its_content(string step, int time)
    {
        var (digest, limit) = await StoreAsync();
        using var files = new FaultyFiles(FileLayers.Open(_root));
        using var writer = FileBlobStore.Open(files, _clock);
        using var collector = FileBlobStore.Open(FileLayers.Open(_root), _clock);
        var met = At(files, step, time, () => collector.DeleteOlderAsync(digest, limit, Cancel).GetAwaiter().GetResult());
        await PutAsync(writer);
        met().ShouldBeTrue(step);
        (await writer.VerifyAsync(digest, Cancel)).ShouldBeTrue();
    }

    [Fact]
    public async Task Two_collectors_of_one_content_harm_nobody()
    {
        var (digest, limit) = await StoreAsync();
        using var files = new FaultyFiles(FileLayers.Open(_root));
        using var first = FileBlobStore.Open(files, _clock);
        using var second = FileBlobStore.Open(FileLayers.Open(_root), _clock);
        var met = At(files, "open-read condemned/", 1, () =>
        {
            PutAsync(second).GetAwaiter().GetResult();
            second.DeleteOlderAsync(digest, limit, Cancel).GetAwaiter().GetResult().ShouldBeFalse("it was stored again");
        });
        await first.DeleteOlderAsync(digest, limit, Cancel);
        met().ShouldBeTrue();
        (await second.VerifyAsync(digest, Cancel)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_collector_that_died_had_taken_out_is_back_when_somebody_opens_the_store()
    {
        var (digest, limit) = await StoreAsync();
        using var files = new FaultyFiles(FileLayers.Open(_root));
        using var collector = FileBlobStore.Open(files, _clock);
        At(files, "delete condemned/", 1, () => throw new InvalidOperationException("It died."));
        await Should.ThrowAsync<InvalidOperationException>(() => collector.DeleteOlderAsync(digest, limit, Cancel));
        using var next = FileBlobStore.Open(FileLayers.Open(_root), _clock);
        (await next.VerifyAsync(digest, Cancel)).ShouldBeTrue();
        (await next.DeleteOlderAsync(digest, limit, Cancel)).ShouldBeFalse("somebody may have stored it meanwhile, so it counts as new");
    }

    [Fact]
    public async Task What_is_not_a_name_of_a_collector_is_left_alone()
    {
        using (FileBlobStore.Open(FileLayers.Open(_root), _clock))
            await File.WriteAllTextAsync(Path.Join(_root, "condemned", "notes.txt"), "mine", Cancel);
        using var store = FileBlobStore.Open(FileLayers.Open(_root), _clock);
        File.Exists(Path.Join(_root, "condemned", "notes.txt")).ShouldBeTrue();
    }

    /// <summary>Does something once, at the n-th time of a call; the result tells whether it came.</summary>
    private static Func<bool> At(FaultyFiles files, string step, int time, Action work)
    {
        var seen = 0;
        files.Before = call =>
        {
            if (call.StartsWith(step, StringComparison.Ordinal) && ++seen == time)
                work();
        };
        return () => seen >= time;
    }

    private static Task<BlobInfo> PutAsync(FileBlobStore store) => store.PutAsync(new MemoryStream([1, 2, 3]), Cancel);

    /// <summary>Stores something and lets a day pass.</summary>
    private async Task<(Digest Digest, DateTimeOffset Limit)> StoreAsync()
    {
        using var store = FileBlobStore.Open(FileLayers.Open(_root), _clock);
        var digest = (await PutAsync(store)).Digest;
        _clock.Advance(TimeSpan.FromDays(1));
        return (digest, _clock.GetUtcNow().AddHours(-2));
    }
}
