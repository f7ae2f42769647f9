using Gyre.Core;
using Gyre.Testing.Storage;

namespace Gyre.Storage.Tests.Blobs;

public sealed class FileBlobTests : BlobStoreConformance
{
    protected override Task<StorageOptions> NewPlaceAsync() => Task.FromResult(Places.NewHome());

    protected override async Task DamageAsync(Digest digest, byte[] content)
    {
        var path = Path.Join(Options.Home, "artifacts", "sha256", digest.Hex[..2], digest.Hex[2..]);
        File.Delete(path);
        await File.WriteAllBytesAsync(path, content, Cancel);
    }
}

public sealed class S3BlobTests : BlobStoreConformance
{
    /// <summary>The service has no removal on a condition, so a writer waits for collectors that may not have seen it.</summary>
    [Fact]
    public async Task A_writer_waits_for_a_collector_that_marked_its_content_and_stores_it_again_when_it_was_removed()
    {
        var content = Content(100, 11);
        var digest = Digest.Of(content);
        var server = (await S3Server.SharedAsync())!;
        var (bucket, prefix) = Place();
        var mark = $"{prefix}/condemned/{digest.Hex}/some-collector";
        await server.OverwriteAsync(bucket, mark, [], Cancel);
        Clock.JumpWallClock(TimeProvider.System.GetUtcNow());
        var put = PutAsync(content);
        while (!Clock.FiresWithin(TimeSpan.FromSeconds(1)))
            await Task.Yield();
        (await Blobs.DeleteAsync(digest, Cancel)).ShouldBeTrue();
        put.IsCompleted.ShouldBeFalse();
        await server.RemoveAsync(bucket, mark, Cancel);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await put;
        (await ReadAsync(digest, 0)).ShouldBe(content);
    }

    [Fact]
    public async Task A_mark_of_a_collector_that_died_is_passed_over()
    {
        var content = Content(100, 12);
        var (bucket, prefix) = Place();
        await (await S3Server.SharedAsync())!.OverwriteAsync(bucket, $"{prefix}/condemned/{Digest.Of(content).Hex}/some-collector", [], Cancel);
        Clock.JumpWallClock(TimeProvider.System.GetUtcNow().AddHours(2));
        await PutAsync(content);
    }

    protected override Task<StorageOptions> NewPlaceAsync() => Places.NewS3Async();

    protected override async Task DamageAsync(Digest digest, byte[] content)
    {
        var server = (await S3Server.SharedAsync())!;
        var (bucket, prefix) = Place();
        await server.OverwriteAsync(bucket, $"{prefix}/sha256/{digest.Hex[..2]}/{digest.Hex[2..]}", content, Cancel);
    }

    private (string Bucket, string Prefix) Place()
    {
        var place = new Uri(Options.Artifacts!.Split('?')[0]);
        return (place.Host, place.AbsolutePath.Trim('/'));
    }
}
