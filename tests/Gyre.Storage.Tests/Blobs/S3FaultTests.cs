using Gyre.Core;
using Gyre.Testing;
using Gyre.Testing.Storage;

namespace Gyre.Storage.Tests.Blobs;

public sealed class S3FaultTests : IAsyncLifetime
{
    private const string Unavailable = "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private static readonly byte[] Content = Enumerable.Range(0, 500_000).Select(i => (byte)(i * 31 % 251)).ToArray();
    private readonly string _home = Directory.CreateTempSubdirectory("gyre-s3-faults-").FullName;
    private UnreliableLine? _line;
    private IBlobStore? _direct;
    private IBlobStore? _unreliable;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private UnreliableLine Line => _line!;

    private IBlobStore Direct => _direct!;

    private IBlobStore Unreliable => _unreliable!;

    public async ValueTask InitializeAsync()
    {
        var options = await Places.NewS3Async();
        Directory.Delete(options.Home);
        var server = (await S3Server.SharedAsync())!;
        _line = new UnreliableLine(server.Endpoint);
        _direct = await GyreStore.OpenBlobsAsync(options, new ManualClock(), Cancel);
        var through = server.Through(options.Artifacts!, _line);
        _unreliable = await GyreStore.OpenBlobsAsync(options with { Artifacts = through }, new ManualClock(), Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        _direct?.Dispose();
        _unreliable?.Dispose();
        if (_line is not null)
            await _line.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task A_body_that_is_cut_is_read_on_from_where_it_was()
    {
        var blob = await Direct.PutAsync(new MemoryStream(Content), Cancel);
        Line.CutAfter = number => number <= 2 ? 200_000 : null;
        var path = Path.Join(_home, "copy");
        await Unreliable.CopyToFileAsync(blob.Digest, path, Cancel);
        (await File.ReadAllBytesAsync(path, Cancel)).AsSpan().SequenceEqual(Content).ShouldBeTrue();
        Line.Connections.ShouldBe(3);
    }

    [Fact]
    public async Task A_body_that_is_cut_again_and_again_is_an_error_and_never_a_short_content()
    {
        var blob = await Direct.PutAsync(new MemoryStream(Content), Cancel);
        Line.CutAfter = _ => 1_000;
        var path = Path.Join(_home, "copy");
        await Should.ThrowAsync<IOException>(() => Unreliable.CopyToFileAsync(blob.Digest, path, Cancel));
        File.Exists(path).ShouldBeFalse();
        Line.Connections.ShouldBeLessThan(40);
        (await Direct.VerifyAsync(blob.Digest, Cancel)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_wrong_body_under_a_right_answer_is_not_accepted_and_good_content_is_not_set_aside_for_it()
    {
        var blob = await Direct.PutAsync(new MemoryStream(Content), Cancel);
        Line.Instead = number => number == 1 ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello" : null;
        await Should.ThrowAsync<IOException>(() => Unreliable.VerifyAsync(blob.Digest, Cancel));
        (await Unreliable.VerifyAsync(blob.Digest, Cancel)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_server_that_is_busy_for_a_moment_is_asked_again()
    {
        Line.Instead = number => number == 1 ? Unavailable : null;
        var blob = await Unreliable.PutAsync(new MemoryStream(Content), Cancel);
        blob.Digest.ShouldBe(Digest.Of(Content));
        (await Direct.VerifyAsync(blob.Digest, Cancel)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_put_that_was_answered_but_stored_nothing_is_not_believed()
    {
        const string NoMarks = "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>";
        // The store looks (missing); then, some times: it puts (a lie), looks for marks of collectors (none) and looks again (missing).
        Line.Instead = number => (number % 3) switch
        {
            2 => "HTTP/1.1 200 OK\r\nETag: \"0\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            0 => $"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: {NoMarks.Length}\r\nConnection: close\r\n\r\n{NoMarks}",
            _ => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        };
        (await Should.ThrowAsync<IOException>(() => Unreliable.PutAsync(new MemoryStream(Content), Cancel)))
            .Message.ShouldContain("did not store all of it");
    }

    [Fact]
    public async Task An_error_shows_neither_credentials_nor_the_servers_words()
    {
        Line.Instead = _ => "HTTP/1.1 403 Forbidden\r\nContent-Type: application/xml\r\nConnection: close\r\n\r\n<Error><Code>Denied</Code><Message>marked-secret</Message></Error>";
        var failure = await Should.ThrowAsync<IOException>(() => Unreliable.PutAsync(new MemoryStream(Content), Cancel));
        failure.ToString().ShouldNotContain("marked-secret");
        failure.ToString().ShouldNotContain("testing");
        failure.Message.ShouldContain("403");
    }
}
