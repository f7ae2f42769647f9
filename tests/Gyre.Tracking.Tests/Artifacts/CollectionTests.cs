using System.Text;
using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Tracking.Tests.Artifacts;

/// <summary>Collections of content between random writes, deletions and uploads, and beside them: what is named is always there, and what is not goes in the end.</summary>
public sealed class CollectionTests
{
    private const int Steps = 150;
    private const int Contents = 12;
    private static readonly CollectionRequest Request = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite, 1)]
    [InlineData(DatabaseKind.Sqlite, 2)]
    [InlineData(DatabaseKind.Sqlite, 3)]
    [InlineData(DatabaseKind.Sqlite, 4)]
    [InlineData(DatabaseKind.PostgreSql, 5)]
    public async Task Nothing_that_is_named_is_ever_removed_and_nothing_else_stays(DatabaseKind kind, int seed)
    {
        await using var place = await TrackingPlace.OpenAsync(kind);
        var world = new World(place, new SeededRandom((ulong)seed));
        for (var step = 0; step < Steps; step++)
            await world.StepAsync();
        world.Removed.ShouldBeGreaterThan(0, "a run in which nothing was garbage would prove nothing");
        place.Clock.Advance(TimeSpan.FromDays(2));
        await world.CollectAsync();
        await world.CheckAsync();
        (await world.StoredAsync()).ShouldBe(await world.NeededAsync(), ignoreOrder: true);
    }

    [Fact]
    public async Task A_plan_counts_and_removes_nothing()
    {
        await using var place = await TrackingPlace.OpenAsync(DatabaseKind.Sqlite);
        await PutAsync(place, "a", "kept");
        await PutAsync(place, "b", "garbage!");
        await place.Tracking.Artifacts.DeleteAsync(place.Tracking.Artifacts.Root, "b", Cancel);
        place.Clock.Advance(TimeSpan.FromHours(25));
        await PutAsync(place, "young", "x");
        await place.Tracking.Artifacts.DeleteAsync(place.Tracking.Artifacts.Root, "young", Cancel);
        var expected = new CollectionReport { Freed = 1, FreedBytes = 8, Kept = 2, KeptBytes = 5 };
        (await ContentCollection.CollectAsync(place.Blobs, [place.Tracking.Content], Request with { DryRun = true }, place.Clock, Cancel)).ShouldBe(expected);
        (await place.Blobs.FindAsync(Digest.Of("garbage!"), Cancel)).ShouldNotBeNull();
        (await ContentCollection.CollectAsync(place.Blobs, [place.Tracking.Content], Request, place.Clock, Cancel)).ShouldBe(expected);
        (await place.Blobs.FindAsync(Digest.Of("garbage!"), Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_grace_time_that_protects_nobody_is_refused()
    {
        await using var place = await TrackingPlace.OpenAsync(DatabaseKind.Sqlite);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => ContentCollection.CollectAsync(
            place.Blobs, [place.Tracking.Content], new CollectionRequest { Grace = TimeSpan.FromMinutes(119) }, place.Clock, Cancel));
    }

    private static async Task PutAsync(TrackingPlace place, string path, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await place.Tracking.Artifacts.PutAsync(place.Tracking.Artifacts.Root, path, content, null, Cancel);
    }

    /// <summary>A store, what was named in it, and uploads that are open.</summary>
    private sealed class World(TrackingPlace place, SeededRandom random)
    {
        private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
        private readonly List<(MultipartUpload Upload, string Path, List<(UploadedPart Part, string Text)> Parts)> _uploads = [];

        public long Removed { get; private set; }

        private static string Text(int number) => $"content {number}";

        public async Task StepAsync()
        {
            switch (random.NextInt(0, 8))
            {
                case 0 or 1:
                    await PutAnyAsync(0);
                    break;
                case 2 when _files.Count > 0:
                    var gone = _files.Keys.ElementAt(random.NextInt(0, _files.Count));
                    _files.Remove(gone);
                    await place.Tracking.Artifacts.DeleteAsync(place.Tracking.Artifacts.Root, gone, Cancel);
                    break;
                case 3:
                    await GoOnWithUploadsAsync();
                    break;
                case 4 or 5:
                    place.Clock.Advance(TimeSpan.FromHours(random.NextInt(1, 30)));
                    break;
                case 6:
                    // Beside each other: contents are few, so that what is written is often what is about to be removed.
                    await Task.WhenAll([.. Enumerable.Range(0, 4).Select(PutAnyAsync), CollectAsync()]);
                    await CheckAsync();
                    break;
                default:
                    await CollectAsync();
                    await CheckAsync();
                    break;
            }
        }

        public async Task CollectAsync() =>
            Removed += (await Task.Run(() => ContentCollection.CollectAsync(place.Blobs, [place.Tracking.Content], Request, place.Clock, Cancel))).Freed;

        /// <summary>Everything that is named can be read whole.</summary>
        public async Task CheckAsync()
        {
            foreach (var (path, text) in _files)
            {
                await using var stream = (await place.Tracking.Artifacts.OpenAsync(place.Tracking.Artifacts.Root, path, 0, Cancel)).ShouldNotBeNull(path);
                using var reader = new StreamReader(stream);
                (await reader.ReadToEndAsync(Cancel)).ShouldBe(text);
            }
            foreach (var digest in await NeededAsync())
                (await place.Blobs.VerifyAsync(digest, Cancel)).ShouldBeTrue();
        }

        public async Task<List<Digest>> NeededAsync()
        {
            var needed = new List<Digest>();
            await foreach (var digest in place.Tracking.Content.InUseAsync(Cancel))
                needed.Add(digest);
            return needed;
        }

        public async Task<List<Digest>> StoredAsync()
        {
            var stored = new List<Digest>();
            await foreach (var (blob, _) in place.Blobs.ListAsync(Cancel))
                stored.Add(blob.Digest);
            return stored;
        }

        /// <param name="lane">Of those at once: each writes files of its own.</param>
        private async Task PutAnyAsync(int lane)
        {
            string path, text;
            lock (_files)
                (path, text) = ($"f{lane}-{random.NextInt(0, 50)}", Text(random.NextInt(0, Contents)));
            await PutAsync(place, path, text);
            lock (_files)
                _files[path] = text;
        }

        private async Task GoOnWithUploadsAsync()
        {
            if (_uploads.Count == 0 || random.NextInt(0, 3) == 0)
            {
                var path = $"u{random.NextInt(0, 1_000_000)}";
                _uploads.Add((await place.Tracking.Uploads.CreateAsync(place.Tracking.Artifacts.Root, path, 2, Cancel), path, []));
                return;
            }
            var index = random.NextInt(0, _uploads.Count);
            var (upload, target, parts) = _uploads[index];
            try
            {
                if (parts.Count < 2)
                {
                    var text = Text(random.NextInt(0, Contents));
                    using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
                    parts.Add((new UploadedPart(parts.Count + 1, await place.Tracking.Uploads.PutPartAsync(upload.Id, parts.Count + 1, content, Cancel)), text));
                    return;
                }
                await place.Tracking.Uploads.CompleteAsync(place.Tracking.Artifacts.Root, target, upload.Id, [.. parts.Select(part => part.Part)], Cancel);
                _files[target] = string.Concat(parts.Select(part => part.Text));
            }
            catch (TrackingException exception) when (exception.Error == TrackingError.DoesNotExist)
            {
                // Nobody went on with it for a week.
            }
            _uploads.RemoveAt(index);
        }
    }
}
