using System.Text;
using Gyre.Core;
using Gyre.Datasets.Objects;
using Gyre.Datasets.Repositories;
using Gyre.Testing.Datasets;
using Gyre.Testing.Storage;

namespace Gyre.Datasets.Tests.Repositories;

/// <summary>What places of objects promise beyond homes: layout, plain datasets, and nothing sent twice.</summary>
public abstract class ObjectPlaceTests : DatasetPlaceConformance
{
    private protected abstract IObjectFolder Objects { get; }

    protected override Task DamageAsync(DatasetFile file, byte[] content) =>
        Objects.PutAsync($"sample/.gyre/blobs/{file.Digest.Hex}", content, Cancel);

    [Fact]
    public async Task Only_what_is_not_there_is_sent()
    {
        (await PushAsync("v1")).SentFiles.ShouldBe(10);
        Sample.WriteExamples(static row => row + 1);
        (await PushAsync("v2")).SentFiles.ShouldBe(1);
        (await Objects.ListAsync("sample/.gyre/", 100, Cancel)).Count.ShouldBe(15);
    }

    [Fact]
    public async Task A_dataset_without_versions_is_listed_and_pulled()
    {
        foreach (var (path, text) in DatasetSample.FilesOf(Sample.Folder))
            await Objects.PutAsync($"sample/{path}", Encoding.UTF8.GetBytes(text), Cancel);
        await Objects.PutAsync("other/readme.txt", "no dataset"u8.ToArray(), Cancel);
        var version = (await Repository.ListAsync(Cancel)).ShouldHaveSingleItem();
        (version.IsPlain, version.FileCount, version.Dataset).ShouldBe((true, 10, "sample"));
        await PullAsync("latest");
        DatasetSample.FilesOf(Sample.Beside("out")).ShouldBe(DatasetSample.FilesOf(Sample.Folder), ignoreOrder: true);
        await RefusedAsync("dataset.tag.plain", () => Repository.TagAsync("sample", "latest", "stable", Cancel));
        await PushAsync("v1");
        (await Repository.GetAsync("sample", "latest", Cancel)).Version.Version.ShouldBe("v1");
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("files/../../x")]
    [InlineData("C:/x")]
    [InlineData("a//b")]
    [InlineData("files/con.txt")]
    public async Task A_manifest_that_names_files_elsewhere_is_refused_and_nothing_is_written(string path)
    {
        var content = "evil"u8.ToArray();
        var file = new DatasetFile(path, content.Length, Digest.Of(content));
        await Objects.PutAsync($"sample/.gyre/blobs/{file.Digest.Hex}", content, Cancel);
        var version = new RepositoryVersion
        {
            Dataset = "sample",
            Version = "v",
            Digest = DatasetManifest.DigestOf([file]),
            CreatedAt = Clock.GetUtcNow(),
        };
        await Objects.PutAsync("sample/.gyre/versions/v.json", ManifestText.Write(new DatasetManifest(version, [file])), Cancel);
        await RefusedAsync("dataset.manifest", () => PullAsync("v"));
        Directory.Exists(Sample.Beside("out")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"version": "../../v"}""")]
    [InlineData("""{"version": 1}""")]
    [InlineData("""{"version": null}""")]
    [InlineData("[[[[[[[[[[[[[[[[")]
    [InlineData("")]
    public async Task A_tag_that_is_none_points_nowhere(string text)
    {
        await PushAsync("v1");
        await Objects.PutAsync("sample/.gyre/tags/t.json", Encoding.UTF8.GetBytes(text), Cancel);
        await RefusedAsync("dataset.version.unknown", () => Repository.GetAsync("sample", "t", Cancel));
        (await Repository.VersionsAsync("sample", Cancel)).ShouldHaveSingleItem().Tags.ShouldBeEmpty();
    }
}

public sealed class SharedFolderTests : ObjectPlaceTests
{
    private readonly string _root = Directory.CreateTempSubdirectory("gyre-shared-").FullName;

    private protected override IObjectFolder Objects => new SharedFolder(_root, TimeProvider.System);

    protected override Task<IDatasetPlace> OpenPlaceAsync() => Task.FromResult(DatasetPlaces.Open(_root));

    [Fact]
    public async Task What_killed_writers_left_goes_after_some_days()
    {
        var folder = Directory.CreateDirectory(Path.Join(_root, ".gyre-incoming")).FullName;
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        foreach (var (name, age) in new[] { ("old", 3), ("new", 1) })
        {
            await File.WriteAllTextAsync(Path.Join(folder, name), "half", Cancel);
            File.SetLastWriteTimeUtc(Path.Join(folder, name), now.AddDays(-age));
        }
        await PushAsync("v1");
        Directory.EnumerateFiles(folder).Select(Path.GetFileName).ShouldBe(["new"]);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_root, recursive: true);
        GC.SuppressFinalize(this);
    }
}

public sealed class BucketTests : ObjectPlaceTests
{
    private BucketFolder _objects = null!;

    private protected override IObjectFolder Objects => _objects;

    protected override async Task<IDatasetPlace> OpenPlaceAsync()
    {
        var server = await S3Server.SharedAsync();
        Assert.SkipWhen(server is null, S3Server.MissingReason);
        var address = await server.CreateBucketAsync(Cancel);
        _objects = new BucketFolder(Storage.S3Objects.OpenAt(address));
        return DatasetPlaces.Open(address);
    }

    /// <summary>Sent and fetched in parts.</summary>
    [Fact]
    public async Task A_large_file_goes_and_comes_whole()
    {
        Sample.Write("files/img/0.png", new string('x', (16 << 20) + 100));
        await PushAsync("v1");
        await PullAsync("v1", "files/img/0.png");
        new FileInfo(Path.Join(Sample.Beside("out"), "files/img/0.png")).Length.ShouldBe((16 << 20) + 100);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _objects?.Dispose();
        GC.SuppressFinalize(this);
    }
}
