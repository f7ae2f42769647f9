using System.Globalization;
using Gyre.Core;
using Gyre.Storage;
using Gyre.Testing;
using Gyre.Tracking.Search;

namespace Gyre.Tracking.Tests.Search;

/// <summary>
/// Random searches on random runs, against a slow evaluator in memory. GYRE_SEARCH_SEED gives another seed.
/// </summary>
public sealed class RunSearchDifferentialTests
{
    private const int Runs = 250;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task A_search_finds_what_a_look_at_every_run_finds_in_the_same_order(DatabaseKind engine)
    {
        var seed = ulong.Parse(Environment.GetEnvironmentVariable("GYRE_SEARCH_SEED") ?? "20", CultureInfo.InvariantCulture);
        var cases = Budget.Searches;
        await using var store = await SearchPlaces.OpenAsync(engine);
        var random = new SeededRandom(seed);
        var made = SampleRuns.Make(random.Fork("runs"), Runs);
        var runs = await store.Database.WriteAsync(session => SampleRuns.Insert(session, made), Cancel);
        var searches = random.Fork("searches");
        for (var i = 0; i < cases; i++)
        {
            var search = Search.Make(searches);
            var page = await store.Database.ReadAsync(session => RunSearch.Find(session, search.Query, few: searches.NextInt(0, 2) == 0 ? 0 : RunSearch.Few), Cancel);
            var expected = runs.Where(search.Matches).ToList();
            expected.Sort(search.Order.Compare);
            var numbers = expected.Skip((int)search.Query.Offset).Take(search.Query.Limit).Select(r => r.Number).ToList();
            page.Numbers.ShouldBe(numbers, $"seed {seed}, search {i}: {search}");
            page.HasMore.ShouldBe(expected.Count > search.Query.Offset + search.Query.Limit, $"seed {seed}, search {i}: {search}");
        }
    }

    private sealed record Search(RandomFilter Filter, RandomOrder Order, RunQuery Query)
    {
        public static Search Make(SeededRandom random)
        {
            var extended = random.NextInt(0, 3) == 0;
            var filter = extended ? RandomFilter.Extended(random, random.NextInt(0, 4)) : RandomFilter.Plain(random);
            if (random.NextInt(0, 6) == 0)
                filter = new RandomFilter("", _ => true);
            var order = RandomOrder.Make(random);
            var query = new RunQuery
            {
                Experiments = SampleRuns.Pick<long[]>(random, [[0], [1], [0, 1, 2], [2, 99], [0, 0, 1]]),
                Filter = FilterParser.Parse(SearchTarget.Runs, filter.Text, extended ? FilterDialect.Extended : FilterDialect.Plain),
                Order = OrderParser.Parse(SearchTarget.Runs, order.Texts),
                View = SampleRuns.Pick(random, [ViewType.Active, ViewType.Deleted, ViewType.All]),
                Offset = random.NextInt(0, 2) == 0 ? 0 : random.NextInt(0, 60),
                Limit = random.NextInt(0, 3) == 0 ? 1000 : 1 + random.NextInt(0, 30),
            };
            return new Search(filter, order, query);
        }

        public bool Matches(SampleRun run) =>
            Query.Experiments.Contains(run.Experiment) && (Query.View == ViewType.All || run.IsActive == (Query.View == ViewType.Active)) && Filter.Matches(run);

        public override string ToString() => $"[{Filter.Text}] by [{string.Join(", ", Order.Texts)}], {Query.View}, {Query.Offset}+{Query.Limit}, in {string.Join(",", Query.Experiments)}";
    }
}
