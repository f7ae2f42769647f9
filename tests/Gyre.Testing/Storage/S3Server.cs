using System.Globalization;
using Amazon.S3;
using Amazon.S3.Model;

namespace Gyre.Testing.Storage;

/// <summary>An S3-compatible server of this test process, on loopback and a free port.</summary>
public sealed class S3Server : IAsyncDisposable
{
    private static readonly Lazy<Task<S3Server?>> Shared = new(() => TryStartAsync(CancellationToken.None));
    private readonly TestServer _server;
    private int _buckets;

    private S3Server(TestServer server, Uri endpoint)
    {
        _server = server;
        Endpoint = endpoint;
    }

    /// <summary>Why there is none.</summary>
    public const string MissingReason = "moto_server is not on the search path (pip install 'moto[server]')";

    /// <summary>Where it answers.</summary>
    public Uri Endpoint { get; }

    /// <summary>The one that all tests of this process share; null when the program is not installed. It ends with the process.</summary>
    public static Task<S3Server?> SharedAsync() => Shared.Value;

    /// <summary>Starts one; null when the program is not installed.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<S3Server?> TryStartAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || TestServer.FindProgram("moto_server") is not { } program)
            return null;
        UseAnyCredentials();
        var (server, port) = await TestServer.StartAtFreePortAsync(port => TestServer.StartAsync(
            Directory.CreateTempSubdirectory("gyre-s3-").FullName, "KILL", "Running on", [program, "-H", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)], cancellationToken));
        return new S3Server(server, new Uri($"http://127.0.0.1:{port}"));
    }

    /// <summary>The same address by way of a line that can be cut.</summary>
    /// <param name="address">As <see cref="CreateBucketAsync"/> gave it.</param>
    /// <param name="line">Leads to this server.</param>
    public string Through(string address, UnreliableLine line) =>
        address.Replace(Uri.EscapeDataString(Endpoint.ToString()), Uri.EscapeDataString(line.Endpoint.ToString()), StringComparison.Ordinal);

    /// <summary>Creates an empty bucket and gives an address in it, as <c>--artifacts</c> takes it. The server accepts any credentials.</summary>
    public async Task<string> CreateBucketAsync(CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"bucket{Interlocked.Increment(ref _buckets)}");
        using var client = new HttpClient();
        using var answer = await client.PutAsync(new Uri(Endpoint, $"/{name}"), null, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return $"s3://{name}/some/prefix?endpoint={Uri.EscapeDataString(Endpoint.ToString())}&region=us-east-1";
    }

    /// <summary>Puts an object in place behind the store's back.</summary>
    public async Task OverwriteAsync(string bucket, string key, byte[] content, CancellationToken cancellationToken)
    {
        using var client = new AmazonS3Client("testing", "testing", new AmazonS3Config { ServiceURL = Endpoint.ToString(), ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        using var body = new MemoryStream(content);
        await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, InputStream = body }, cancellationToken);
    }

    /// <summary>Removes an object behind the store's back.</summary>
    public async Task RemoveAsync(string bucket, string key, CancellationToken cancellationToken)
    {
        using var client = new AmazonS3Client("testing", "testing", new AmazonS3Config { ServiceURL = Endpoint.ToString(), ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        await client.DeleteObjectAsync(bucket, key, cancellationToken);
    }

    private static void UseAnyCredentials()
    {
        foreach (var name in (string[])["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
        {
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
                Environment.SetEnvironmentVariable(name, "testing");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
