using Gyre.Storage;
using Gyre.Tracking.Search;

namespace Gyre.Tracking.Tests.Search;

public sealed class CompiledFilterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Filters_at_the_limits_of_size_and_depth_run(DatabaseKind engine)
    {
        await using var store = await SearchPlaces.OpenAsync(engine);
        string[] filters =
        [
            string.Join(" AND ", Enumerable.Range(0, 1000).Select(i => $"tags.k{i} = 'v{i}'")),
            string.Join(" OR ", Enumerable.Range(0, 1000).Select(i => $"metrics.k{i} > {i}")),
            Alternating(32, last: false),
            Alternating(32, last: true),
            Full(9, isOr: true),
            "run_id IN (" + string.Join(",", Enumerable.Range(0, 15000).Select(i => "'a'")) + ")",
            $"tags.a LIKE '{string.Concat(Enumerable.Repeat("%a[*?_", 100))}'",
            $"tags.a ILIKE '{new string('é', LikePattern.MaxLength)}'",
        ];
        foreach (var text in filters)
        {
            var query = new RunQuery { Experiments = [0], Filter = FilterParser.Parse(SearchTarget.Runs, text, FilterDialect.Extended), Limit = 10 };
            (await store.Database.ReadAsync(session => RunSearch.Find(session, query), Cancel)).Numbers.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Experiments_are_found_by_name_time_and_tag_in_order(DatabaseKind engine)
    {
        await using var store = await SearchPlaces.OpenAsync(engine);
        await store.Database.WriteAsync(FillExperiments, Cancel);
        (string Filter, string[] Order, ViewType View, long[] Expected)[] searches =
        [
            ("", [], ViewType.Active, [3, 1, 2, 5]),
            ("", [], ViewType.Deleted, [4]),
            ("", ["name DESC"], ViewType.All, [4, 3, 2, 1, 5]),
            ("", ["creation_time"], ViewType.Active, [5, 2, 1, 3]),
            ("name LIKE 'alpha%'", [], ViewType.Active, [1, 2]),
            ("name ILIKE 'BETA'", [], ViewType.Active, [5]),
            ("tags.grp != '1'", [], ViewType.Active, [3]),
            ("tags.grp IS NULL", [], ViewType.Active, [2, 5]),
            ("creation_time > 1.5 AND tag.grp = '2'", [], ViewType.Active, [3]),
            ("last_update_time <= 100", ["experiment_id"], ViewType.Active, [1, 2, 3, 5]),
        ];
        foreach (var (filter, order, view, expected) in searches)
        {
            var query = new ExperimentQuery { Filter = FilterParser.Parse(SearchTarget.Experiments, filter), Order = OrderParser.Parse(SearchTarget.Experiments, order), View = view, Limit = 10 };
            (await store.Database.ReadAsync(session => ExperimentSearch.Find(session, query), Cancel)).Numbers.ShouldBe(expected, filter + string.Join(",", order));
            var part = await store.Database.ReadAsync(session => ExperimentSearch.Find(session, query with { Limit = 1, Offset = 1 }), Cancel);
            part.Numbers.ShouldBe(expected.Skip(1).Take(1));
            part.HasMore.ShouldBe(expected.Length > 2);
        }
    }

    [Fact]
    public void Values_are_parameters_without_exception()
    {
        const string Hostile = "x') OR 1=1 --";
        var text = $"tags.`{Hostile}` = \"{Hostile}\" AND run_name LIKE \"{Hostile}\" AND datasets.name IN (\"{Hostile}\") AND metrics.`{Hostile}` > 1";
        foreach (var engine in Enum.GetValues<DatabaseKind>())
            FilterCompiler.Compile(FilterParser.Parse(SearchTarget.Runs, text), RunColumns.All, engine).Sql.ShouldNotContain("1=1");
    }

    [Theory]
    [InlineData("tags.`mlflow.prompt.is_prompt` = 'true'", 1, false)]
    [InlineData("tags.`mlflow.prompt.is_prompt` != 'false'", 1, false)]
    [InlineData("tags.`mlflow.prompt.is_prompt` != 'true' AND name = 'x'", 1, true)]
    [InlineData("name = 'x'", 1, true)]
    [InlineData("", 0, true)]
    public void Prompts_are_left_out_unless_asked_for(string text, int clauses, bool leaveOut)
    {
        var (filter, isLeftOut) = PromptFilter.Apply(FilterParser.Parse(SearchTarget.RegisteredModels, text));
        filter.Clauses().Count().ShouldBe(clauses);
        isLeftOut.ShouldBe(leaveOut);
    }

    [Fact]
    public void A_field_that_is_not_stored_is_refused() => Should.Throw<TrackingException>(
        () => FilterCompiler.Compile(FilterParser.Parse(SearchTarget.Traces, "span.name = 'x'"), RunColumns.All, DatabaseKind.Sqlite)).Message.ShouldContain("not supported");

    // a AND (b OR (c AND ...)), the bracket before or behind its neighbour.
    private static string Alternating(int pairs, bool last)
    {
        var text = "tags.z = 'z'";
        for (var i = 0; i < pairs; i++)
            text = last ? $"tags.a = 'a' AND (tags.b = 'b' OR NOT ({text}))" : $"(NOT ({text}) OR tags.b = 'b') AND tags.a = 'a'";
        return text;
    }

    private static string Full(int depth, bool isOr) => depth == 0 ? "metrics.a > 1" : $"({Full(depth - 1, !isOr)} {(isOr ? "OR" : "AND")} {Full(depth - 1, !isOr)})";

    private static int FillExperiments(IDbSession session)
    {
        (long Id, string Name, long Created, string Stage, string? Group)[] experiments =
            [(1, "alpha", 2, "active", "1"), (2, "alphabet", 2, "active", null), (3, "gamma", 9, "active", "2"), (4, "gone", 3, "deleted", "2"), (5, "Beta", 1, "active", null)];
        session.Execute("DELETE FROM tracking_experiments WHERE id >= 0");
        foreach (var (id, name, created, stage, group) in experiments)
        {
            session.Execute(
                "INSERT INTO tracking_experiments (id, name, artifact_location, lifecycle_stage, created_at, updated_at) VALUES (@id, @name, '', @stage, @created, @created)",
                new { id, name, stage, created });
            if (group is not null)
                session.Execute("INSERT INTO tracking_experiment_tags (experiment, key, value) VALUES (@id, 'grp', @group)", new { id, group });
        }
        return 0;
    }
}
