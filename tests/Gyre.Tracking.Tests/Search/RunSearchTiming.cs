using System.Diagnostics;
using System.Globalization;
using Gyre.Storage;
using Gyre.Tracking.Search;

namespace Gyre.Tracking.Tests.Search;

/// <summary>How long searches take; asserts nothing about time. Run with GYRE_SEARCH_TIMING=runs, for instance 100000.</summary>
public sealed class RunSearchTiming
{
    private static readonly (string Filter, string Order, ViewType View, long Offset)[] Searches =
    [
        ("", "metrics.loss ASC", ViewType.Active, 0),
        ("", "metrics.loss DESC", ViewType.Active, 0),
        ("metrics.acc > 0.5 and params.lr = '0.1'", "metrics.loss ASC", ViewType.Active, 0),
        ("metrics.acc > 0.5 and params.lr = '0.1'", "", ViewType.Active, 0),
        ("metrics.acc > 0.5 and params.lr = '0.1'", "metrics.loss ASC", ViewType.Active, 5000),
        ("", "", ViewType.Active, 0),
        ("", "", ViewType.All, 0),
        ("", "attributes.start_time ASC", ViewType.Active, 0),
        ("", "metrics.loss ASC", ViewType.Active, 10000),
        ("", "params.lr ASC", ViewType.Active, 0),
        ("", "params.lr DESC, metrics.loss ASC", ViewType.Active, 0),
        ("", "metrics.same ASC", ViewType.Active, 0),
        ("", "metrics.rare DESC", ViewType.Active, 0),
        ("", "attributes.run_name ASC", ViewType.Active, 0),
        ("tags.rare = 'x'", "metrics.loss ASC", ViewType.Active, 0),
        ("run_name = 'run-77'", "", ViewType.Active, 0),
        ("run_name LIKE '%777'", "metrics.loss ASC", ViewType.Active, 0),
        ("status = 'FAILED'", "metrics.loss ASC", ViewType.Active, 0),
        ("params.lr IS NULL", "metrics.loss ASC", ViewType.Active, 0),
        ("metrics.acc > 0.5 and metrics.acc < 0.5", "metrics.loss ASC", ViewType.Active, 0),
        ("metrics.acc > 0.1 and metrics.acc < 0.6", "metrics.loss ASC", ViewType.Active, 0),
        ("params.lr = '0.1' and params.model = 'm4'", "metrics.loss ASC", ViewType.Active, 0),
        ("params.model LIKE 'm_' and tags.team ILIKE 'T1'", "metrics.acc DESC", ViewType.Active, 0),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Times_of_searches_are_shown(DatabaseKind engine)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("GYRE_SEARCH_TIMING"), CultureInfo.InvariantCulture, out var runs))
            Assert.Skip("GYRE_SEARCH_TIMING gives no number of runs.");
        await using var store = await SearchPlaces.OpenAsync(engine);
        await store.Database.WriteAsync(session => Fill(session, runs), Cancel);
        foreach (var experiments in new long[][] { [1], [1, 2] })
        {
            foreach (var search in Searches)
            {
                var query = new RunQuery
                {
                    Experiments = experiments,
                    Filter = FilterParser.Parse(SearchTarget.Runs, search.Filter),
                    Order = OrderParser.Parse(SearchTarget.Runs, search.Order.Length == 0 ? [] : search.Order.Split(", ")),
                    View = search.View,
                    Offset = search.Offset,
                    Limit = 100,
                };
                await ShowAsync(store, query, $"{engine} {experiments.Length} exp [{search.Filter}] by [{search.Order}] {search.View} +{search.Offset}");
            }
        }
    }

    private static async Task ShowAsync(IStore store, RunQuery query, string name)
    {
        var times = new List<double>();
        var count = 0;
        for (var i = 0; i < 7; i++)
        {
            var clock = Stopwatch.StartNew();
            count = (await store.Database.ReadAsync(session => RunSearch.Find(session, query), Cancel)).Numbers.Count;
            times.Add(clock.Elapsed.TotalMilliseconds);
        }
        times.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"p50 {times[3],8:F1} ms  max {times[^1],8:F1} ms  {count,4} rows  {name}"));
    }

    // Each key's values are spread by its own multiplier, so that they do not go together.
    private static int Fill(IDbSession session, int runs)
    {
        var postgres = session.Kind == DatabaseKind.PostgreSql;
        var numbers = postgres ? "SELECT generate_series(1, @runs) AS i" : "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @runs) SELECT i FROM n";
        var id = postgres ? "md5(i::text)" : "lower(hex(randomblob(16)))";
        session.Execute(
            $"""
            INSERT INTO tracking_runs (run_id, experiment, name, user_id, status, start_time, end_time, artifact_uri, lifecycle_stage)
            SELECT {id}, CASE WHEN i % 20 = 0 THEN 2 ELSE 1 END, 'run-' || i, 'u', 1 + i % 5, 1700000000000 + i % 50000, 1700000001000, 'a', CASE WHEN i % 50 = 0 THEN 'deleted' ELSE 'active' END
            FROM ({numbers}) numbered
            """,
            new { runs });
        foreach (var (key, value, where) in new[]
        {
            ("loss", "(number * 7919 % 100003) / 100003.0", "number % 100 > 0"), ("acc", "(number * 104729 % 99991) / 99991.0", "1 = 1"), ("same", "1.0", "1 = 1"), ("rare", "number * 1.0", "number % 1000 = 7"),
        })
        {
            session.Execute($"INSERT INTO tracking_latest (run, key, value, is_nan, step, timestamp) SELECT number, @key, {value}, number % 10 = 3, 0, 0 FROM tracking_runs WHERE {where}", new { key });
        }
        foreach (var (table, key, value, where) in new[]
        {
            ("tracking_params", "lr", "CASE number % 5 WHEN 0 THEN '0.1' WHEN 1 THEN '0.2' WHEN 2 THEN '0.01' WHEN 3 THEN '0.02' ELSE '1' END", "number % 7 > 0"), ("tracking_params", "model", "'m' || (number % 5)", "1 = 1"),
            ("tracking_tags", "team", "'t' || (number % 3)", "1 = 1"), ("tracking_tags", "rare", "'x'", "number % 1000 = 7"), ("tracking_tags", "name", "name", "1 = 1"),
        })
        {
            session.Execute($"INSERT INTO {table} (run, key, value) SELECT number, @key, {value} FROM tracking_runs WHERE {where}", new { key });
        }
        if (postgres)
            session.Execute("ANALYZE /* A single word would be taken for a procedure. */");
        return 0;
    }
}
