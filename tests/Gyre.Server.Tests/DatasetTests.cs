using System.Net;
using System.Text;
using Gyre.Contracts;
using Gyre.Datasets;
using Gyre.Pipelines;
using Gyre.Testing.Datasets;

namespace Gyre.Server.Tests;

/// <summary>Datasets over the API: lists, what is in a version, comparisons, queries and tags.</summary>
public sealed class DatasetTests : IAsyncLifetime
{
    private const string Dataset = "/api/v1/datasets/demo/sample";
    private const string First = $"{Dataset}/versions/v1";

    private readonly DatasetSample _sample = new();
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _home = await ServerHome.StartAsync();
        await PushAsync("v1");
        _sample.WriteExamples(static row => row == 5 ? 50 : row);
        await PushAsync("v2");
    }

    public async ValueTask DisposeAsync()
    {
        await _home.DisposeAsync();
        _sample.Dispose();
    }

    [Fact]
    public async Task Datasets_are_listed_page_by_page_with_their_newest_versions()
    {
        await PushAsync("v1", "other");
        await _home.SendAsync(HttpMethod.Put, $"{Dataset}/tags/best", """{"version": "v1"}""");
        var page = (await _home.GetAsync("/api/v1/datasets?limit=1")).As<DatasetPage>();
        var dataset = page.Datasets.ShouldHaveSingleItem();
        (dataset.Project, dataset.Name, dataset.Versions).ShouldBe(("demo", "sample", 2));
        dataset.Latest.Version.ShouldBe("v2");
        (dataset.Latest.Examples, dataset.Latest.Files, dataset.Latest.Uri).ShouldBe((6, 10, "dataset://sample/v2"));
        dataset.Latest.Size.ShouldBeGreaterThan(21_000);
        dataset.Latest.Elements.Select(static element => $"{element.Name} {element.Role} {element.Type}").ShouldBe(
            ["x input float", "picture input image_file", "y output category"]);
        dataset.Latest.Origin.ShouldBe("push");
        dataset.Latest.RunId.ShouldBeNull();
        var next = (await _home.GetAsync($"/api/v1/datasets?limit=1&cursor={page.NextCursor}")).As<DatasetPage>();
        next.Datasets.ShouldHaveSingleItem().Project.ShouldBe("other");
        (await _home.GetAsync($"/api/v1/datasets?limit=1&cursor={next.NextCursor}")).As<DatasetPage>().Datasets.ShouldBeEmpty();
        (await _home.GetAsync("/api/v1/datasets?project=other")).As<DatasetPage>().Datasets.ShouldHaveSingleItem();
        (await _home.GetAsync("/api/v1/datasets?text=AMPL")).As<DatasetPage>().Datasets.Count.ShouldBe(2);
        (await _home.GetAsync("/api/v1/datasets?text=%25")).As<DatasetPage>().Datasets.ShouldBeEmpty("a sign of SQL is a sign");
        (await _home.GetAsync("/api/v1/datasets?text=s&cursor=" + page.NextCursor)).ShouldBeProblem(400, "query.cursor");
        (await _home.GetAsync("/api/v1/datasets?limit=501")).ShouldBeProblem(400, "query.limit");
        (await _home.GetAsync("/api/v1/datasets?sort=name")).ShouldBeProblem(400, "query.unknown");
        (await _home.GetAsync($"/api/v1/datasets?text={new string('a', 201)}")).ShouldBeProblem(400, "query.text");
    }

    [Fact]
    public async Task Versions_are_listed_newest_first_and_found_by_name_tag_and_latest()
    {
        (await _home.SendAsync(HttpMethod.Put, $"{Dataset}/tags/best", """{"version": "v1"}"""))
            .As<DatasetVersionInfo>().Tags.ShouldBe(["best"]);
        var page = (await _home.GetAsync($"{Dataset}/versions?limit=1")).As<DatasetVersionPage>();
        page.Versions.ShouldHaveSingleItem().Version.ShouldBe("v2");
        var next = (await _home.GetAsync($"{Dataset}/versions?limit=1&cursor={page.NextCursor}")).As<DatasetVersionPage>();
        next.Versions.ShouldHaveSingleItem().Tags.ShouldBe(["best"]);
        (await _home.GetAsync($"{Dataset}/versions?limit=1&cursor={next.NextCursor}")).As<DatasetVersionPage>().Versions.ShouldBeEmpty();
        foreach (var (name, version) in ((string, string)[])[("v1", "v1"), ("best", "v1"), ("latest", "v2")])
            (await _home.GetAsync($"{Dataset}/versions/{name}")).As<DatasetVersionInfo>().Version.ShouldBe(version);
        (await _home.GetAsync($"{Dataset}/versions/v9")).ShouldBeProblem(404, "dataset.version.unknown").Remedy.ShouldNotBeNull();
        (await _home.GetAsync("/api/v1/datasets/demo/nothing/versions")).ShouldBeProblem(404, "dataset.unknown");
        (await _home.GetAsync("/api/v1/datasets/nobody/sample/versions/latest")).ShouldBeProblem(404, "dataset.unknown");
    }

    [Fact]
    public async Task Files_are_listed_by_path_and_their_content_is_an_artifact()
    {
        var page = (await _home.GetAsync($"{First}/files?under=files/&offset=1&limit=2")).As<DatasetFilePage>();
        page.Files.Select(static file => (file.Path, file.Size)).ShouldBe([("files/img/1.png", 2000), ("files/img/2.png", 3000)]);
        (page.Count, page.NextOffset).ShouldBe((6, 3));
        (await _home.GetAsync($"{First}/files")).As<DatasetFilePage>().NextOffset.ShouldBeNull();
        (await _home.GetAsync($"/api/v1/artifacts/{page.Files[0].Digest}")).Text.ShouldBe(new string('b', 2000));
        (await _home.GetAsync($"{First}/files?offset=-1")).ShouldBeProblem(400, "query.offset");
    }

    [Fact]
    public async Task A_schema_and_rows_are_shown()
    {
        var schema = (await _home.GetAsync($"{First}/schema")).As<DatasetSchemaInfo>();
        schema.Description.ShouldBe("Six numbers.");
        schema.Elements.Select(static element => (element.Name, element.Role, element.Type, element.Required, element.Nullable)).ShouldBe(
            [
                ("x", "input", "float", true, false), ("picture", "input", "image_file", true, false),
                ("y", "output", "category", true, false),
            ]);
        var rows = (await _home.GetAsync($"{First}/rows?offset=1&limit=2")).As<DatasetRowPage>();
        rows.Rows.Select(static row => row.Index).ShouldBe([1, 2]);
        rows.Rows[0].Id.ShouldBe(Guid.Parse(DatasetSample.Id(1)));
        rows.Rows[0].Values.ToString().ShouldBe("""{"x":1.0,"picture":"img/1.png","y":"b"}""");
        rows.NextOffset.ShouldBe(3);
        (await _home.GetAsync($"{First}/rows?offset=4&limit=2")).As<DatasetRowPage>().NextOffset.ShouldBeNull();
        (await _home.GetAsync($"{First}/rows?offset=5")).As<DatasetRowPage>().Rows.Count.ShouldBe(1);
        (await _home.GetAsync($"{First}/rows?offset=1000")).As<DatasetRowPage>().Rows.ShouldBeEmpty();
        (await _home.GetAsync($"{First}/rows?limit=201")).ShouldBeProblem(400, "query.limit");
        (await _home.GetAsync($"{First}/rows?offset=1000001")).ShouldBeProblem(400, "query.offset");
    }

    [Fact]
    public async Task Long_values_are_cut()
    {
        _sample.Write("schema.json",
            """
            {"name": "sample", "description": "", "inputs": [
              {"name": "t", "type": "text", "required": true, "nullable": false},
              {"name": "v", "type": "integer", "required": true, "nullable": false, "multi_value": "ordered"},
              {"name": "at", "type": "datetime", "required": true, "nullable": false}], "outputs": [], "metadata": []}
            """);
        _sample.Write(
            "examples.csv",
            $"id,t,v,at\n{DatasetSample.Id(1)},{new string('x', 5000)},"
                + $"\"[{string.Join(',', Enumerable.Range(0, 500))}]\",2024-05-06T07:08:09\n");
        Directory.Delete(Path.Join(_sample.Folder, "files"), recursive: true);
        Directory.Delete(Path.Join(_sample.Folder, "splits"), recursive: true);
        await PushAsync("long");
        var values = (await _home.GetAsync($"{Dataset}/versions/long/rows")).Json["rows"]![0]!["values"]!;
        values["t"]!.GetValue<string>().ShouldBe(new string('x', 2000) + "…");
        values["v"]!.AsArray().Count.ShouldBe(100);
        values["at"]!.GetValue<string>().ShouldBe("2024-05-06T07:08:09");
    }

    [Fact]
    public async Task An_image_comes_with_its_type_and_can_be_nothing_else()
    {
        var image = await _home.GetAsync($"{First}/image?path=img/1.png");
        image.Status.ShouldBe(HttpStatusCode.OK, image.Text);
        image.Body.ShouldBe(Encoding.UTF8.GetBytes(new string('b', 2000)));
        image.Headers["Content-Type"].ShouldBe("image/png");
        image.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        image.Headers["Content-Security-Policy"].ShouldContain("sandbox");
        image.Headers["Cache-Control"].ShouldContain("immutable");
        (await _home.GetAsync($"{Dataset}/versions/latest/image?path=img/1.png")).Headers["Cache-Control"].ShouldContain("no-cache");
        (await _home.GetAsync($"{First}/image?path=img\\1.png")).Status.ShouldBe(HttpStatusCode.OK);
        (await _home.GetAsync($"{First}/image?path=img/9.png")).ShouldBeProblem(404, "dataset.file.unknown");
        (await _home.GetAsync($"{First}/image?path=../examples.csv")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _home.GetAsync($"{First}/image?path=img/1.svg")).ShouldBeProblem(415, "dataset.image.type");
        (await _home.GetAsync($"{First}/image")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_query_finds_examples_and_says_what_it_does_not_know()
    {
        var found = (await _home.PostAsync($"{First}/query", """{"filter": {"x": {"$gte": 2}, "y": "a"}, "pageSize": 1}"""))
            .As<DatasetQueryInfo>();
        (found.Total, found.Pages, found.HasNextPage).ShouldBe((2, 2, true));
        found.Examples.ShouldHaveSingleItem().ToString().ShouldBe(
            $$"""{"id":"{{DatasetSample.Id(2)}}","x":2.0,"picture":"img/2.png","y":"a"}""");
        (await _home.PostAsync($"{First}/query", "{}")).As<DatasetQueryInfo>().Total.ShouldBe(6);
        var refused = (await _home.PostAsync($"{First}/query", """{"filter": {"x": {"$near": 2}}}"""))
            .ShouldBeProblem(400, "query.refused");
        refused.Detail.ShouldNotBeNull().ShouldContain("$near");
        refused.Errors.ShouldHaveSingleItem().Path.ShouldBe("filter.x.$near");
        refused.Remedy.ShouldNotBeNull();
        (await _home.PostAsync($"{First}/query", "[]")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _home.PostAsync($"{First}/query", "{")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _home.PostAsync($"{First}/query", "")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _home.PostAsync($"{Dataset}/versions/v9/query", "{}")).ShouldBeProblem(404, "dataset.version.unknown");
    }

    [Fact]
    public async Task An_explanation_says_why_an_example_does_not_match()
    {
        const string Query = """{"filter": {"x": {"$gte": 2}}}""";
        var not = (await _home.PostAsync($"{First}/explain?id={DatasetSample.Id(1)}", Query)).As<DatasetExplanationInfo>();
        (not.Id, not.Matches).ShouldBe((DatasetSample.Id(1), false));
        not.Reason.ShouldNotBeNull().ShouldContain("filter.x.$gte");
        var does = (await _home.PostAsync($"{First}/explain?id={DatasetSample.Id(2).ToUpperInvariant()}", Query))
            .As<DatasetExplanationInfo>();
        (does.Matches, does.Reason).ShouldBe((true, null));
        (await _home.PostAsync($"{First}/explain?id=nobody", Query)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _home.PostAsync($"{First}/explain", Query)).ShouldBeProblem(400, "query.id");
    }

    [Fact]
    public async Task Two_versions_are_compared()
    {
        var diff = (await _home.GetAsync($"{Dataset}/diff?from=v1&to=latest")).As<DatasetDiffInfo>();
        (diff.From.Version, diff.To.Version, diff.Same, diff.Unreadable).ShouldBe(("v1", "v2", false, null));
        (diff.Files.AddedCount, diff.Files.RemovedCount, diff.Files.ChangedCount).ShouldBe((0, 0, 1));
        diff.Files.Changed.ShouldHaveSingleItem().Path.ShouldBe("examples.csv");
        diff.Schema!.Changed.ShouldBeEmpty();
        (diff.Examples!.Changed, diff.Examples.Same).ShouldBe((1, 5));
        diff.Examples.ChangedIds.ShouldBe([Guid.Parse(DatasetSample.Id(5))]);
        (await _home.GetAsync($"{Dataset}/diff?from=v1&to=v1")).As<DatasetDiffInfo>().Same.ShouldBeTrue();
        (await _home.GetAsync($"{Dataset}/diff?from=v1")).ShouldBeProblem(400, "query.to");
        (await _home.GetAsync($"{Dataset}/diff?from=v1&to=v9")).ShouldBeProblem(404, "dataset.version.unknown");
    }

    [Fact]
    public async Task A_profile_and_drift_say_what_the_columns_hold()
    {
        var profile = (await _home.GetAsync($"{First}/profile")).As<DatasetProfileInfo>();
        profile.Examples.ShouldBe(6);
        var (x, y) = (profile.Columns[0], profile.Columns[2]);
        (x.Name, x.Values, x.Numbers!.Measure, x.Numbers.Min, x.Numbers.Max).ShouldBe(("x", 6, "value", 0, 5));
        x.Numbers.Counts.Sum().ShouldBe(6);
        x.Numbers.Bounds.Count.ShouldBe(x.Numbers.Counts.Count + 1);
        x.Numbers.Quantiles.Select(static one => one.Share).ShouldContain(0.5);
        y.Top.Select(static one => (one.Value, one.Count)).ShouldBe([("a", 3), ("b", 3)]);
        var picture = profile.Columns[1];
        (picture.Values, picture.Invalid).ShouldBe((6, 0));
        picture.FileKinds.ShouldHaveSingleItem().Bytes.ShouldBe(21_000);
        var drift = (await _home.GetAsync($"{Dataset}/drift?from=v1&to=v2")).As<DatasetDriftInfo>();
        (drift.From, drift.To).ShouldBe(("v1", "v2"));
        drift.Columns.Select(static column => column.Name).ShouldBe(["x", "picture", "y"]);
        drift.Columns[2].Verdict.ShouldBe("stable");
        drift.Columns[0].Psi.ShouldNotBeNull();
        (await _home.GetAsync($"{Dataset}/drift?from=v1&to=")).ShouldBeProblem(400, "query.to");
    }

    [Fact]
    public async Task Tags_are_set_moved_and_removed()
    {
        (await TagAsync("best", "v1")).As<DatasetVersionInfo>().Tags.ShouldBe(["best"]);
        (await TagAsync("best", "latest")).As<DatasetVersionInfo>().Version.ShouldBe("v2");
        (await _home.GetAsync(First)).As<DatasetVersionInfo>().Tags.ShouldBeEmpty();
        (await TagAsync("v1", "v2")).ShouldBeProblem(400, "dataset.tag.name");
        (await TagAsync("latest", "v2")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await TagAsync("a", "v9")).ShouldBeProblem(404, "dataset.version.unknown");
        (await _home.SendAsync(HttpMethod.Put, $"{Dataset}/tags/a", """{"versions": "v1"}""")).ShouldBeProblem(400, "json.shape");
        (await _home.SendAsync(HttpMethod.Delete, $"{Dataset}/tags/best")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _home.SendAsync(HttpMethod.Delete, $"{Dataset}/tags/best")).ShouldBeProblem(404, "dataset.tag.unknown");
    }

    [Fact]
    public async Task A_version_without_a_schema_has_files_and_says_why_there_is_no_more()
    {
        await using (var content = new MemoryStream("x,y\n1,2\n"u8.ToArray()))
        {
            var blob = await _home.Blobs.PutAsync(content, Cancel);
            using var place = Place("demo");
            var file = new DatasetFile("log.csv", blob.SizeInBytes, blob.Digest);
            await place.AddAsync(
                new DatasetManifest(
                    new RepositoryVersion
                    {
                        Dataset = "log",
                        Version = "1",
                        Digest = DatasetManifest.DigestOf([file]),
                        CreatedAt = DateTimeOffset.UnixEpoch,
                    },
                    [file]),
                Cancel);
        }
        const string Log = "/api/v1/datasets/demo/log/versions/1";
        (await _home.GetAsync($"{Log}/files")).As<DatasetFilePage>().Files.ShouldHaveSingleItem().Path.ShouldBe("log.csv");
        foreach (var part in (string[])["schema", "rows", "profile"])
            (await _home.GetAsync($"{Log}/{part}")).ShouldBeProblem(409, "dataset.schema.none").Remedy.ShouldNotBeNull();
        (await _home.PostAsync($"{Log}/query", "{}")).ShouldBeProblem(409, "dataset.schema.none");
        (await _home.GetAsync("/api/v1/datasets/demo/log/diff?from=1&to=latest")).As<DatasetDiffInfo>().Unreadable.ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_may_read_may_ask_but_not_tag()
    {
        var reader = (await _home.Tokens.CreateAsync("reader", TokenScope.Read, null, Cancel)).Text;
        (await _home.GetAsync("/api/v1/datasets", reader)).Status.ShouldBe(HttpStatusCode.OK);
        (await _home.PostAsync($"{First}/query", "{}", reader)).Status.ShouldBe(HttpStatusCode.OK);
        (await _home.PostAsync($"{First}/explain?id={DatasetSample.Id(1)}", "{}", reader)).Status.ShouldBe(HttpStatusCode.OK);
        (await _home.SendAsync(HttpMethod.Put, $"{Dataset}/tags/a", """{"version": "v1"}""", reader)).Status.ShouldBe(
            HttpStatusCode.Forbidden);
        (await _home.SendAsync(HttpMethod.Delete, $"{Dataset}/tags/a", null, reader)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await _home.GetAsync($"{First}/rows")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private Task<Answer> TagAsync(string tag, string version) =>
        _home.SendAsync(HttpMethod.Put, $"{Dataset}/tags/{tag}", $$"""{"version": "{{version}}"}""");

    private async Task PushAsync(string version, string project = "demo")
    {
        using var place = Place(project);
        await new DatasetRepository(place, _home.Services.Clock).PushFolderAsync(
            _sample.Folder, new PushOptions { Version = version, Parallelism = 1 }, Cancel);
    }

    private CatalogDatasets Place(string project) => new(_home.Store, _home.Blobs, project, _home.Services.Clock);
}
