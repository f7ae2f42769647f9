using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Gyre.Core;
using Gyre.Core.Loops;

namespace Gyre.Storage.Blobs.S3;

/// <summary>
/// The requests that the artifact store makes, with their failures as <see cref="IOException"/>. The client repeats what failed on the
/// way a bounded number of times. What it says about a failure is not passed on as it is: an answer may repeat parts of the request.
/// </summary>
internal sealed class S3Calls : IDisposable
{
    private const int Retries = 4;

    /// <summary>
    /// The longest time for a call with the client's own tries, so that nobody waits for a server that accepts connections and says
    /// nothing.
    /// </summary>
    internal static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private readonly S3Address _address;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _patience;
    private readonly AmazonS3Client _client;

    /// <param name="address">Where the server is.</param>
    /// <param name="clock">Measures the time between tries.</param>
    /// <param name="patience">How long a call tries again while the server is away, on top of the client's own few tries.</param>
    public S3Calls(S3Address address, TimeProvider clock, TimeSpan patience)
    {
        _address = address;
        _clock = clock;
        _patience = patience;
        _client = new AmazonS3Client(Credentials(), Configure(address));
    }

    public Task<(long Size, DateTimeOffset StoredAt)?> HeadAsync(string key, CancellationToken cancellationToken) =>
        PatientlyAsync(token => HeadOnceAsync(key, token), "look for", cancellationToken);

    private async Task<(long Size, DateTimeOffset StoredAt)?> HeadOnceAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var request = new GetObjectMetadataRequest { BucketName = _address.Bucket, Key = key };
            var answer = await _client.GetObjectMetadataAsync(request, cancellationToken);
            return (answer.ContentLength, new DateTimeOffset(DateTime.SpecifyKind(answer.LastModified ?? default, DateTimeKind.Utc)));
        }
        catch (AmazonS3Exception exception) when (IsMissing(exception))
        {
            return null;
        }
        catch (Exception exception) when (Wrap(exception, "look for") is { } wrapped)
        {
            throw wrapped;
        }
    }

    /// <summary>The content from an offset on and its length from there; null when it is missing.</summary>
    public Task<(Stream Content, long Length)?> GetAsync(string key, long offset, CancellationToken cancellationToken) =>
        PatientlyAsync(token => GetOnceAsync(key, offset, token), "read", cancellationToken);

    private async Task<(Stream Content, long Length)?> GetOnceAsync(string key, long offset, CancellationToken cancellationToken)
    {
        try
        {
            var request = new GetObjectRequest { BucketName = _address.Bucket, Key = key };
            if (offset > 0)
                request.ByteRange = new ByteRange(offset, long.MaxValue);
            var answer = await _client.GetObjectAsync(request, cancellationToken);
            return (answer.ResponseStream, answer.ContentLength);
        }
        catch (AmazonS3Exception exception) when (IsMissing(exception))
        {
            return null;
        }
        catch (Exception exception) when (Wrap(exception, "read") is { } wrapped)
        {
            throw wrapped;
        }
    }

    public Task PutAsync(string key, Stream content, CancellationToken cancellationToken)
    {
        var start = content.Position;
        return GuardAsync(
            "store",
            token =>
            {
                content.Position = start;
                return _client.PutObjectAsync(
                    new PutObjectRequest
                    {
                        BucketName = _address.Bucket,
                        Key = key,
                        InputStream = content,
                        AutoCloseStream = false,
                        UseChunkEncoding = false
                    }, token);
            },
            cancellationToken);
    }

    /// <summary>Stores content unless there is some under the key, and says whether it did.</summary>
    public Task<bool> TryPutNewAsync(string key, Stream content, CancellationToken cancellationToken)
    {
        var start = content.Position;
        return PatientlyAsync(token => TryPutNewOnceAsync(key, content, start, token), "store", cancellationToken);
    }

    private async Task<bool> TryPutNewOnceAsync(string key, Stream content, long start, CancellationToken cancellationToken)
    {
        content.Position = start;
        try
        {
            await _client.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = _address.Bucket,
                    Key = key,
                    InputStream = content,
                    AutoCloseStream = false,
                    UseChunkEncoding = false,
                    IfNoneMatch = "*",
                },
                cancellationToken);
            return true;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
        {
            return false;
        }
        catch (Exception exception) when (Wrap(exception, "store") is { } wrapped)
        {
            throw wrapped;
        }
    }

    public async Task<string> BeginPartsAsync(string key, CancellationToken cancellationToken)
    {
        var request = new InitiateMultipartUploadRequest { BucketName = _address.Bucket, Key = key };
        return (await GuardAsync("store", token => _client.InitiateMultipartUploadAsync(request, token), cancellationToken)).UploadId;
    }

    public async Task<PartETag> PutPartAsync(string key, string upload, int number, Stream content, CancellationToken cancellationToken)
    {
        UploadPartRequest Request() => new()
        {
            BucketName = _address.Bucket,
            Key = key,
            UploadId = upload,
            PartNumber = number,
            PartSize = content.Length,
            InputStream = content,
            UseChunkEncoding = false,
        };
        var answer = await GuardAsync(
            "store",
            token =>
            {
                content.Position = 0;
                return _client.UploadPartAsync(Request(), token);
            },
            cancellationToken);
        return new PartETag(number, answer.ETag);
    }

    public Task CompletePartsAsync(string key, string upload, List<PartETag> parts, CancellationToken cancellationToken)
    {
        var request = new CompleteMultipartUploadRequest { BucketName = _address.Bucket, Key = key, UploadId = upload, PartETags = parts };
        return GuardAsync("store", token => _client.CompleteMultipartUploadAsync(request, token), cancellationToken);
    }

    public Task AbortPartsAsync(string key, string upload, CancellationToken cancellationToken) => GuardAsync("abandon", token =>
        _client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = _address.Bucket, Key = key, UploadId = upload },
            token), cancellationToken);

    public Task CopyAsync(string from, string to, CancellationToken cancellationToken) =>
        GuardAsync("copy", token => _client.CopyObjectAsync(
        new CopyObjectRequest
        {
            SourceBucket = _address.Bucket,
            SourceKey = from,
            DestinationBucket = _address.Bucket,
            DestinationKey = to
        }, token), cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        GuardAsync("delete", token => _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _address.Bucket, Key = key },
            token), cancellationToken);

    public Task<ListObjectsV2Response> ListAsync(string prefix, string? after, CancellationToken cancellationToken) =>
        GuardAsync("list", token =>
        _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _address.Bucket, Prefix = prefix, ContinuationToken = after },
            token), cancellationToken);

    /// <summary>As <see cref="ListAsync"/>, with only the part up to the next <c>/</c> of keys that go on.</summary>
    public Task<ListObjectsV2Response> ListFoldersAsync(string prefix, string? after, CancellationToken cancellationToken) =>
        GuardAsync("list", token => _client.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = _address.Bucket, Prefix = prefix, Delimiter = "/", ContinuationToken = after },
            token), cancellationToken);

    public void Dispose() => _client.Dispose();

    /// <summary>The exception to give instead, or null when it is none of the service's or the network's.</summary>
    public IOException? Wrap(Exception exception, string verb) => S3Failures.Wrap(exception, $"Could not {verb} content at {_address}");

    private Task<T> GuardAsync<T>(string verb, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        PatientlyAsync(token => GuardOnceAsync(verb, () => call(token)), verb, cancellationToken);

    private async Task<T> PatientlyAsync<T>(Func<CancellationToken, Task<T>> call, string verb, CancellationToken cancellationToken)
    {
        var began = _clock.GetTimestamp();
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await BoundedAsync(call, verb, cancellationToken);
            }
            catch (ArtifactsUnavailableException) when (_clock.GetElapsedTime(began) < _patience)
            {
                await Task.Delay(Backoff.Default.After(failures), _clock, cancellationToken);
            }
        }
    }

    private async Task<T> BoundedAsync<T>(Func<CancellationToken, Task<T>> call, string verb, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(Bound, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, bound.Token);
        try
        {
            return await call(both.Token);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ArtifactsUnavailableException($"Could not {verb} content at {_address}: the server did not respond in time.");
        }
    }

    private async Task<T> GuardOnceAsync<T>(string verb, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (Wrap(exception, verb) is { } wrapped)
        {
            throw wrapped;
        }
    }

    private static bool IsMissing(AmazonS3Exception exception) =>
        exception.StatusCode == HttpStatusCode.NotFound && exception.ErrorCode is not "NoSuchBucket";

    private static AmazonS3Config Configure(S3Address address)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = true,
            AuthenticationRegion = address.Region,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = Retries,
            Timeout = TimeSpan.FromMinutes(5),
        };
        if (address.Endpoint is { } endpoint)
            config.ServiceURL = endpoint.ToString();
        else
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(address.Region);
        return config;
    }

    // Only the environment: the library's own search would also ask addresses on the network.
    private static AWSCredentials Credentials()
    {
        var key = Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID");
        var secret = Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY");
        if (string.IsNullOrEmpty(key) || string.IsNullOrEmpty(secret))
            throw new InvalidInputException(
                "artifacts.credentials",
                "Credentials for the artifact store are missing.",
                "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN if you have one.");
        var token = Environment.GetEnvironmentVariable("AWS_SESSION_TOKEN");
        return string.IsNullOrEmpty(token) ? new BasicAWSCredentials(key, secret) : new SessionAWSCredentials(key, secret, token);
    }
}
