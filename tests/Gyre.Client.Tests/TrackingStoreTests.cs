using System.Security.Cryptography;
using Gyre.Client.Formats.Mlflow.Folder;
using Gyre.Client.Formats.Mlflow.Rest;
using Gyre.Client.Http;
using Gyre.Client.Tests.Fakes;
using Gyre.Core;

namespace Gyre.Client.Tests;

public sealed class FolderStoreConformanceTests : TrackingStoreConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FolderStoreConformanceTests() => Store = new FolderStore(_folder.Path, TimeProvider.System, IdSource.FromClock(TimeProvider.System));

    private protected override ITrackingStore Store { get; }

    public void Dispose() => _folder.Dispose();

    private protected override string Snapshot() => string.Join('\n', Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(path => $"{Path.GetRelativePath(_folder.Path, path)} {(File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : "")}"));
}

public sealed class RestStoreConformanceTests : TrackingStoreConformance, IDisposable
{
    private readonly FakeServer _server = new();
    private readonly HttpClient _http;

    public RestStoreConformanceTests()
    {
        _http = new HttpClient(_server) { Timeout = Timeout.InfiniteTimeSpan };
        var ids = IdSource.FromClock(TimeProvider.System);
        var address = RestAddress.Read(new Uri(FakeServer.Address), _ => null);
        Store = new RestStore(new RestClient(new RetryingHttp(_http, new RetryOptions { RequestTimeout = SkippingClock.Never }, new SkippingClock()), address, ids), () => null);
    }

    private protected override ITrackingStore Store { get; }

    public void Dispose() => _http.Dispose();

    private protected override string Snapshot() => string.Join('\n', [
        .. _server.Experiments.Select(pair => $"experiment {pair}"), .. _server.ExperimentTags.Select(pair => $"tag {pair}"), .. _server.Deleted,
        .. _server.Runs.Select(pair => $"run {pair.Value.ToJson().ToJsonString()} {string.Join(',', pair.Value.Inputs)} {pair.Value.Metrics.Count}"),
        .. _server.Artifacts.Select(pair => $"file {pair.Key} {Convert.ToHexString(SHA256.HashData(pair.Value))}"), .. _server.Models.Select(pair => $"model {pair}")]);
}
