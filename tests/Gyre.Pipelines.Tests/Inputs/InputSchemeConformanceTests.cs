using System.Net;
using System.Net.Sockets;
using Gyre.Core;
using Gyre.Pipelines.Catalog;
using Gyre.Pipelines.Inputs;
using Gyre.Storage;
using Gyre.Testing.Storage;

namespace Gyre.Pipelines.Tests.Inputs;

public sealed class ProjectPathConformanceTests : InputSchemeConformance
{
    protected override SchemeKind Kind => SchemeKind.Path;

    protected override string Missing => "data/missing.txt";

    protected override IReadOnlyList<string> Prefixes => ["", "data/"];

    private protected override IInputScheme Over(IBlobStore blobs, IDatabase database) => new ProjectPaths(blobs);

    protected override async Task<string> PlaceAsync(byte[] content)
    {
        Directory.CreateDirectory(Path.Join(Folder, "data"));
        await File.WriteAllBytesAsync(Path.Join(Folder, "data", "rows.bin"), content, Cancel);
        return "data/rows.bin";
    }
}

public sealed class DiskPathConformanceTests : InputSchemeConformance
{
    protected override SchemeKind Kind => SchemeKind.Path;

    protected override string Missing => $"file://{Folder}/missing.txt";

    protected override IReadOnlyList<string> Prefixes => ["file://"];

    // A parent of a folder of this machine is a folder of this machine, so '..' is no attack here.
    protected override IReadOnlyList<string> MoreHostile =>
    [
        "file:///a\0b", "file:///a\nb", "file:///" + new string('x', 10_000), $"file://{Folder}", "file:///", "file://elsewhere/etc/passwd",
        "file:///dev/zero",
    ];

    private protected override IInputScheme Over(IBlobStore blobs, IDatabase database) => new ProjectPaths(blobs);

    protected override async Task<string> PlaceAsync(byte[] content)
    {
        var path = Path.Join(Folder, "a b.bin");
        await File.WriteAllBytesAsync(path, content, Cancel);
        return new Uri(path).AbsoluteUri;
    }
}

public abstract class CatalogConformance : InputSchemeConformance
{
    protected override SchemeKind Kind => SchemeKind.Catalog;

    protected override string Missing => "datum://nobody";

    protected override IReadOnlyList<string> Prefixes => ["datum://", "dataset://", "dataset://words/"];

    protected override bool MayEndWhatItBegan => true;

    private protected override IInputScheme Over(IBlobStore blobs, IDatabase database) => new CatalogInputs(database);

    protected override async Task<string> PlaceAsync(byte[] content)
    {
        var blob = await Blobs.PutAsync(new MemoryStream(content), Cancel);
        var row = new CatalogRow
        {
            Id = new Guid(content.Length, 0, 0, new byte[8]),
            Project = Project,
            NodePath = "n",
            Path = "out/rows.bin",
            Digest = blob.Digest,
            SizeInBytes = blob.SizeInBytes,
        };
        await Database.WriteAsync(
            session =>
            {
                CatalogStore.Insert(session, row);
                return 0;
            },
            Cancel);
        return $"datum://{row.Id:D}";
    }
}

public sealed class SqliteCatalogConformanceTests : CatalogConformance;

public sealed class PostgreSqlCatalogConformanceTests : CatalogConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}

public sealed class WebConformanceTests : InputSchemeConformance
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private string _address = "";

    protected override SchemeKind Kind => SchemeKind.Web;

    protected override string Missing => $"{_address}missing";

    protected override IReadOnlyList<string> Prefixes => [_address];

    protected override IReadOnlyList<string> MoreHostile =>
        ["http://", "http:///a", "http://\0", "http://" + new string('x', 70_000), "https://:0", "http://user:secret@/"];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            _address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }
        _listener.Prefixes.Add(_address);
        _listener.Start();
        _ = Task.Run(ServeAsync, Cancel);
    }

    public override async ValueTask DisposeAsync()
    {
        _listener.Close();
        await base.DisposeAsync();
    }

    private protected override IInputScheme Over(IBlobStore blobs, IDatabase database) => new WebInputs(blobs, TimeProvider.System);

    protected override Task<string> PlaceAsync(byte[] content)
    {
        _files["/rows.bin"] = content;
        return Task.FromResult($"{_address}rows.bin");
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var found = _files.TryGetValue(context.Request.Url!.AbsolutePath, out var content);
                context.Response.StatusCode = found ? 200 : 404;
                context.Response.Close(content ?? [], willBlock: false);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The listener was closed, or a client that was cancelled is gone.
            }
        }
    }
}

public sealed class BucketConformanceTests : InputSchemeConformance
{
    private S3Server _server = null!;
    private string _bucket = "";

    protected override SchemeKind Kind => SchemeKind.Bucket;

    protected override string Missing => $"s3://{_bucket}/missing";

    protected override IReadOnlyList<string> Prefixes => ["s3://", $"s3://{_bucket}/"];

    protected override IReadOnlyList<string> MoreHostile =>
        [$"s3://{_bucket}", "s3://no-such-bucket-here/key", "s3://no-such-bucket-here/*", $"s3://{_bucket}/none/*.csv"];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var server = await S3Server.SharedAsync();
        Assert.SkipWhen(server is null, S3Server.MissingReason);
        _server = server;
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_S3", server.Endpoint.ToString());
        _bucket = (await server.CreateBucketAsync(Cancel))["s3://".Length..].Split('/')[0];
    }

    private protected override IInputScheme Over(IBlobStore blobs, IDatabase database) => new BucketInputs(blobs);

    protected override async Task<string> PlaceAsync(byte[] content)
    {
        await _server.OverwriteAsync(_bucket, "raw/rows.bin", content, Cancel);
        return $"s3://{_bucket}/raw/rows.bin";
    }
}
