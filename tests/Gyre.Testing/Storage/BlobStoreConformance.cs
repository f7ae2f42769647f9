using Gyre.Core;
using Gyre.Storage;
using Shouldly;
using Xunit;

namespace Gyre.Testing.Storage;

/// <summary>What every <see cref="IBlobStore"/> promises.</summary>
public abstract class BlobStoreConformance : IAsyncLifetime
{
    /// <summary>The clock of the store.</summary>
    protected ManualClock Clock { get; } = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>The store under test.</summary>
    protected IBlobStore Blobs { get; private set; } = null!;

    /// <summary>Where it is.</summary>
    protected StorageOptions Options { get; private set; } = null!;

    /// <summary>Ends with the test.</summary>
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Gives a place where nothing is yet, or skips the test with a reason.</summary>
    protected abstract Task<StorageOptions> NewPlaceAsync();

    /// <summary>Replaces what is stored under a digest behind the store's back.</summary>
    protected abstract Task DamageAsync(Digest digest, byte[] content);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Options = await NewPlaceAsync();
        Blobs = await GyreStore.OpenBlobsAsync(Options, Clock, Cancel);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Blobs?.Dispose();
        if (Options is not null && Directory.Exists(Options.Home))
            Directory.Delete(Options.Home, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Sizes around the edges of buffers and parts.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(16 * 1024 * 1024)]
    [InlineData((40 * 1024 * 1024) + 7)]
    public async Task Content_of_any_size_comes_back_as_it_was(int size)
    {
        var content = Content(size, seed: size);
        var blob = await PutAsync(content);
        blob.ShouldBe(new BlobInfo(Digest.Of(content), size));
        (await Blobs.FindAsync(blob.Digest, Cancel)).ShouldBe(blob);
        (await ReadAsync(blob.Digest, 0)).AsSpan().SequenceEqual(content).ShouldBeTrue();
        (await Blobs.VerifyAsync(blob.Digest, Cancel)).ShouldBeTrue();
    }

    /// <summary>Streams that give little at a time.</summary>
    [Fact]
    public async Task A_stream_that_gives_a_byte_at_a_time_is_stored_whole()
    {
        var content = Content(1000, 1);
        (await Blobs.PutAsync(new DribblingStream(content), Cancel)).ShouldBe(new BlobInfo(Digest.Of(content), 1000));
    }

    /// <summary>Parts.</summary>
    [Fact]
    public async Task Reading_begins_at_any_offset()
    {
        var content = Content(1000, 1);
        var digest = (await PutAsync(content)).Digest;
        (await ReadAsync(digest, 1)).ShouldBe(content[1..]);
        (await ReadAsync(digest, 999)).ShouldBe(content[999..]);
        (await ReadAsync(digest, 1000)).ShouldBeEmpty();
        (await ReadAsync(digest, 5000)).ShouldBeEmpty();
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Blobs.OpenReadAsync(digest, -1, Cancel));
    }

    /// <summary>Files.</summary>
    [Theory]
    [InlineData(1000)]
    [InlineData((20 * 1024 * 1024) + 1)]
    public async Task A_file_is_stored_and_stays_where_it_is(int size)
    {
        var path = Path.Join(Options.Home, "source");
        var content = Content(size, 2);
        await File.WriteAllBytesAsync(path, content, Cancel);
        var blob = await Blobs.PutFileAsync(path, Cancel);
        blob.ShouldBe(new BlobInfo(Digest.Of(content), size));
        await File.WriteAllTextAsync(path, "changed later", Cancel);
        (await ReadAsync(blob.Digest, 0)).AsSpan().SequenceEqual(content).ShouldBeTrue();
    }

    /// <summary>Copies.</summary>
    [Fact]
    public async Task A_copy_is_private_writable_and_never_over_another_file()
    {
        var blob = await PutAsync(Content(1000, 3));
        var path = Path.Join(Options.Home, "copy");
        await Blobs.CopyToFileAsync(blob.Digest, path, Cancel);
        await File.WriteAllTextAsync(path, "mine", Cancel);
        (await Blobs.VerifyAsync(blob.Digest, Cancel)).ShouldBeTrue();
        await Should.ThrowAsync<IOException>(() => Blobs.CopyToFileAsync(blob.Digest, path, Cancel));
        (await File.ReadAllTextAsync(path, Cancel)).ShouldBe("mine");
    }

    /// <summary>Nothing there.</summary>
    [Fact]
    public async Task What_is_missing_is_said_to_be_missing()
    {
        var digest = Digest.Of("never stored");
        (await Blobs.FindAsync(digest, Cancel)).ShouldBeNull();
        (await Blobs.VerifyAsync(digest, Cancel)).ShouldBeFalse();
        (await Blobs.DeleteAsync(digest, Cancel)).ShouldBeFalse();
        (await Should.ThrowAsync<BlobMissingException>(() => Blobs.OpenReadAsync(digest, 0, Cancel))).Digest.ShouldBe(digest);
        await Should.ThrowAsync<BlobMissingException>(() => Blobs.OpenReadAsync(digest, 5, Cancel));
        var path = Path.Join(Options.Home, "copy");
        await Should.ThrowAsync<BlobMissingException>(() => Blobs.CopyToFileAsync(digest, path, Cancel));
        File.Exists(path).ShouldBeFalse();
    }

    /// <summary>Stored twice.</summary>
    [Fact]
    public async Task The_same_content_is_stored_once()
    {
        var content = Content(5000, 4);
        var blobs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PutAsync(content)));
        blobs.Distinct().Count().ShouldBe(1);
        (await ListAsync()).ShouldHaveSingleItem().Blob.ShouldBe(blobs[0]);
    }

    /// <summary>Removal.</summary>
    [Fact]
    public async Task Deleted_content_is_gone_and_can_be_stored_again()
    {
        var content = Content(100, 5);
        var blob = await PutAsync(content);
        (await Blobs.DeleteAsync(blob.Digest, Cancel)).ShouldBeTrue();
        (await Blobs.FindAsync(blob.Digest, Cancel)).ShouldBeNull();
        (await ListAsync()).ShouldBeEmpty();
        await PutAsync(content);
        (await ReadAsync(blob.Digest, 0)).ShouldBe(content);
    }

    /// <summary>Listing.</summary>
    [Fact]
    public async Task Everything_stored_is_listed()
    {
        var blobs = new List<BlobInfo>();
        for (var i = 0; i < 20; i++)
            blobs.Add(await PutAsync(Content(i, i)));
        (await ListAsync()).Select(found => found.Blob).ShouldBe(blobs, ignoreOrder: true);
    }

    /// <summary>Collectors.</summary>
    [Fact]
    public async Task A_collector_removes_what_was_stored_before_a_time_and_nothing_else()
    {
        var content = Content(100, 9);
        var blob = await PutAsync(content);
        var storedAt = await StoredAtAsync(blob.Digest);
        (await Blobs.DeleteOlderAsync(blob.Digest, storedAt, Cancel)).ShouldBeFalse();
        (await ReadAsync(blob.Digest, 0)).ShouldBe(content);
        (await Blobs.DeleteOlderAsync(blob.Digest, storedAt.AddSeconds(1), Cancel)).ShouldBeTrue();
        (await Blobs.FindAsync(blob.Digest, Cancel)).ShouldBeNull();
        (await ListAsync()).ShouldBeEmpty();
        (await Blobs.DeleteOlderAsync(blob.Digest, storedAt.AddSeconds(1), Cancel)).ShouldBeFalse();
        await PutAsync(content);
        (await ReadAsync(blob.Digest, 0)).ShouldBe(content);
    }

    /// <summary>Content that is stored again has the age of its last storing.</summary>
    [Fact]
    public async Task Stored_again_content_is_young()
    {
        var content = Content(100, 10);
        var digest = (await PutAsync(content)).Digest;
        var before = await StoredAtAsync(digest);
        await StoreAgainAsync([content]);
        (await StoredAtAsync(digest)).ShouldBeGreaterThan(before);
        (await Blobs.DeleteOlderAsync(digest, before.AddSeconds(1), Cancel)).ShouldBeFalse();
        (await ReadAsync(digest, 0)).ShouldBe(content);
    }

    /// <summary>Whatever the order of their steps, what a put returned is there.</summary>
    [Fact]
    public async Task What_is_stored_while_a_collector_removes_it_is_there()
    {
        var contents = Enumerable.Range(0, 60).Select(seed => Content(50, 1000 + seed)).ToList();
        foreach (var content in contents)
            await PutAsync(content);
        var limit = (await ListAsync()).Max(found => found.StoredAt).AddSeconds(1);
        var probe = Content(50, 999);
        await PutAsync(probe);
        await StoreAgainAsync([probe], limit);
        // Contents are just so old that they are stored again; what collectors leave for writers is not yet so old that it counts for nothing.
        var now = limit.AddHours(1).AddSeconds(-1);
        Clock.JumpWallClock(now);
        var writers = contents.Select(content => Task.Run(() => PutAsync(content)));
        var collectors = contents.Select(content => Task.Run(() => Blobs.DeleteOlderAsync(Digest.Of(content), limit, Cancel)));
        var all = Task.WhenAll([.. writers, .. collectors]);
        await Patience.UntilAsync(
            () =>
            {
                // Not much faster than the real clock: calls to a server that is busy with all of these have a bound, and this is none of its business.
                Clock.Advance(TimeSpan.FromMilliseconds(10));
                Clock.JumpWallClock(now);
                return all.IsCompleted;
            },
            Cancel,
            "all have ended");
        await all;
        foreach (var content in contents)
            (await ReadAsync(Digest.Of(content), 0)).ShouldBe(content);
    }

    /// <summary>Damage, found by whoever copies.</summary>
    [Theory]
    [InlineData("flipped")]
    [InlineData("shorter")]
    [InlineData("longer")]
    [InlineData("empty")]
    public async Task Damaged_content_is_never_given_out_and_is_missing_from_then_on(string how)
    {
        var content = Content(1000, 6);
        var blob = await PutAsync(content);
        await DamageAsync(blob.Digest, Damaged(content, how));
        var path = Path.Join(Options.Home, "copy");
        await Should.ThrowAsync<BlobCorruptException>(() => Blobs.CopyToFileAsync(blob.Digest, path, Cancel));
        File.Exists(path).ShouldBeFalse();
        await Should.ThrowAsync<BlobMissingException>(() => Blobs.CopyToFileAsync(blob.Digest, path, Cancel));
        (await ListAsync()).ShouldBeEmpty();
        await PutAsync(content);
        await Blobs.CopyToFileAsync(blob.Digest, path, Cancel);
        (await File.ReadAllBytesAsync(path, Cancel)).ShouldBe(content);
    }

    /// <summary>Damage, found by whoever reads or looks.</summary>
    [Fact]
    public async Task Damage_is_noticed_at_the_end_of_a_read_and_by_a_check()
    {
        var content = Content(1000, 7);
        var blob = await PutAsync(content);
        await DamageAsync(blob.Digest, Damaged(content, "flipped"));
        await Should.ThrowAsync<BlobCorruptException>(() => ReadAsync(blob.Digest, 0));
        (await Blobs.FindAsync(blob.Digest, Cancel)).ShouldBeNull();
        await PutAsync(content);
        await DamageAsync(blob.Digest, Damaged(content, "flipped"));
        (await Blobs.VerifyAsync(blob.Digest, Cancel)).ShouldBeFalse();
        (await Blobs.FindAsync(blob.Digest, Cancel)).ShouldBeNull();
    }

    /// <summary>A cut put.</summary>
    [Fact]
    public async Task A_put_that_fails_or_is_cancelled_leaves_nothing_visible()
    {
        await Should.ThrowAsync<IOException>(() => Blobs.PutAsync(new BreakingStream(), Cancel));
        await Should.ThrowAsync<OperationCanceledException>(() => Blobs.PutAsync(new MemoryStream(Content(100, 8)), new CancellationToken(true)));
        (await ListAsync()).ShouldBeEmpty();
    }

    /// <summary>Bytes that are the same for the same seed.</summary>
    protected static byte[] Content(int size, int seed)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Stores bytes.</summary>
    protected Task<BlobInfo> PutAsync(byte[] content) => Blobs.PutAsync(new MemoryStream(content), Cancel);

    /// <summary>Reads to the end.</summary>
    protected async Task<byte[]> ReadAsync(Digest digest, long offset)
    {
        await using var stream = await Blobs.OpenReadAsync(digest, offset, Cancel);
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Cancel);
        return all.ToArray();
    }

    /// <summary>Everything listed.</summary>
    protected async Task<IReadOnlyList<(BlobInfo Blob, DateTimeOffset StoredAt)>> ListAsync()
    {
        var all = new List<(BlobInfo, DateTimeOffset)>();
        await foreach (var found in Blobs.ListAsync(Cancel))
            all.Add(found);
        return all;
    }

    /// <summary>When content was stored last.</summary>
    protected async Task<DateTimeOffset> StoredAtAsync(Digest digest) => (await ListAsync()).Single(found => found.Blob.Digest == digest).StoredAt;

    /// <summary>Lets the better part of an hour pass and stores contents again, until the store tells another time than before, or a time from a limit on: some tell whole seconds of their own clock.</summary>
    private async Task StoreAgainAsync(IReadOnlyList<byte[]> contents, DateTimeOffset? from = null)
    {
        // Long enough that content is stored anew, and too short for the mark of a collector to count as left behind.
        Clock.JumpWallClock(TimeProvider.System.GetUtcNow().AddMinutes(45));
        foreach (var content in contents)
        {
            var limit = from ?? (await StoredAtAsync(Digest.Of(content))).AddTicks(1);
            do
                await PutAsync(content);
            while (await StoredAtAsync(Digest.Of(content)) < limit);
        }
    }

    private static byte[] Damaged(byte[] content, string how) => how switch
    {
        "shorter" => content[..^1],
        "longer" => [.. content, 0],
        "empty" => [],
        _ => [.. content[..500], (byte)(content[500] ^ 1), .. content[501..]],
    };

    private sealed class DribblingStream(byte[] content) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }

    private sealed class BreakingStream() : MemoryStream(new byte[1000])
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position > 0 ? throw new IOException("The line broke.") : base.ReadAsync(buffer[..500], cancellationToken);
    }
}
