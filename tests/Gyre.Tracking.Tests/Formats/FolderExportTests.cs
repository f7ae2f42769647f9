using Gyre.Core;
using Gyre.Tracking.Formats.Mlflow;

namespace Gyre.Tracking.Tests.Formats;

public sealed class FolderExportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_reads_as_what_was_given()
    {
        using var here = new TemporaryFolder();
        var sample = new SampleStore();
        var report = await FolderExport.WriteAsync(sample, here.At("out"), new FolderExportOptions { ArtifactRoot = "mlflow-artifacts:" }, Token);
        await using var store = ForeignStores.Open(here.At("out"), new ForeignStoreOptions());
        (await StoreText.AllAsync(store)).ShouldBe(await StoreText.AllAsync(sample));
        store.Remarks.Kept.ShouldBeEmpty();
        (report.Experiments, report.Runs, report.Points, report.Files, report.LoggedModels, report.ModelVersions).ShouldBe((3, 3, 12_007, 4, 1, 2));
    }

    [Fact]
    public async Task Locations_lead_to_the_written_folder()
    {
        using var here = new TemporaryFolder();
        await FolderExport.WriteAsync(new SampleStore(), here.At("o ut"), new FolderExportOptions(), Token);
        var root = new Uri(here.At("o ut")).AbsoluteUri;
        (await File.ReadAllTextAsync(here.At($"o ut/12/{SampleStore.RunId}/meta.yaml"), Token)).ShouldContain($"artifact_uri: {root}/12/{SampleStore.RunId}/artifacts\n");
        (await File.ReadAllTextAsync(here.At("o ut/models/classifier one/version-1/meta.yaml"), Token)).ShouldContain($"\nsource: {root}/12/{SampleStore.RunId}/artifacts/m\n");
        (await File.ReadAllTextAsync(here.At("o ut/models/classifier one/version-3/meta.yaml"), Token)).ShouldContain($"\nsource: models:/{SampleStore.ModelId}\n");
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_refused_and_stays()
    {
        using var here = new TemporaryFolder();
        here.Write("out/x", "1");
        await Should.ThrowAsync<InvalidInputException>(() => FolderExport.WriteAsync(new SampleStore(), here.At("out"), new FolderExportOptions(), Token));
        Directory.GetFileSystemEntries(here.At("out")).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("../../escape")]
    [InlineData("/etc/x")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("nul\0")]
    public async Task A_key_that_would_lead_out_becomes_a_remark(string key)
    {
        using var here = new TemporaryFolder();
        var sample = new SampleStore();
        sample.Runs[1] = sample.Runs[1] with { Params = SampleStore.Map((key, "1"), ("good", "2")) };
        var report = await FolderExport.WriteAsync(sample, here.At("in/out"), new FolderExportOptions(), Token);
        report.Remarks.Kept.ShouldHaveSingleItem().Reason.ShouldContain("is not a valid file name");
        Directory.GetFileSystemEntries(here.Path).ShouldBe([here.At("in")]);
        Directory.GetFiles(here.At($"in/out/12/{sample.Runs[1].Id}/params")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Keys_that_would_be_file_and_folder_at_once_become_a_remark()
    {
        using var here = new TemporaryFolder();
        var sample = new SampleStore();
        sample.Runs[1] = sample.Runs[1] with { Tags = new Dictionary<string, string> { ["a"] = "1", ["a/b"] = "2", ["c/d"] = "3", ["c"] = "4" } };
        var report = await FolderExport.WriteAsync(sample, here.At("out"), new FolderExportOptions(), Token);
        report.Remarks.Count.ShouldBe(2);
        File.ReadAllText(here.At($"out/12/{sample.Runs[1].Id}/tags/a")).ShouldBe("1");
        File.ReadAllText(here.At($"out/12/{sample.Runs[1].Id}/tags/c/d")).ShouldBe("3");
    }
}
