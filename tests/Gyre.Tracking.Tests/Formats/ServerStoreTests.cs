using System.Net;
using System.Text.Json.Nodes;
using Gyre.Core;
using Gyre.Tracking.Formats.Mlflow;

namespace Gyre.Tracking.Tests.Formats;

public sealed class ServerStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_reads_page_by_page_as_what_it_holds()
    {
        var sample = new SampleStore();
        await using var store = Open(new SampleServer(sample));
        var read = await StoreText.AllAsync(store);
        // The protocol tells neither when a run was deleted, nor where a source leads in the store.
        sample.Runs[0] = sample.Runs[0] with { DeletedAt = null };
        sample.Versions[1] = sample.Versions[1] with { StorageLocation = sample.Versions[1].Source };
        read.ShouldBe(await StoreText.AllAsync(sample));
        store.Remarks.Kept.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_lacks_newer_lists_gives_the_rest()
    {
        var server = new SampleServer(new SampleStore()) { Instead = { ["logged-models/search"] = () => new HttpResponseMessage(HttpStatusCode.NotFound) } };
        var target = new MemoryTarget();
        var report = await new Importer(Open(server), target).RunAsync(Token);
        target.Runs.Count.ShouldBe(3);
        target.Models.ShouldBeEmpty();
        report.Remarks.Kept.ShouldAllBe(remark => remark.Place == "logged-models/search");
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "import.server-refuses")]
    [InlineData(HttpStatusCode.NotFound, "import.not-a-server")]
    public async Task A_server_that_refuses_the_first_call_is_refused(HttpStatusCode status, string code)
    {
        var server = new SampleServer(new SampleStore()) { Instead = { ["experiments/search"] = () => new HttpResponseMessage(status) } };
        var refusal = await Should.ThrowAsync<InvalidInputException>(() => new Importer(Open(server), new MemoryTarget()).RunAsync(Token));
        refusal.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_page_that_comes_again_and_again_ends_with_a_remark()
    {
        var server = new SampleServer(new SampleStore()) { Instead = { ["runs/search"] = () => SampleServer.Json(new JsonObject { ["next_page_token"] = "same" }) } };
        var report = await new Importer(Open(server), new MemoryTarget()).RunAsync(Token);
        report.Remarks.Kept.ShouldContain(remark => remark.Reason.Contains("repeatedly", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b")]
    [InlineData("deep/name")]
    [InlineData("")]
    public async Task Names_of_files_that_lead_elsewhere_become_remarks(string path)
    {
        var listing = new JsonObject { ["files"] = new JsonArray(new JsonObject { ["path"] = path, ["is_dir"] = path == "a", ["file_size"] = 1 }) };
        var server = new SampleServer(new SampleStore()) { Instead = { ["artifacts/list"] = () => SampleServer.Json(listing.DeepClone()) } };
        var target = new MemoryTarget();
        var report = await new Importer(Open(server), target).RunAsync(Token);
        target.Runs.Values.Sum(run => run.Files.Count).ShouldBe(0);
        report.Remarks.Kept.Count(remark => remark.Place.StartsWith("artifacts/", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("[]")]
    [InlineData("{\"runs\": [1, null, {\"info\": 3}, {\"info\": {\"run_id\": \"../x\"}}, {\"info\": {\"run_id\": \"a\", \"status\": \"DANCING\"}}]}")]
    public async Task Answers_of_any_kind_are_read_or_become_remarks(string answer)
    {
        var server = new SampleServer(new SampleStore()) { Instead = { ["runs/search"] = () => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer) } } };
        var target = new MemoryTarget();
        await new Importer(Open(server), target).RunAsync(Token);
        target.Runs.ShouldBeEmpty();
        target.Models.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_that_the_server_does_not_give_becomes_a_remark()
    {
        var server = new SampleServer(new SampleStore()) { Instead = { ["/empty"] = () => new HttpResponseMessage(HttpStatusCode.InternalServerError) } };
        var target = new MemoryTarget();
        var report = await new Importer(Open(server), target).RunAsync(Token);
        report.Remarks.Kept.ShouldHaveSingleItem().ToString().ShouldBe(
            $"run {SampleStore.RunId}, file 'empty': it was not imported: the server responded with 500");
        target.Runs[SampleStore.RunId].Files.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Files_outside_the_proxy_are_asked_for_through_the_server()
    {
        var sample = new SampleStore();
        sample.Runs[0] = sample.Runs[0] with { ArtifactUri = "s3://bucket/x" };
        var server = new SampleServer(sample) { Instead = { ["/get-artifact"] = () => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("there") } } };
        var target = new MemoryTarget();
        await new Importer(Open(server), target).RunAsync(Token);
        target.Runs[SampleStore.RunId].Files.Values.Distinct().ShouldBe(["there"]);
    }

    private static IForeignStore Open(SampleServer server) => ForeignStores.Open("http://server:5000/base", new ForeignStoreOptions { Client = new HttpClient(server) });
}
