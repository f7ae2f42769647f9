using Gyre.Storage;

namespace Gyre.Tracking.Tests.LoggedModels;

/// <summary>What logged models promise on every engine.</summary>
public abstract class LoggedModelConformance : TrackingConformance
{
    private ILoggedModels Models => Tracking.LoggedModels;

    [Fact]
    public async Task A_model_has_an_id_a_name_and_a_place_of_its_own()
    {
        var named = await MakeAsync("mine");
        var other = await MakeAsync(null);
        named.ModelId.ShouldMatch("^m-[0-9a-f]{32}$");
        named.ArtifactUri.ShouldBe($"mlflow-artifacts:/0/models/{named.ModelId}/artifacts");
        named.Status.ShouldBe(LoggedModelStatus.Pending);
        other.Name.ShouldMatch("^[a-z]+-[a-z]+-[0-9]{3}$");
        (await Models.FinalizeAsync(named.ModelId, LoggedModelStatus.Ready, Cancel)).Status.ShouldBe(LoggedModelStatus.Ready);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a:b")]
    [InlineData("a.b")]
    [InlineData("a%b")]
    [InlineData("a\"b")]
    [InlineData("a'b")]
    public async Task A_bad_name_is_refused(string name) => await ShouldBeRefusedAsync(() => MakeAsync(name), TrackingError.InvalidParameter);

    [Fact]
    public async Task A_deleted_model_is_only_given_when_asked_for()
    {
        var model = await MakeAsync("m");
        await Models.DeleteAsync(model.ModelId, Cancel);
        await ShouldBeRefusedAsync(() => Models.GetAsync(model.ModelId, allowDeleted: false, Cancel), TrackingError.DoesNotExist);
        await ShouldBeRefusedAsync(() => Models.DeleteAsync(model.ModelId, Cancel), TrackingError.DoesNotExist);
        await ShouldBeRefusedAsync(() => Models.SetTagsAsync(model.ModelId, [new Tag("a", "b")], Cancel), TrackingError.DoesNotExist);
        (await Models.GetAsync(model.ModelId, allowDeleted: true, Cancel)).Name.ShouldBe("m");
        (await FoundAsync(new LoggedModelQuery { Experiments = [0], MaxResults = 10 })).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_param_never_changes_and_a_refused_set_leaves_nothing()
    {
        var model = await MakeAsync("m");
        await Models.LogParamsAsync(model.ModelId, [new Tag("a", "1")], Cancel);
        await ShouldBeRefusedAsync(() => Models.LogParamsAsync(model.ModelId, [new Tag("b", "2"), new Tag("a", "3")], Cancel), TrackingError.InvalidParameter);
        await Models.LogParamsAsync(model.ModelId, [new Tag("a", "1")], Cancel);
        (await Models.GetAsync(model.ModelId, allowDeleted: false, Cancel)).Params.ShouldBe([new Tag("a", "1")]);
    }

    [Fact]
    public async Task Metrics_come_with_the_runs_own_with_the_data_they_were_measured_on()
    {
        var (run, model) = (await RunAsync(), await MakeAsync("m"));
        await LogAsync(run, model, "acc", 0.5, step: 1);
        await LogAsync(run, model, "acc", 0.5, step: 1);
        await LogAsync(run, model, "acc", 0.6, step: 1, "data", "d1");
        await LogAsync(run, model, "loss", double.NaN, step: 2);
        (await Models.GetAsync(model.ModelId, allowDeleted: false, Cancel)).Metrics.Select(metric => (metric.Key, metric.Point.Value, metric.Point.Step, metric.RunId, metric.DatasetName, metric.DatasetDigest))
            .ShouldBe([("acc", 0.5, 1, run, null, null), ("acc", 0.6, 1, run, "data", "d1"), ("loss", double.NaN, 2, run, null, null)], ignoreOrder: true);
        (await Tracking.Runs.GetAsync(run, Cancel)).Metrics.Select(metric => metric.Key).Order().ShouldBe(["acc", "loss"]);
    }

    [Fact]
    public async Task A_batch_about_a_model_that_is_not_there_leaves_nothing()
    {
        var run = await RunAsync();
        var batch = new LogBatch { Metrics = [new LoggedMetric("a", new MetricPoint(1, 0, 1)), new LoggedMetric("b", new MetricPoint(1, 0, 1)) { ModelId = "m-none" }] };
        await ShouldBeRefusedAsync(() => Tracking.Runs.LogBatchAsync(run, batch, Cancel), TrackingError.DoesNotExist);
        (await Tracking.Runs.GetAsync(run, Cancel)).Metrics.ShouldBeEmpty();
    }

    [Fact]
    public async Task Points_that_are_equal_but_for_the_value_are_one_in_a_batch()
    {
        var (run, model) = (await RunAsync(), await MakeAsync("m"));
        var metrics = Enumerable.Range(0, 3).Select(value => new LoggedMetric("a", new MetricPoint(1, 0, value)) { ModelId = model.ModelId });
        await Tracking.Runs.LogBatchAsync(run, new LogBatch { Metrics = [.. metrics] }, Cancel);
        (await Models.GetAsync(model.ModelId, allowDeleted: false, Cancel)).Metrics.ShouldHaveSingleItem().Point.Value.ShouldBe(2);
    }

    [Fact]
    public async Task Models_are_found_by_their_fields_the_newest_first()
    {
        var run = await RunAsync();
        var (a, b, c) = (await MakeAsync("a", run), await MakeAsync("b"), await MakeAsync("c", run));
        await LogAsync(run, a, "acc", 0.5, step: 0, "train", "d1");
        await LogAsync(run, a, "acc", 0.9, step: 1, "test", "d2");
        await LogAsync(run, b, "acc", 0.7, step: 0, "test", "d2");
        await Models.FinalizeAsync(b.ModelId, LoggedModelStatus.Ready, Cancel);
        await Models.SetTagsAsync(c.ModelId, [new Tag("t", "x")], Cancel);
        await Models.LogParamsAsync(a.ModelId, [new Tag("lr", "0.01")], Cancel);
        (await FoundAsync(Query(""))).ShouldBe(["c", "b", "a"]);
        (await FoundAsync(Query("metrics.acc > 0.6"))).ShouldBe(["b", "a"]);
        (await FoundAsync(Query("metrics.acc > 0.6") with { Datasets = [new ModelDataset("train", null)] })).ShouldBeEmpty();
        (await FoundAsync(Query("") with { Datasets = [new ModelDataset("train", "d1")] })).ShouldBe(["a"]);
        (await FoundAsync(Query("") with { Datasets = [new ModelDataset("train", "d2")] })).ShouldBeEmpty();
        (await FoundAsync(Query($"source_run_id = '{run}' AND name != 'c'"))).ShouldBe(["a"]);
        (await FoundAsync(Query("status = 'LOGGED_MODEL_READY'"))).ShouldBe(["b"]);
        (await FoundAsync(Query("status != 'READY'"))).ShouldBe(["c", "a"]);
        (await FoundAsync(Query("tags.t = 'x'"))).ShouldBe(["c"]);
        (await FoundAsync(Query("params.lr = '0.01'"))).ShouldBe(["a"]);
        (await FoundAsync(Query("") with { OrderBy = [new LoggedModelKey("metrics.acc", Ascending: false)] })).ShouldBe(["a", "b", "c"]);
        (await FoundAsync(Query("") with { OrderBy = [new LoggedModelKey("metrics.acc")] })).ShouldBe(["b", "a", "c"]);
        (await FoundAsync(Query("") with { OrderBy = [new LoggedModelKey("metrics.acc", true, "train")] })).ShouldBe(["a", "c", "b"]);
        (await FoundAsync(Query("") with { OrderBy = [new LoggedModelKey("name", Ascending: true)] })).ShouldBe(["a", "b", "c"]);
        (await FoundAsync(new LoggedModelQuery { Experiments = [7], MaxResults = 10 })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_join_to_the_whole_and_belong_to_their_query()
    {
        foreach (var name in (string[])["a", "b", "c"])
            await MakeAsync(name);
        var first = await Models.SearchAsync(Query("") with { MaxResults = 2 }, Cancel);
        first.Items.Select(model => model.Name).ShouldBe(["c", "b"]);
        var second = await Models.SearchAsync(Query("") with { MaxResults = 2, PageToken = first.NextPageToken }, Cancel);
        second.Items.Select(model => model.Name).ShouldBe(["a"]);
        second.NextPageToken.ShouldBeNull();
        await ShouldBeRefusedAsync(() => Models.SearchAsync(Query("name = 'a'") with { PageToken = first.NextPageToken }, Cancel), TrackingError.InvalidParameter);
    }

    private static LoggedModelQuery Query(string filter) => new() { Experiments = [0], Filter = filter, MaxResults = 10 };

    private async Task<IEnumerable<string>> FoundAsync(LoggedModelQuery query) => (await Models.SearchAsync(query, Cancel)).Items.Select(model => model.Name);

    private async Task<LoggedModel> MakeAsync(string? name, string run = "")
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        return await Models.CreateAsync(new NewLoggedModel { Experiment = 0, Name = name, SourceRunId = run }, Cancel);
    }

    private async Task<string> RunAsync() => (await Tracking.Runs.CreateAsync(new NewTrackingRun { Experiment = 0 }, Cancel)).Info.RunId;

    private async Task LogAsync(string run, LoggedModel model, string key, double value, long step, string? dataset = null, string? digest = null) => await Tracking.Runs.LogMetricAsync(
        run, new LoggedMetric(key, new MetricPoint(1000 + step, step, value)) { ModelId = model.ModelId, DatasetName = dataset, DatasetDigest = digest }, Cancel);
}

public sealed class SqliteLoggedModelTests : LoggedModelConformance
{
    protected override DatabaseKind Engine => DatabaseKind.Sqlite;
}

public sealed class PostgreSqlLoggedModelTests : LoggedModelConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}
