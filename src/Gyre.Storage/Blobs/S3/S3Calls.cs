using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Gyre.Core;

namespace Gyre.Storage.Blobs.S3;

/// <summary>
/// The requests that the artifact store makes, with their failures as <see cref="IOException"/>. The client repeats what failed on the
/// way a bounded number of times. What it says about a failure is not passed on as it is: an answer may repeat parts of the request.
/// </summary>
internal sealed class S3Calls : IDisposable
{
    private const int Retries = 4;
    private readonly S3Address _address;
    private readonly AmazonS3Client _client;

    public S3Calls(S3Address address)
    {
        _address = address;
        _client = new AmazonS3Client(Credentials(), Configure(address));
    }

    public async Task<(long Size, DateTimeOffset StoredAt)?> HeadAsync(string key, CancellationToken cancellationToken)
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
    public async Task<(Stream Content, long Length)?> GetAsync(string key, long offset, CancellationToken cancellationToken)
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

    public Task PutAsync(string key, Stream content, CancellationToken cancellationToken) => GuardAsync("store", () =>
        _client.PutObjectAsync(
            new PutObjectRequest { BucketName = _address.Bucket, Key = key, InputStream = content, AutoCloseStream = false, UseChunkEncoding = false },
            cancellationToken));

    public async Task<string> BeginPartsAsync(string key, CancellationToken cancellationToken)
    {
        var request = new InitiateMultipartUploadRequest { BucketName = _address.Bucket, Key = key };
        return (await GuardAsync("store", () => _client.InitiateMultipartUploadAsync(request, cancellationToken))).UploadId;
    }

    public async Task<PartETag> PutPartAsync(string key, string upload, int number, Stream content, CancellationToken cancellationToken)
    {
        var request = new UploadPartRequest
        {
            BucketName = _address.Bucket,
            Key = key,
            UploadId = upload,
            PartNumber = number,
            PartSize = content.Length,
            InputStream = content,
            UseChunkEncoding = false,
        };
        return new PartETag(number, (await GuardAsync("store", () => _client.UploadPartAsync(request, cancellationToken))).ETag);
    }

    public Task CompletePartsAsync(string key, string upload, List<PartETag> parts, CancellationToken cancellationToken)
    {
        var request = new CompleteMultipartUploadRequest { BucketName = _address.Bucket, Key = key, UploadId = upload, PartETags = parts };
        return GuardAsync("store", () => _client.CompleteMultipartUploadAsync(request, cancellationToken));
    }

    public Task AbortPartsAsync(string key, string upload, CancellationToken cancellationToken) => GuardAsync("abandon", () =>
        _client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = _address.Bucket, Key = key, UploadId = upload }, cancellationToken));

    public Task CopyAsync(string from, string to, CancellationToken cancellationToken) => GuardAsync("copy", () => _client.CopyObjectAsync(
        new CopyObjectRequest { SourceBucket = _address.Bucket, SourceKey = from, DestinationBucket = _address.Bucket, DestinationKey = to }, cancellationToken));

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        GuardAsync("delete", () => _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _address.Bucket, Key = key }, cancellationToken));

    public Task<ListObjectsV2Response> ListAsync(string prefix, string? after, CancellationToken cancellationToken) => GuardAsync("list", () =>
        _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _address.Bucket, Prefix = prefix, ContinuationToken = after }, cancellationToken));

    public void Dispose() => _client.Dispose();

    /// <summary>The exception to give instead, or null when it is none of the service's or the network's.</summary>
    public IOException? Wrap(Exception exception, string verb) => exception switch
    {
        AmazonServiceException service => new IOException($"Could not {verb} content at {_address}: the server answered {(int)service.StatusCode} {service.ErrorCode}."),
        AmazonClientException => new IOException($"Could not {verb} content at {_address}: the server cannot be reached or its answer is broken."),
        HttpRequestException http => new IOException($"Could not {verb} content at {_address}: the connection failed ({http.HttpRequestError})."),
        IOException => new IOException($"Could not {verb} content at {_address}: the connection broke."),
        _ => null,
    };

    private async Task<T> GuardAsync<T>(string verb, Func<Task<T>> call)
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
            throw new InvalidInputException("artifacts.credentials", "There are no credentials for the artifact store.", "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN when there is one).");
        var token = Environment.GetEnvironmentVariable("AWS_SESSION_TOKEN");
        return string.IsNullOrEmpty(token) ? new BasicAWSCredentials(key, secret) : new SessionAWSCredentials(key, secret, token);
    }
}
