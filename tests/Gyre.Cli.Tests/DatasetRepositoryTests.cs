using Gyre.Testing.Datasets;

namespace Gyre.Cli.Tests;

/// <summary>The commands that push to and pull from repositories; what repositories do is tested where they are.</summary>
public sealed class DatasetRepositoryTests : IDisposable
{
    private readonly DatasetSample _sample = new();
    private readonly TestHost _host = new();

    [Fact]
    public async Task A_folder_goes_to_the_home_and_comes_back()
    {
        (await RunAsync("push", _sample.Folder, "--version", "v1", "--tag", "stable")).ShouldBe(CliExitCodes.Done);
        _host.Out.ShouldStartWith("dataset://sample/v1  (6 examples, 10 files, ");
        (await RunAsync("push", _sample.Folder, "--format", "json")).ShouldBe(CliExitCodes.Done);
        _host.Json.GetProperty("new").GetBoolean().ShouldBeFalse();
        var version = _host.Json.GetProperty("version");
        version.EnumerateObject().Select(static property => property.Name).ShouldBe(
        [
            "dataset", "version", "digest", "createdAt", "description", "examples", "files", "sizeBytes", "elements", "splits", "tags",
            "source", "uri",
        ]);
        version.GetProperty("tags")[0].GetString().ShouldBe("stable");
        (await RunAsync("pull", "sample/stable", "out")).ShouldBe(CliExitCodes.Done);
        DatasetSample.FilesOf(Path.Join(_host.Folder, "out")).ShouldBe(DatasetSample.FilesOf(_sample.Folder), ignoreOrder: true);
        (await RunAsync("pull", "dataset://sample/v1", "out", "--format", "json")).ShouldBe(CliExitCodes.Done);
        _host.Json.GetProperty("changed").GetBoolean().ShouldBeFalse();
        (await RunAsync("list")).ShouldBe(CliExitCodes.Done);
        _host.Out.ShouldContain("sample");
        (await RunAsync("versions", "sample", "--format", "json")).ShouldBe(CliExitCodes.Done);
        _host.Json.GetProperty("versions").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Versions_are_compared_and_tagged()
    {
        await RunAsync("push", _sample.Folder, "--version", "v1");
        _sample.WriteExamples(static row => row + 1).Write("files/img/0.png", "new");
        (await RunAsync("push", _sample.Folder, "--version", "v1")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("error dataset.version.taken");
        await RunAsync("push", _sample.Folder, "--version", "v2");
        (await RunAsync("diff", "sample/v1", "sample/v2")).ShouldBe(CliExitCodes.Done);
        _host.Out.ShouldBe(
            "~ examples.csv\n~ files/img/0.png\nfiles: 0 added, 0 removed, 2 changed\nexamples: 0 added, 0 removed, 6 changed\n"
                .ReplaceLineEndings());
        (await RunAsync("diff", "sample/v1", "sample/v2", "--format", "json")).ShouldBe(CliExitCodes.Done);
        _host.Json.GetProperty("examples").GetProperty("changedIds").GetArrayLength().ShouldBe(6);
        (await RunAsync("tag", "sample", "v1", "stable")).ShouldBe(CliExitCodes.Done);
        (await RunAsync("tag", "sample", "stable", "--delete")).ShouldBe(CliExitCodes.Done);
        (await RunAsync("tag", "sample", "stable", "--delete")).ShouldBe(CliExitCodes.BadInput);
        (await RunAsync("tag", "sample", "v1")).ShouldBe(CliExitCodes.BadInput);
        (await RunAsync("tag", "sample", "v1", "x", "--delete")).ShouldBe(CliExitCodes.BadInput);
    }

    [Fact]
    public async Task A_version_is_profiled_queried_and_removed_by_its_name()
    {
        await RunAsync("push", _sample.Folder, "--version", "v1");
        (await RunAsync("profile", "sample@v1", "--format", "json")).ShouldBe(CliExitCodes.Done);
        _host.Json.GetProperty("examples").GetInt32().ShouldBe(6);
        (await RunAsync("preview", "dataset://sample/v1", "--rows", "2", "--format", "json")).ShouldBe(CliExitCodes.Done);
        _host.Json.GetProperty("rows").GetArrayLength().ShouldBe(2);
        _host.Write("filter.json", """{"y": "a"}""");
        (await RunAsync("query", "sample", "--filter", "filter.json", "--format", "json")).ShouldBe(CliExitCodes.Done);
        _host.Json.GetProperty("total").GetInt32().ShouldBe(3);
        (await RunAsync("query", "sample@v1", "--filter", "filter.json", "--explain", DatasetSample.Id(1))).ShouldBe(CliExitCodes.Done);
        _host.Out.ShouldContain("y");
        (await RunAsync("query", "sample@v1", "--filter", "filter.json", "--save-as", "as@small", "--format", "json"))
            .ShouldBe(CliExitCodes.Done);
        _host.Json.GetProperty("matches").GetInt32().ShouldBe(3);
        _host.Json.GetProperty("version").GetProperty("source").GetProperty("uri").GetString().ShouldBe("dataset://sample/v1");
        (await RunAsync("drift", "sample@v1", "as@small", "--format", "json")).ShouldBe(CliExitCodes.Done);
        _host.Json.GetProperty("columns").GetArrayLength().ShouldBe(3);
        (await RunAsync("query", "sample@v1", "--filter", "filter.json", "--save-split", "ab")).ShouldBe(CliExitCodes.Done);
        _host.Out.ShouldContain("(3 examples for training, 3 for testing)");
        (await RunAsync("query", _sample.Folder, "--filter", "filter.json", "--save-as", "x")).ShouldBe(CliExitCodes.BadInput);
        (await RunAsync("query", _sample.Folder, "--filter", "filter.json", "--into", _sample.Folder)).ShouldBe(CliExitCodes.BadInput);
        (await RunAsync("remove", "sample@v1")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("of dataset 'as' was made of it");
        (await RunAsync("remove", "sample@v1", "--dry-run")).ShouldBe(CliExitCodes.Done);
        _host.Out.ShouldStartWith("Would refuse to remove");
        (await RunAsync("remove", "sample@v1", "--force")).ShouldBe(CliExitCodes.Done);
        (await RunAsync("profile", "sample@v1")).ShouldBe(CliExitCodes.BadInput);
    }

    [Fact]
    public async Task An_import_is_pushed()
    {
        _host.Write("flowers.csv", "x,y\n1,a\n2,b\n");
        (await RunAsync("import", "flowers.csv", "--output", "y", "--push")).ShouldBe(CliExitCodes.Done);
        _host.Out.ShouldStartWith("dataset://flowers/");
        (await RunAsync("import", "flowers.csv", "--push", "--dry-run")).ShouldBe(CliExitCodes.BadInput);
        (await RunAsync("profile", "flowers")).ShouldBe(CliExitCodes.Done);
    }

    [Fact]
    public async Task An_invalid_folder_is_refused_before_anything_is_stored()
    {
        _sample.Write("files/img/lost.png", "");
        (await RunAsync("push", _sample.Folder)).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("error dataset.file.unreferenced");
        (await RunAsync("list")).ShouldBe(CliExitCodes.Done);
        _host.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_environment_takes_its_place_from_its_file_or_its_variables()
    {
        (await RunAsync("push", _sample.Folder, "-e", "staging")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain(
            "Missing environment variables: OCTOPUSCL_AWS_S3_BUCKET_S, OCTOPUSCL_AWS_S3_DATASETS_DIR, AWS_ACCESS_KEY_ID, "
                + "AWS_SECRET_ACCESS_KEY");
        _host.Write("gyre.staging.json", """{"datasets": "shared", "tracking": "http://127.0.0.1:5000"}""");
        (await RunAsync("push", _sample.Folder, "-e", "staging")).ShouldBe(CliExitCodes.Done);
        Directory.Exists(Path.Join(_host.Folder, "shared", "sample", ".gyre", "versions")).ShouldBeTrue();
        Directory.Exists(Path.Join(_host.Folder, ".gyre")).ShouldBeFalse();
        _host.Write("gyre.staging.json", """{"dataset": "shared"}""");
        (await RunAsync("list", "-e", "staging")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("gyre.staging.json: error environment.key: The key is not known. (at dataset)");
        (await RunAsync("list", "-e", "test")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("Use development, staging or production.");
    }

    [Fact]
    public async Task The_manager_knows_the_options_of_the_anchor()
    {
        _host.Write("gyre.production.json", """{"datasets": "shared"}""");
        (await ManageAsync("upload", "-l", _sample.Folder, "-d", "other")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("error dataset.push.other");
        (await ManageAsync("upload", "-l", _sample.Folder, "-d", "sample")).ShouldBe(CliExitCodes.Done);
        (await ManageAsync("download", "-l", "out", "-d", "sample", "-r", "files/img/")).ShouldBe(CliExitCodes.Done);
        DatasetSample.FilesOf(Path.Join(_host.Folder, "out")).Count.ShouldBe(6);
        (await ManageAsync("download", "-l", "all", "-d", "sample", "-r", "/")).ShouldBe(CliExitCodes.Done);
        DatasetSample.FilesOf(Path.Join(_host.Folder, "all")).ShouldBe(DatasetSample.FilesOf(_sample.Folder), ignoreOrder: true);
        (await ManageAsync("download", "-l", "none")).ShouldBe(CliExitCodes.BadInput);
        (await ManageAsync("move", "-l", "none")).ShouldBe(CliExitCodes.BadInput);
    }

    public void Dispose()
    {
        _host.Dispose();
        _sample.Dispose();
    }

    private Task<int> ManageAsync(string action, params string[] arguments) =>
        RunAsync(["manager", "-e", "production", "-a", action, .. arguments]);

    private Task<int> RunAsync(params string[] arguments) => _host.RunAsync(["dataset", .. arguments]);
}
