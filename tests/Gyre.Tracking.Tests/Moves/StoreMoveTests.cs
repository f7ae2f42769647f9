using System.Text.Json.Nodes;
using Gyre.Storage;
using Gyre.Testing;
using Gyre.Tracking.Formats.Mlflow;
using Gyre.Tracking.Tests.Formats;

namespace Gyre.Tracking.Tests.Moves;

/// <summary>Stores of other programs are taken into this one and written out of it, on both engines.</summary>
public sealed class StoreMoveTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite, "mlruns", "mlruns.expected.json")]
    [InlineData(DatabaseKind.Sqlite, "mlflow.db", "mlflow-db.expected.json")]
    [InlineData(DatabaseKind.PostgreSql, "mlruns", "mlruns.expected.json")]
    [InlineData(DatabaseKind.PostgreSql, "mlflow.db", "mlflow-db.expected.json")]
    public async Task A_recorded_store_is_here_as_its_own_client_reads_it(DatabaseKind kind, string name, string expected)
    {
        var folder = ConformanceData.Folder("mlflow-import");
        await using var place = await TrackingPlace.OpenAsync(kind);
        var first = await ImportAsync(place, OpenRecorded(folder, name));
        first.Remarks.Kept.ShouldBeEmpty();
        first.Runs.Taken.ShouldBe(9);
        var wanted = Comparable(JsonNode.Parse(await File.ReadAllTextAsync(Path.Join(folder, expected), Token))!);
        (await ReadingAsync(place)).ShouldBe(wanted);

        var again = await ImportAsync(place, OpenRecorded(folder, name));
        again.ChangedAnything.ShouldBeFalse();
        again.Remarks.Kept.ShouldBeEmpty();
        (again.Points.AlreadyThere, again.Files.AlreadyThere).ShouldBe((first.Points.Taken + first.Points.AlreadyThere, first.Files.Taken));
        (await ReadingAsync(place)).ShouldBe(wanted);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task What_is_written_out_again_reads_as_what_came_in(DatabaseKind kind)
    {
        using var here = new TemporaryFolder();
        await using var place = await TrackingPlace.OpenAsync(kind);
        var sample = new SampleStore();
        (await ImportAsync(place, sample)).Remarks.Kept.ShouldBeEmpty();
        await using (var source = place.Tracking.OpenExport([]))
            (await FolderExport.WriteAsync(source, here.At("out"), new FolderExportOptions(), Token)).Remarks.Kept.ShouldBeEmpty();
        await using var written = ForeignStores.Open(here.At("out"), new ForeignStoreOptions());
        Comparable(await StoreText.ReadingAsync(written)).ShouldBe(Comparable(await StoreText.ReadingAsync(sample)));
        var models = await StoreText.ListAsync(written.LoggedModelsAsync((await StoreText.ListAsync(written.ExperimentsAsync(Token))).Single(experiment => experiment.Id == "12"), Token));
        models.ShouldHaveSingleItem().Id.ShouldBe(SampleStore.ModelId);
        models[0].Metrics.ShouldBe(sample.Models[0].Metrics, ignoreOrder: true);
        models[0].Params.ShouldBe(sample.Models[0].Params, ignoreOrder: true);
        (await StoreText.ListAsync(written.FilesAsync(models[0], Token))).ShouldHaveSingleItem().Path.ToString().ShouldBe("MLmodel");
    }

    [Fact]
    public async Task Versions_lead_to_the_files_that_came_along()
    {
        await using var place = await TrackingPlace.OpenAsync(DatabaseKind.Sqlite);
        await ImportAsync(place, new SampleStore());
        var first = await place.Tracking.ModelVersions.GetAsync("classifier one", 1, Token);
        var run = await place.Tracking.Runs.GetAsync(SampleStore.RunId, Token);
        first.Location.ShouldBe($"{run.Info.ArtifactUri}/m");
        var third = await place.Tracking.ModelVersions.GetAsync("classifier one", 3, Token);
        third.Location.ShouldBe((await place.Tracking.LoggedModels.GetAsync(SampleStore.ModelId, true, Token)).ArtifactUri);
        (await place.Tracking.Registry.GetByAliasAsync("classifier one", "champion", Token)).Version.ShouldBe(3);
        // The numbers of deleted versions are not given again, and the next one is behind the last.
        (await place.Tracking.ModelVersions.CreateAsync("classifier one", new NewModelVersion { Source = "s3://b/x" }, Token)).Version.ShouldBe(4);
    }

    [Fact]
    public async Task What_the_user_changed_after_an_import_stays()
    {
        await using var place = await TrackingPlace.OpenAsync(DatabaseKind.Sqlite);
        var sample = new SampleStore();
        await ImportAsync(place, sample);
        var deleted = sample.Runs.First(run => run.IsDeleted).Id;
        await place.Tracking.Runs.RestoreAsync(deleted, Token);
        await place.Tracking.Runs.SetTagAsync(SampleStore.RunId, new Tag(sample.Runs[0].Tags.Keys.First(), "mine"), Token);
        var again = await ImportAsync(place, new SampleStore());
        again.ChangedAnything.ShouldBeFalse();
        again.Remarks.Kept.ShouldHaveSingleItem().Reason.ShouldContain("has a different value here");
        (await place.Tracking.Runs.GetAsync(deleted, Token)).Info.Stage.ShouldBe(LifecycleStage.Active);
    }

    [Fact]
    public async Task A_key_that_cannot_be_kept_is_left_out_with_a_remark()
    {
        await using var place = await TrackingPlace.OpenAsync(DatabaseKind.Sqlite);
        var sample = new SampleStore();
        sample.Runs[1] = sample.Runs[1] with { Params = SampleStore.Map(("../x", "1"), ("nul", "a\0b"), ("good", "2")) };
        var report = await ImportAsync(place, sample);
        report.Remarks.Count.ShouldBe(2);
        (await place.Tracking.Runs.GetAsync(sample.Runs[1].Id, Token)).Params.ShouldHaveSingleItem().ShouldBe(new Tag("good", "2"));
    }

    [Fact]
    public async Task Experiments_that_are_made_later_get_numbers_behind_those_that_came()
    {
        await using var place = await TrackingPlace.OpenAsync(DatabaseKind.Sqlite);
        await ImportAsync(place, new SampleStore());
        var known = await place.Tracking.Experiments.SearchAsync(new SearchRequest { MaxResults = 100, View = StageView.All }, Token);
        (await place.Tracking.Experiments.CreateAsync("later", null, [], Token)).ShouldBe(known.Items.Max(experiment => experiment.Id) + 1);
    }

    private static IForeignStore OpenRecorded(string folder, string name) =>
        ForeignStores.Open(name == "mlruns" ? Path.Join(folder, name) : "sqlite:///" + Path.Join(folder, name), new ForeignStoreOptions());

    private static async Task<ImportReport> ImportAsync(TrackingPlace place, IForeignStore source)
    {
        await using (source)
            return await new Importer(source, place.Tracking.OpenImport()).RunAsync(Token);
    }

    private static async Task<string> ReadingAsync(TrackingPlace place)
    {
        await using var store = place.Tracking.OpenExport([]);
        return Comparable(await StoreText.ReadingAsync(store));
    }

    /// <summary>Runs by id, files by path, points in the order of histories, each once, infinities as this store keeps them.</summary>
    private static string Comparable(JsonNode reading)
    {
        foreach (var experiment in reading["experiments"]!.AsArray())
        {
            var runs = experiment!["runs"]!.AsArray().Select(run => run!.DeepClone()).OrderBy(run => (string)run["id"]!, StringComparer.Ordinal).ToArray();
            foreach (var run in runs)
            {
                var history = run["history"]!.AsObject();
                foreach (var key in history.Select(pair => pair.Key).ToList())
                    history[key] = new JsonArray([.. history[key]!.AsArray().Select(point => Point(point!)).Distinct().Order(Comparer<MetricPoint>.Create(MetricPoint.CompareInHistory)).Select(Node)]);
                var latest = run["latest"]!.AsObject();
                foreach (var key in latest.Select(pair => pair.Key).ToList())
                    latest[key] = JsonValue.Create($"{Number(latest[key]!):R}");
                run["artifacts"] = new JsonArray([.. run["artifacts"]!.AsArray().Select(file => file!.DeepClone()).OrderBy(file => (string)file["path"]!, StringComparer.Ordinal)]);
            }
            experiment["runs"] = new JsonArray([.. runs]);
            // Experiments are matched by name; numbers that were drawn are not kept.
            experiment["id"] = "";
        }
        reading["experiments"] = new JsonArray([.. reading["experiments"]!.AsArray().Select(experiment => experiment!.DeepClone()).OrderBy(experiment => (string)experiment["name"]!, StringComparer.Ordinal)]);
        return StoreText.Canonical(reading);
    }

    private static MetricPoint Point(JsonNode point) => new((long)point[0]!, (long)point[1]!, Number(point[2]!));

    private static JsonArray Node(MetricPoint point) => new(point.Timestamp, point.Step, $"{point.Value:R}");

    private static double Number(JsonNode value) => value.GetValueKind() == System.Text.Json.JsonValueKind.Number
        ? (double)value
        : (string)value! switch { "nan" => double.NaN, "inf" => double.MaxValue, "-inf" => double.MinValue, var other => throw new InvalidDataException(other) };
}
