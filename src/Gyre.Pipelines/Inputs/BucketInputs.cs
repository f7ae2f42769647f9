using Gyre.Core;
using Gyre.Pipelines.Machine;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Pipelines.Inputs;

/// <summary>Objects of S3-compatible storage: <c>s3://BUCKET/KEY</c>, with <c>*</c> and <c>**</c> in the key. They are copied into the artifact store.</summary>
internal sealed class BucketInputs(IBlobStore blobs) : IInputScheme
{
    private const string Scheme = "s3://";
    private const int MostObjects = 100_000;
    private const string AddressRemedy = "Use s3://BUCKET/KEY.";
    private const string ObjectRemedy = "Check the bucket and the key.";
    private const string ServerRemedy = "Check the bucket, the server (AWS_ENDPOINT_URL_S3) and the credentials.";

    public bool Takes(string uri) => uri.StartsWith(Scheme, StringComparison.Ordinal);

    public async Task<FoundFiles> FindAsync(InputRequest request, CancellationToken cancellationToken)
    {
        var rest = request.Uri[Scheme.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == rest.Length - 1)
            return FoundFiles.Refuse($"'{request.Shown}' is not a valid s3://BUCKET/KEY URI", AddressRemedy);
        try
        {
            using var bucket = S3Objects.Open(rest[..slash]);
            return await FindAsync(bucket, rest[..slash], rest[(slash + 1)..], request.Keep, cancellationToken);
        }
        catch (InvalidInputException exception)
        {
            return FoundFiles.Refuse($"'{request.Shown}' cannot be fetched: {exception.Diagnostics[0].Message}",
                exception.Diagnostics[0].Remedy ?? AddressRemedy);
        }
        catch (IOException exception)
        {
            return FoundFiles.Refuse($"'{request.Shown}' cannot be fetched: {exception.Message}", ServerRemedy);
        }
    }

    private async Task<FoundFiles> FindAsync(S3Objects bucket, string name, string pattern, KeepDirectories keep, CancellationToken cancellationToken)
    {
        var wildcard = pattern.AsSpan().IndexOfAny('*', '?', '[');
        var keys = new List<string> { pattern };
        if (wildcard >= 0)
        {
            var listed = await bucket.ListAsync(pattern[..wildcard], MostObjects, cancellationToken);
            keys = [.. listed.Select(item => item.Key).Where(key => !key.EndsWith('/') && FilePattern.Matches(pattern, key))];
        }
        var files = new List<InputFile>();
        foreach (var key in keys)
        {
            if (await bucket.OpenAsync(key, cancellationToken) is not { } content)
                return FoundFiles.Refuse($"'{ShownAddress.Of($"{Scheme}{name}/{key}")}' does not exist", ObjectRemedy);
            await using (content)
            {
                var stored = await ContentReader.StoreAsync(blobs, content, cancellationToken);
                files.Add(new InputFile
                {
                    Name = FilePattern.NameOf(key, pattern, keep),
                    Uri = $"{Scheme}{name}/{key}",
                    Digest = stored.Digest,
                    SizeInBytes = stored.SizeInBytes,
                    Md5 = stored.Md5,
                    Sha1 = stored.Sha1,
                });
            }
        }
        return files.Count > 0
            ? new FoundFiles(files)
            : FoundFiles.Refuse($"nothing matches '{ShownAddress.Of($"{Scheme}{name}/{pattern}")}'", ObjectRemedy);
    }
}
