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
    protected override Task<StorageOptions> NewPlaceAsync() => Places.NewS3Async();

    protected override async Task DamageAsync(Digest digest, byte[] content)
    {
        var server = (await S3Server.SharedAsync())!;
        var place = new Uri(Options.Artifacts!.Split('?')[0]);
        var key = $"{place.AbsolutePath.Trim('/')}/sha256/{digest.Hex[..2]}/{digest.Hex[2..]}";
        await server.OverwriteAsync(place.Host, key, content, Cancel);
    }
}
