using Gyre.Datasets;
using Gyre.Pipelines.Running;
using Gyre.Storage;
using Gyre.Testing;
using Gyre.Testing.Datasets;

namespace Gyre.Pipelines.Tests.Engines;

public sealed class CatalogDatasetsTests : DatasetPlaceConformance
{
    private readonly StorageOptions _storage = new() { Home = Directory.CreateTempSubdirectory("gyre-home-").FullName };
    private IStore _store = null!;
    private IBlobStore _blobs = null!;

    protected override async Task<IDatasetPlace> OpenPlaceAsync()
    {
        _store = await GyreStore.OpenAsync(_storage, [.. Engine.Migrations, .. DatasetService.Migrations], TimeProvider.System, Cancel);
        _blobs = await GyreStore.OpenBlobsAsync(_storage, TimeProvider.System, Cancel);
        return new CatalogDatasets(_store, _blobs, "p", Clock);
    }

    protected override async Task DamageAsync(DatasetFile file, byte[] content)
    {
        var path = GyreStore.PlaceOf(_storage, file.Digest);
        File.Delete(path);
        await File.WriteAllBytesAsync(path, content, Cancel);
    }

    [Fact]
    public async Task What_is_pushed_is_a_version_of_the_catalog_of_its_project()
    {
        await PushAsync("v1");
        var version = (await new DatasetService(_store.Database).FindVersionAsync("p", "sample", "latest", Cancel)).ShouldNotBeNull();
        version.Files.Length.ShouldBe(10);
        version.Origin!.Kind.ShouldBe("push");
        (await new DatasetRepository(new CatalogDatasets(_store, _blobs, "other", Clock), Clock).ListAsync(Cancel)).ShouldBeEmpty();
    }

    /// <summary>A run keeps its files with the end of its node run; here the ledgers stand for it.</summary>
    [Fact]
    public async Task A_version_that_was_not_pushed_has_a_digest_and_is_pulled()
    {
        var blob = await _blobs.PutAsync(new MemoryStream("rows"u8.ToArray()), Cancel);
        var id = Guid.Parse("6018366c-f658-47a7-9ed3-000000000001");
        await _store.Database.WriteAsync(
            session =>
            {
                CatalogLedger.Add(session, new CatalogFile
                {
                    Id = id,
                    Project = "p",
                    Path = "out/rows.csv",
                    Digest = blob.Digest,
                    SizeInBytes = 4,
                    CreatedAt = Clock.GetUtcNow(),
                });
                DatasetLedger.Add(session, new DatasetVersion
                {
                    Id = DatasetVersion.IdOf("p", "sample", "1"),
                    Project = "p",
                    Dataset = "sample",
                    Version = "1",
                    CreatedAt = Clock.GetUtcNow(),
                    Files = [id],
                });
                return true;
            },
            Cancel);
        (await Repository.VersionsAsync("sample", Cancel)).ShouldHaveSingleItem().Digest.ShouldBe(
            DatasetManifest.DigestOf([new DatasetFile("out/rows.csv", 4, blob.Digest)]));
        await PullAsync("1");
        DatasetSample.FilesOf(Sample.Beside("out")).ShouldBe(new Dictionary<string, string> { ["out/rows.csv"] = "rows" });
    }

    [Fact]
    public async Task Old_versions_go_unless_they_are_the_newest_tagged_or_needed()
    {
        foreach (var version in (string[])["v1", "v2", "v3", "v4"])
        {
            await PushAsync(version);
            ((ManualClock)Clock).Advance(TimeSpan.FromMinutes(1));
            Sample.WriteExamples(row => row + version[1]);
        }
        await Repository.TagAsync("sample", "v2", "stable", Cancel);
        await Repository.SelectAsync(
            "sample", "v3", DocumentQueries.Parse("""{"y": "a"}"""u8), new SelectOptions { Dataset = "part" }, Cancel);
        var rule = new ExpiringVersions(_store.Database);
        var before = Clock.GetUtcNow().AddDays(1);
        (await rule.RemoveAsync(before, dryRun: true, Cancel)).Count.ShouldBe(1);
        (await rule.RemoveAsync(Clock.GetUtcNow().AddHours(-1), dryRun: false, Cancel)).Count.ShouldBe(0);
        var done = await rule.RemoveAsync(before, dryRun: false, Cancel);
        (done.Count, done.Kept).ShouldBe((1, 4));
        var left = await Repository.VersionsAsync("sample", Cancel);
        left.Select(static version => version.Version).ShouldBe(["v4", "v3", "v2"]);
        foreach (var version in left)
            await Repository.PullAsync("sample", version.Version, Sample.Beside(version.Version), null, Cancel);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _blobs?.Dispose();
        if (_store is not null)
            await _store.DisposeAsync();
        Directory.Delete(_storage.Home, recursive: true);
        GC.SuppressFinalize(this);
    }
}
