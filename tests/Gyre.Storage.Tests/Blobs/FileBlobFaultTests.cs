using Gyre.Core;
using Gyre.Storage.Blobs.Files;
using Gyre.Storage.Platform;
using Gyre.Testing;

namespace Gyre.Storage.Tests.Blobs;

public sealed class FileBlobFaultTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("gyre-faults-").FullName;
    private readonly ManualClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task When_put_answers_the_content_survives_a_power_loss_and_is_never_torn_before()
    {
        using var files = Layer();
        using var store = FileBlobStore.Open(files, _clock);
        for (var i = 0; i < 40; i++)
        {
            var blob = await PutAsync(store, Bytes(i, 1000));
            var path = BlobLayout.PathOf(blob.Digest);
            DiskImage.MayBeLost(files.Calls, path).ShouldBeFalse();
            for (var cut = 0; cut <= files.Calls.Count; cut++)
                DiskImage.MayBeTorn(files.Calls[..cut], path).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("sync")]
    [InlineData("sync-folder")]
    public async Task Leaving_out_a_sync_is_noticed(string leftOut)
    {
        using var files = Layer();
        using var store = FileBlobStore.Open(files, _clock);
        files.LeaveOut = leftOut;
        var blob = await PutAsync(store, Bytes(1, 1000));
        DiskImage.MayBeLost(files.Calls, BlobLayout.PathOf(blob.Digest)).ShouldBeTrue();
    }

    [Fact]
    public async Task Content_that_is_there_already_is_made_durable_again_but_not_written()
    {
        using var first = FileBlobStore.Open(Layer(), _clock);
        var blob = await PutAsync(first, Bytes(1, 1000));
        using var files = Layer();
        using var second = FileBlobStore.Open(files, _clock);
        files.Calls.Clear();
        _clock.Advance(TimeSpan.FromDays(1));
        await PutAsync(second, Bytes(1, 1000));
        files.Calls.ShouldContain($"sync-folder {BlobLayout.FolderOf(blob.Digest)}");
        files.Calls.ShouldNotContain(call => call.StartsWith("rename", StringComparison.Ordinal));
        await foreach (var (_, storedAt) in second.ListAsync(Cancel))
            storedAt.ShouldBe(_clock.GetUtcNow()); // Its age begins anew, so that no collector takes it.
    }

    [Theory]
    [InlineData(Fault.Broken)]
    [InlineData(Fault.Full)]
    [InlineData(Fault.Denied)]
    [InlineData(Fault.ShortWrite)]
    internal async Task Each_call_may_fail_and_nothing_wrong_is_ever_visible(Fault fault)
    {
        var calls = await CountCallsAsync();
        calls.ShouldBeGreaterThan(20);
        for (var n = 1; n <= calls; n++)
        {
            var root = Directory.CreateDirectory(Path.Join(_root, $"{fault}-{n}")).FullName;
            using var files = new FaultyFiles(FileLayers.Open(root)) { FailAt = n, Fault = fault };
            var acknowledged = await ScenarioAsync(files);
            files.Calls.Count.ShouldBeGreaterThanOrEqualTo(n);
            await CheckAsync(root, acknowledged, n);
        }
    }

    [Theory]
    [InlineData("sync tmp/")]
    [InlineData("sync-folder sha256/")]
    public async Task A_failed_sync_makes_the_store_read_only_and_no_success_follows(string call)
    {
        using var counting = Layer();
        using (var store = FileBlobStore.Open(counting, _clock))
        {
            await PutAsync(store, Bytes(1, 10));
            await PutAsync(store, Bytes(2, 10));
        }
        using var files = new FaultyFiles(FileLayers.Open(Directory.CreateDirectory(Path.Join(_root, "again")).FullName));
        using var failing = FileBlobStore.Open(files, _clock);
        var before = await PutAsync(failing, Bytes(1, 10));
        files.FailAt = counting.Calls.FindLastIndex(c => c.StartsWith(call, StringComparison.Ordinal)) + 1;
        await Should.ThrowAsync<IOException>(() => PutAsync(failing, Bytes(2, 10)));
        failing.ReadOnlyReason.ShouldNotBeNull().ShouldContain("sync");
        (await failing.FindAsync(Digest.Of(Bytes(2, 10)), Cancel)).ShouldBeNull();
        await Should.ThrowAsync<StoreReadOnlyException>(() => PutAsync(failing, Bytes(3, 10)));
        await Should.ThrowAsync<StoreReadOnlyException>(() => PutAsync(failing, Bytes(1, 10)));
        (await failing.VerifyAsync(before.Digest, Cancel)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_full_disk_is_an_error_that_passes()
    {
        using var files = Layer();
        using var store = FileBlobStore.Open(files, _clock);
        files.Calls.Clear();
        files.FailAt = 2;
        files.Fault = Fault.Full;
        await Should.ThrowAsync<IOException>(() => PutAsync(store, Bytes(1, 10)));
        store.ReadOnlyReason.ShouldBeNull();
        Directory.GetFiles(Path.Join(_root, "tmp")).ShouldBeEmpty();
        await PutAsync(store, Bytes(1, 10));
    }

    private static Task<BlobInfo> PutAsync(FileBlobStore store, byte[] content) => store.PutAsync(new MemoryStream(content), Cancel);

    private static byte[] Bytes(int seed, int size)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private FaultyFiles Layer() => new(FileLayers.Open(_root));

    private async Task<int> CountCallsAsync()
    {
        var root = Directory.CreateDirectory(Path.Join(_root, "counted")).FullName;
        using var files = new FaultyFiles(FileLayers.Open(root));
        (await ScenarioAsync(files)).Count.ShouldBe(1);
        return files.Calls.Count;
    }

    /// <summary>Puts, puts again, deletes, meets damage. Gives what was answered with success and not deleted since.</summary>
    private async Task<Dictionary<Digest, byte[]>> ScenarioAsync(FaultyFiles files)
    {
        var acknowledged = new Dictionary<Digest, byte[]>();
        if (Try(() => FileBlobStore.Open(files, _clock)) is not { } store)
            return acknowledged;
        foreach (var seed in (int[])[1, 2, 1, 3])
        {
            var content = Bytes(seed, 300_000);
            if (await TryAsync(() => PutAsync(store, content)))
                acknowledged[Digest.Of(content)] = content;
        }
        var third = Digest.Of(Bytes(3, 300_000));
        acknowledged.Remove(third);
        await TryAsync(() => store.DeleteAsync(third, Cancel));
        await TryAsync(() => store.DeleteOlderAsync(Digest.Of(Bytes(1, 300_000)), _clock.GetUtcNow().AddHours(-2), Cancel));
        var second = Digest.Of(Bytes(2, 300_000));
        acknowledged.Remove(second);
        await TryAsync(() => store.DeleteOlderAsync(second, _clock.GetUtcNow().AddHours(1), Cancel));
        return acknowledged;
    }

    /// <summary>Opens without faults: what was answered is there, everything there is right, and it works again.</summary>
    private async Task CheckAsync(string root, Dictionary<Digest, byte[]> acknowledged, int n)
    {
        using var store = FileBlobStore.Open(FileLayers.Open(root), _clock);
        foreach (var digest in acknowledged.Keys)
            (await store.VerifyAsync(digest, Cancel)).ShouldBeTrue($"call {n}");
        await foreach (var (blob, _) in store.ListAsync(Cancel))
            (await store.VerifyAsync(blob.Digest, Cancel)).ShouldBeTrue($"call {n}");
        Directory.GetFiles(Path.Join(root, "condemned")).ShouldBeEmpty($"call {n}");
        await PutAsync(store, Bytes(9, 10));
    }

    private static FileBlobStore? Try(Func<FileBlobStore> open)
    {
        try
        {
            return open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task<bool> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or StoreReadOnlyException)
        {
            return false;
        }
    }
}
