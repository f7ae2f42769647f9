using System.Text.Json.Nodes;
using Gyre.Storage;

namespace Gyre.Tracking.Tests.Registry;

/// <summary>What the registry promises on every engine.</summary>
public abstract class RegistryConformance : TrackingConformance
{
    private const string Prompt = "mlflow.prompt.is_prompt";

    private IModelRegistry Models => Tracking.Registry;

    private IModelVersions Versions => Tracking.ModelVersions;

    [Fact]
    public async Task A_number_is_never_given_twice()
    {
        await RegisterAsync("m");
        (await AddAsync("m")).Version.ShouldBe(1);
        (await AddAsync("m")).Version.ShouldBe(2);
        await Versions.DeleteAsync("m", 2, Cancel);
        (await AddAsync("m")).Version.ShouldBe(3);
        await Versions.DeleteAsync("m", 1, Cancel);
        await Versions.DeleteAsync("m", 3, Cancel);
        (await AddAsync("m")).Version.ShouldBe(4);
    }

    [Fact]
    public async Task Versions_made_at_once_get_different_numbers()
    {
        await RegisterAsync("m");
        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AddAsync("m")));
        made.Select(version => version.Version).Order().ShouldBe(Enumerable.Range(1, 20).Select(number => (long)number));
    }

    [Fact]
    public async Task Events_about_what_a_step_made_name_its_pipeline_run()
    {
        await RegisterAsync("m");
        var run = await Tracking.Runs.CreateAsync(new NewTrackingRun { Experiment = 0, Tags = [new Tag("gyre.run", "the-run")] }, Cancel);
        await Versions.CreateAsync("m", new NewModelVersion { Source = "s3://b/m", RunId = run.Info.RunId }, Cancel);
        await AddAsync("m");
        await Models.SetAliasAsync("m", "champion", 1, Cancel);
        await Models.SetAliasAsync("m", "champion", 2, Cancel);
        var told = (await EventsAsync()).Where(stored => stored.Type is "model.version-created" or "model.alias-moved");
        told.Select(stored => stored.Data.Contains("\"run\":\"the-run\"", StringComparison.Ordinal)).ShouldBe([true, false, true, false]);
    }

    [Fact]
    public async Task All_that_belongs_to_a_model_follows_its_new_name()
    {
        await Models.CreateAsync("old", "about", [new Tag("k", "v")], Cancel);
        await Versions.CreateAsync("old", new NewModelVersion { Source = "s3://b/m", Tags = [new Tag("a", "b")] }, Cancel);
        await Models.SetAliasAsync("old", "champion", 1, Cancel);
        Clock.Advance(TimeSpan.FromSeconds(5));
        var renamed = await Models.RenameAsync("old", "new", Cancel);
        renamed.Tags.ShouldBe([new Tag("k", "v")]);
        renamed.Description.ShouldBe("about");
        renamed.Aliases.ShouldBe([new ModelAlias("champion", 1)]);
        var version = await Models.GetByAliasAsync("new", "champion", Cancel);
        version.Name.ShouldBe("new");
        version.UpdatedAt.ShouldBe(Clock.GetUtcNow());
        version.Tags.ShouldBe([new Tag("a", "b")]);
        await ShouldBeRefusedAsync(() => Models.GetAsync("old", Cancel), TrackingError.DoesNotExist);
    }

    [Fact]
    public async Task A_taken_name_is_refused_and_nothing_changes()
    {
        await RegisterAsync("a");
        await RegisterAsync("b");
        var before = (await EventsAsync()).Count;
        (await ShouldBeRefusedAsync(() => Models.RenameAsync("a", "b", Cancel), TrackingError.AlreadyExists)).ShouldStartWith("Registered Model (name=b) already exists.");
        (await ShouldBeRefusedAsync(() => Models.CreateAsync("a", "", [], Cancel), TrackingError.AlreadyExists)).ShouldBe("Registered Model (name=a) already exists.");
        (await Models.GetAsync("a", Cancel)).Name.ShouldBe("a");
        (await EventsAsync()).Count.ShouldBe(before);
    }

    [Fact]
    public async Task Moves_of_aliases_are_kept_with_what_was_said_and_follow_the_model()
    {
        await RegisterAsync("m");
        await AddAsync("m");
        await AddAsync("m");
        await Models.SetAliasAsync("m", "champion", 1, Cancel);
        await Models.SetAliasAsync("m", "champion", 1, Cancel);
        Clock.Advance(TimeSpan.FromSeconds(5));
        var evidence = new[] { new AliasEvidence("acc", 0.1 + 0.2, null), new AliasEvidence("val/loss", -1e-300, 2) };
        var move = new NewAliasMove { Alias = "champion", Version = 2, Reason = "better 'x' \u00fc", Evidence = [.. evidence], By = "ada" };
        (await Models.MoveAliasAsync("m", move, Cancel)).From.ShouldBe(1);
        await Models.MoveAliasAsync("m", move with { Reason = "still better", Evidence = [] }, Cancel);
        await Models.MoveAliasAsync("m", move with { Alias = "other", Reason = null, Evidence = [] }, Cancel);
        await Models.DeleteAliasAsync("m", "champion", Cancel);
        await Models.RenameAsync("m", "n", Cancel);
        var moves = await Models.AliasMovesAsync("n", "champion", 10, Cancel);
        moves.Select(static one => (one.From, one.To, one.Reason)).ShouldBe(
            [(2, null, null), (2, 2, "still better"), (1, 2, "better 'x' \u00fc"), (null, 1, null)]);
        moves[2].Evidence.ShouldBe(evidence);
        (moves[2].By, moves[2].At).ShouldBe(("ada", Clock.GetUtcNow()));
        (await Models.AliasMovesAsync("n", null, 2, Cancel)).Select(static one => one.Alias).ShouldBe(["champion", "other"]);
        await ShouldBeRefusedAsync(() => Models.AliasMovesAsync("m", null, 10, Cancel), TrackingError.DoesNotExist);
    }

    [Fact]
    public async Task Evidence_that_is_no_number_is_refused_and_nothing_moves()
    {
        await RegisterAsync("m");
        await AddAsync("m");
        foreach (var value in (double[])[double.NaN, double.PositiveInfinity])
        {
            var move = new NewAliasMove { Alias = "champion", Version = 1, Reason = "x", Evidence = [new AliasEvidence("acc", 1, value)] };
            (await ShouldBeRefusedAsync(() => Models.MoveAliasAsync("m", move, Cancel), TrackingError.InvalidParameter)).ShouldContain("'acc'");
        }
        (await Models.AliasMovesAsync("m", null, 10, Cancel)).ShouldBeEmpty();
        (await Models.GetAsync("m", Cancel)).Aliases.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deleted_model_leaves_nothing_for_one_of_its_name()
    {
        await Models.CreateAsync("m", "", [new Tag("k", "v")], Cancel);
        await AddAsync("m");
        await Models.SetAliasAsync("m", "x", 1, Cancel);
        await Models.DeleteAsync("m", Cancel);
        var again = await Models.CreateAsync("m", "", [], Cancel);
        again.Tags.ShouldBeEmpty();
        again.Aliases.ShouldBeEmpty();
        (await Models.AliasMovesAsync("m", null, 10, Cancel)).ShouldBeEmpty();
        again.LatestVersions.ShouldBeEmpty();
        (await AddAsync("m")).Version.ShouldBe(1);
    }

    [Fact]
    public async Task The_latest_versions_are_the_newest_of_each_stage_in_the_order_of_their_first()
    {
        await RegisterAsync("m");
        for (var i = 0; i < 4; i++)
            await AddAsync("m");
        await Versions.MoveToStageAsync("m", 1, "production", archiveOthers: false, Cancel);
        await Versions.MoveToStageAsync("m", 3, "PRODUCTION", archiveOthers: false, Cancel);
        await Versions.MoveToStageAsync("m", 4, "Staging", archiveOthers: false, Cancel);
        (await LatestAsync()).ShouldBe([3, 2, 4]);
        (await LatestAsync("staging", "none")).ShouldBe([2, 4]);
        (await Models.GetByAliasAsync("m", "LATEST", Cancel)).Version.ShouldBe(3);
    }

    [Fact]
    public async Task A_move_archives_the_others_of_the_stage_when_it_is_told_to()
    {
        await RegisterAsync("m");
        await AddAsync("m");
        await AddAsync("m");
        await Versions.MoveToStageAsync("m", 1, "Staging", archiveOthers: true, Cancel);
        (await Versions.MoveToStageAsync("m", 2, "Staging", archiveOthers: true, Cancel)).Stage.ShouldBe(ModelStage.Staging);
        (await Versions.GetAsync("m", 1, Cancel)).Stage.ShouldBe(ModelStage.Archived);
        await ShouldBeRefusedAsync(() => Versions.MoveToStageAsync("m", 1, "Archived", archiveOthers: true, Cancel), TrackingError.InvalidParameter);
        await ShouldBeRefusedAsync(() => Versions.MoveToStageAsync("m", 1, "1", archiveOthers: false, Cancel), TrackingError.InvalidParameter);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a/b")]
    [InlineData("a:b")]
    [InlineData("..")]
    public async Task A_bad_name_is_refused(string name) => await ShouldBeRefusedAsync(() => Models.CreateAsync(name, "", [], Cancel), TrackingError.InvalidParameter);

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("relative/path")]
    [InlineData("file:///data/x")]
    [InlineData("FILE:/data/x")]
    [InlineData("C:\\models")]
    [InlineData("s3://bucket/../x")]
    [InlineData("mlflow-artifacts:/0/%2e%2e/x")]
    [InlineData("mlflow-artifacts:/0/%25252e%25252e/x")]
    [InlineData("http://host/a/..%5cb")]
    [InlineData("http://host/a%00b")]
    [InlineData("models:/m-00000000000000000000000000000000")]
    [InlineData("models:/m/1")]
    [InlineData("models:/m@champion")]
    [InlineData("models:/a/b/c")]
    public async Task A_source_that_must_not_be_read_or_is_not_there_is_refused(string source)
    {
        await RegisterAsync("m");
        await ShouldBeRefusedAsync(() => Versions.CreateAsync("m", new NewModelVersion { Source = source }, Cancel), TrackingError.InvalidParameter);
        (await AddAsync("m")).Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_source_stands_for_a_logged_model_a_version_or_an_alias()
    {
        var run = await Tracking.Runs.CreateAsync(new NewTrackingRun { Experiment = 0 }, Cancel);
        var logged = await Tracking.LoggedModels.CreateAsync(new NewLoggedModel { Experiment = 0, SourceRunId = run.Info.RunId }, Cancel);
        await RegisterAsync("m");
        var first = await Versions.CreateAsync("m", new NewModelVersion { Source = $"models:/{logged.ModelId}", ModelId = logged.ModelId }, Cancel);
        first.Location.ShouldBe(logged.ArtifactUri);
        first.RunId.ShouldBe(run.Info.RunId);
        await Models.SetAliasAsync("m", "champion", 1, Cancel);
        (await Versions.CreateAsync("m", new NewModelVersion { Source = "models:/m/1" }, Cancel)).Location.ShouldBe(logged.ArtifactUri);
        (await Versions.CreateAsync("m", new NewModelVersion { Source = "models:/m@champion" }, Cancel)).Location.ShouldBe(logged.ArtifactUri);
        await Versions.CreateAsync("m", new NewModelVersion { Source = "s3://b/x", ModelId = logged.ModelId }, Cancel);
        (await Tracking.LoggedModels.GetAsync(logged.ModelId, allowDeleted: false, Cancel)).Tags
            .ShouldHaveSingleItem().ShouldBe(new Tag("mlflow.modelVersions", """[{"name": "m", "version": 1}, {"name": "m", "version": 4}]"""));
    }

    [Fact]
    public async Task A_version_of_a_model_that_is_not_there_uses_up_no_number()
    {
        await RegisterAsync("m");
        await ShouldBeRefusedAsync(() => Versions.CreateAsync("m", new NewModelVersion { Source = "s3://b/x", ModelId = "m-none" }, Cancel), TrackingError.DoesNotExist);
        (await AddAsync("m")).Version.ShouldBe(1);
    }

    [Fact]
    public async Task Prompts_are_left_out_of_searches_that_do_not_ask_for_them()
    {
        await RegisterAsync("m");
        await Models.CreateAsync("p", "", [new Tag(Prompt, "true")], Cancel);
        await AddAsync("m");
        await Versions.CreateAsync("p", new NewModelVersion { Source = "dummy-source", Tags = [new Tag(Prompt, "true"), new Tag("mlflow.prompt.text", "Hello")] }, Cancel);
        (await FoundAsync("")).ShouldBe(["m"]);
        (await FoundAsync($"tags.`{Prompt}` = 'true'")).ShouldBe(["p"]);
        (await FoundAsync($"tags.`{Prompt}` != 'true'")).ShouldBe(["m"]);
        (await FoundVersionsAsync("")).ShouldBe(["m/1"]);
        (await FoundVersionsAsync($"tags.`{Prompt}` = 'true'")).ShouldBe(["p/1"]);
    }

    [Fact]
    public async Task Pages_join_to_the_whole_and_belong_to_their_query()
    {
        for (var i = 0; i < 7; i++)
            await RegisterAsync($"m{i}");
        var names = new List<string>();
        string? token = null;
        do
        {
            var page = await Models.SearchAsync(new RegistryQuery { OrderBy = ["name DESC"], MaxResults = 3, PageToken = token }, Cancel);
            names.AddRange(page.Items.Select(model => model.Name));
            token = page.NextPageToken;
            if (token is not null)
                await ShouldBeRefusedAsync(() => Models.SearchAsync(new RegistryQuery { MaxResults = 3, PageToken = token }, Cancel), TrackingError.InvalidParameter);
        }
        while (token is not null);
        names.ShouldBe(["m6", "m5", "m4", "m3", "m2", "m1", "m0"]);
    }

    [Fact]
    public async Task Versions_are_found_by_their_fields_the_latest_changed_first()
    {
        await RegisterAsync("a");
        await RegisterAsync("b");
        foreach (var (name, run) in ((string, string)[])[("a", "r1"), ("b", "r2"), ("a", "r3")])
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Versions.CreateAsync(name, new NewModelVersion { Source = $"s3://{name}/{run}", RunId = run, Tags = [new Tag("run", run)] }, Cancel);
        }
        (await FoundVersionsAsync("")).ShouldBe(["a/2", "b/1", "a/1"]);
        (await FoundVersionsAsync("name = 'a' AND version_number > 1")).ShouldBe(["a/2"]);
        (await FoundVersionsAsync("run_id IN ('r1','r2')")).ShouldBe(["b/1", "a/1"]);
        (await FoundVersionsAsync("source_path LIKE 's3://a/%'")).ShouldBe(["a/2", "a/1"]);
        (await FoundVersionsAsync("tags.run != 'r1'")).ShouldBe(["a/2", "b/1"]);
        (await FoundVersionsAsync("", "name DESC", "version_number ASC")).ShouldBe(["b/1", "a/1", "a/2"]);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Versions.UpdateAsync("a", 1, "newer", Cancel);
        (await FoundVersionsAsync("name = 'a'")).ShouldBe(["a/1", "a/2"]);
        await Versions.DeleteAsync("a", 1, Cancel);
        (await FoundVersionsAsync("name = 'a'")).ShouldBe(["a/2"]);
    }

    [Fact]
    public async Task Every_change_is_an_event_about_the_model_and_no_change_is_none()
    {
        await RegisterAsync("m");
        await AddAsync("m");
        await Models.SetAliasAsync("m", "champion", 1, Cancel);
        await AddAsync("m");
        await Models.SetAliasAsync("m", "champion", 2, Cancel);
        await Models.DeleteAliasAsync("m", "nothing", Cancel);
        await Models.DeleteTagAsync("m", "nothing", Cancel);
        await Versions.DeleteTagAsync("m", 1, "nothing", Cancel);
        await Versions.SetTagAsync("m", 1, new Tag("k", "v"), Cancel);
        await Versions.DeleteAsync("m", 1, Cancel);
        var events = await EventsAsync();
        events.Select(found => found.Type).ShouldBe(
            ["model.registered", "model.version-created", "model.alias-moved", "model.version-created", "model.alias-moved", "model.version-tag-set", "model.version-deleted"]);
        events.ShouldAllBe(found => found.Subject == "model/m");
        var moved = JsonNode.Parse(events[4].Data)!;
        (moved["alias"]!.GetValue<string>(), moved["previous"]!.GetValue<long>(), moved["version"]!.GetValue<long>()).ShouldBe(("champion", 1, 2));
    }

    private Task<RegisteredModel> RegisterAsync(string name) => Models.CreateAsync(name, "", [], Cancel);

    private Task<ModelVersion> AddAsync(string name) => Versions.CreateAsync(name, new NewModelVersion { Source = "s3://bucket/model" }, Cancel);

    private async Task<IEnumerable<long>> LatestAsync(params string[] stages) => (await Models.LatestVersionsAsync("m", stages, Cancel)).Select(version => version.Version);

    private async Task<IEnumerable<string>> FoundAsync(string filter) =>
        (await Models.SearchAsync(new RegistryQuery { Filter = filter, MaxResults = 100 }, Cancel)).Items.Select(model => model.Name);

    private async Task<IEnumerable<string>> FoundVersionsAsync(string filter, params string[] order) =>
        (await Versions.SearchAsync(new RegistryQuery { Filter = filter, OrderBy = order, MaxResults = 100 }, Cancel)).Items.Select(version => $"{version.Name}/{version.Version}");
}

public sealed class SqliteRegistryTests : RegistryConformance
{
    protected override DatabaseKind Engine => DatabaseKind.Sqlite;
}

public sealed class PostgreSqlRegistryTests : RegistryConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}
