using System.Runtime.CompilerServices;
using Gyre.Core;
using Gyre.Storage.Blobs.Files;
using Gyre.Storage.Platform;
using Gyre.Testing;

namespace Gyre.Storage.Tests.Blobs;

/// <summary>A collection that is cancelled removes nothing that it has not been told all about, and the next one does the rest.</summary>
public sealed class ContentCollectionTests : IAsyncLifetime
{
    private const int Garbage = 10;

    private readonly string _root = Directory.CreateTempSubdirectory("gyre-collect-").FullName;
    private readonly ManualClock _clock = new();
    private readonly FaultyFiles _files;
    private readonly FileBlobStore _blobs;
    private Digest _needed;

    public ContentCollectionTests()
    {
        _files = new FaultyFiles(FileLayers.Open(_root));
        _blobs = FileBlobStore.Open(_files, _clock);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _needed = (await _blobs.PutAsync(new MemoryStream([0, 0]), Cancel)).Digest;
        for (byte number = 1; number <= Garbage; number++)
            await _blobs.PutAsync(new MemoryStream([number]), Cancel);
        _clock.Advance(TimeSpan.FromHours(25));
    }

    public ValueTask DisposeAsync()
    {
        _blobs.Dispose();
        _files.Dispose();
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_cancelled_before_it_begins_removes_nothing(bool dryRun)
    {
        await Should.ThrowAsync<OperationCanceledException>(() => CollectAsync(User(), new CancellationToken(canceled: true), dryRun));
        (await StoredAsync()).Count.ShouldBe(Garbage + 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_cancelled_while_users_tell_removes_nothing(bool dryRun)
    {
        using var source = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => CollectAsync(User(source), source.Token, dryRun));
        (await StoredAsync()).Count.ShouldBe(Garbage + 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(Garbage - 1)]
    public async Task What_is_cancelled_while_it_removes_has_done_a_part_and_the_next_does_the_rest(int time)
    {
        using var source = new CancellationTokenSource();
        var seen = 0;
        _files.Before = call =>
        {
            if (call.StartsWith("delete condemned/", StringComparison.Ordinal) && ++seen == time)
                source.Cancel();
        };
        await Should.ThrowAsync<OperationCanceledException>(() => CollectAsync(User(), source.Token));
        var left = await StoredAsync();
        left.ShouldContain(_needed);
        left.Count.ShouldBe(Garbage + 1 - time, "the removal under way is ended");
        Directory.GetFiles(Path.Join(_root, "condemned")).ShouldBeEmpty();
        foreach (var digest in left)
            (await _blobs.VerifyAsync(digest, Cancel)).ShouldBeTrue();
        (await CollectAsync(User(), Cancel)).Freed.ShouldBe(Garbage - time);
        (await StoredAsync()).ShouldBe([_needed]);
    }

    private Task<CollectionReport> CollectAsync(IContentUser user, CancellationToken cancellationToken, bool dryRun = false) =>
        ContentCollection.CollectAsync(_blobs, [user], new CollectionRequest { DryRun = dryRun }, _clock, cancellationToken);

    /// <summary>A user that takes no notice of the cancellation, and ends as if it had told all.</summary>
    private TellingUser User(CancellationTokenSource? source = null) => new(_needed, source);

    private async Task<List<Digest>> StoredAsync()
    {
        var stored = new List<Digest>();
        await foreach (var (blob, _) in _blobs.ListAsync(Cancel))
            stored.Add(blob.Digest);
        return stored;
    }

    private sealed class TellingUser(Digest needed, CancellationTokenSource? source) : IContentUser
    {
        public async IAsyncEnumerable<Digest> InUseAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await (source?.CancelAsync() ?? Task.CompletedTask);
            if (source is null)
                yield return needed;
        }
    }
}
