using System.Net;
using System.Net.Sockets;
using Gyre.Storage.Blobs.S3;
using Gyre.Testing;

namespace Gyre.Storage.Tests.Blobs;

/// <summary>A server that accepts connections and never says anything.</summary>
public sealed class S3BoundTests : IDisposable
{
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);
    private readonly ManualClock _clock = new();

    public S3BoundTests()
    {
        _silent.Start();
        foreach (var name in (string[])["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
        {
            if (Environment.GetEnvironmentVariable(name) is null)
                Environment.SetEnvironmentVariable(name, "testing");
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _silent.Dispose();

    [Fact]
    public async Task Nobody_waits_for_it_for_long()
    {
        var endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)_silent.LocalEndpoint).Port}");
        using var store = new S3BlobStore(new S3Address("bucket", "", endpoint, "us-east-1"), _clock);
        using var content = new MemoryStream([1, 2, 3]);
        var put = store.PutAsync(content, Cancel);
        await Patience.UntilAsync(
            () =>
            {
                _clock.Advance(S3Calls.Bound / 4);
                return put.IsCompleted;
            },
            Cancel,
            "the store is given up");
        (await Should.ThrowAsync<ArtifactsUnavailableException>(() => put)).Message.ShouldContain("did not respond in time");
    }

    [Fact]
    public async Task Who_gives_up_first_is_not_told_of_the_server()
    {
        var endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)_silent.LocalEndpoint).Port}");
        using var store = new S3BlobStore(new S3Address("bucket", "", endpoint, "us-east-1"), _clock);
        using var content = new MemoryStream([1, 2, 3]);
        using var mine = new CancellationTokenSource();
        var put = store.PutAsync(content, mine.Token);
        await mine.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => put);
    }
}
