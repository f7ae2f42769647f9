using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Storage;
using Gyre.Testing.Storage;

namespace Gyre.Benchmarks;

/// <summary>
/// Queries over 1,000,000 items and 200,000 annotations: in memory, and kept in SQLite. <c>GYRE_QUERY_ITEMS</c> is another number of items,
/// <c>GYRE_QUERY_POSTGRESQL=1</c> measures PostgreSQL, too.
/// </summary>
internal static class QueryBenchmarks
{
    private const int Rounds = 7;

    private static readonly int Items = int.TryParse(
        Environment.GetEnvironmentVariable("GYRE_QUERY_ITEMS"), CultureInfo.InvariantCulture, out var items) ? items : 1_000_000;

    private static readonly (string What, string Query)[] Queries =
    [
        ("a rare text (1,000 items)", """{"filter": {"metadata.user.batch": "batch-77"}, "pageSize": 100}"""),
        ("one id", """{"filter": {"id": "i0500000"}}"""),
        ("a range of numbers (1,000)", """{"filter": {"metadata.system.size": {"$gte": 500000, "$lt": 501000}}, "pageSize": 100}"""),
        ("an hour of times (3,600)",
            """{"filter": {"createdAt": {"$gte": "2026-01-03T10:00:00Z", "$lt": "2026-01-03T11:00:00Z"}}, "pageSize": 100}"""),
        ("two conditions (500 of 1,000 and 500,000)",
            """{"filter": {"metadata.user.batch": "batch-77", "hidden": false}, "pageSize": 100}"""),
        ("items with a rare label (1,000)", """{"join": {"filter": {"label": "rare"}}, "pageSize": 100}"""),
        ("items without annotations, of a batch (800)",
            """{"filter": {"metadata.user.batch": "batch-77"}, "except": {"query": {"join": {}}}, "pageSize": 100}"""),
        ("count of half of them, one on the page", """{"filter": {"hidden": true}, "pageSize": 1}"""),
        ("half of them, first page of 100", """{"filter": {"hidden": true}, "pageSize": 100}"""),
        ("all, first page of 100", """{"pageSize": 100}"""),
        ("a folder (10,000), sorted by size",
            """{"filter": {"dir": "/d7"}, "sort": {"metadata.system.size": "ascending"}, "pageSize": 100}"""),
        ("two broad conditions (250,000)",
            """{"filter": {"hidden": true, "metadata.system.size": {"$gte": 500000}}, "pageSize": 100}"""),
        ("names that end in 7.png, of a batch (100)",
            """{"filter": {"metadata.user.batch": "batch-77", "name": "*7.png"}, "pageSize": 100}"""),
    ];

    public static async Task RunAsync(Bench bench)
    {
        var documents = Documents();
        var queries = Queries.Select(static query => (query.What, Query: Read(query.Query))).ToList();
        var expected = queries.Select(query => InMemory(query.What, query.Query, documents)).ToList();
        var columns = new List<string> { "query", "found", "in memory, processor, ms", "SQLite, processor, ms", "wall, ms" };
        var rows = expected.Select(
            static one => new List<string> { one.What, $"{one.Page.Total}", Bench.Number(one.Milliseconds, "0") }).ToList();
        Add(rows, await KeptAsync("SQLite", new StorageOptions { Home = bench.NewPlace("queries") }, documents, expected));
        if (Environment.GetEnvironmentVariable("GYRE_QUERY_POSTGRESQL") == "1" && await PostgresServer.SharedAsync() is { } server)
        {
            var address = await server.CreateDatabaseAsync(CancellationToken.None);
            var home = new StorageOptions { Home = bench.NewPlace("queries"), Store = address };
            Add(rows, await KeptAsync("PostgreSQL", home, documents, expected));
            columns.AddRange("PostgreSQL, processor without the server, ms", "wall, ms");
        }
        Bench.Print(
            $"Queries over {Items} items and {documents.Annotations.Count} annotations (median of {Rounds}; in memory once)", [.. columns],
            rows.Select(static row => row.ToArray()));
    }

    private static void Add(List<List<string>> rows, List<(double Processor, double Wall)> times)
    {
        foreach (var (row, time) in rows.Zip(times))
            row.AddRange(Bench.Number(time.Processor, "0.0"), Bench.Number(time.Wall, "0.0"));
    }

    private static Expected InMemory(string what, DocumentQuery query, DocumentSet documents)
    {
        var before = Environment.CpuUsage.TotalTime;
        var page = DocumentQueries.Run(query, documents);
        return new Expected(what, query, page, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
    }

    /// <summary>Medians. Time of the processor, too: other programs on the machine take it from the wall clock.</summary>
    private static async Task<List<(double Processor, double Wall)>> KeptAsync(
        string engine, StorageOptions options, DocumentSet documents, List<Expected> expected)
    {
        Directory.CreateDirectory(options.Home);
        await using var store = await GyreStore.OpenAsync(options, DatasetService.Migrations, TimeProvider.System, CancellationToken.None);
        var kept = new DocumentStore(store.Database);
        var before = Environment.CpuUsage.TotalTime;
        var loading = await Bench.TimeAsync(() => kept.CreateAsync("items", documents, CancellationToken.None));
        var used = Environment.CpuUsage.TotalTime - before;
        Console.WriteLine(
            $"{engine}: kept in {Bench.Number(loading.TotalSeconds, "0")} s, {Bench.Number(used.TotalSeconds, "0")} s of the processor");
        if (StoreCopy.PathOf(options) is { } file)
            Console.WriteLine($"{engine}: {new FileInfo(file).Length >> 20} MiB");
        await ChangeAsync(engine, kept, documents);
        var times = new List<(double Processor, double Wall)>();
        foreach (var (what, query, page, _) in expected)
        {
            var found = await kept.RunAsync("items", query, CancellationToken.None);
            if (page.Total != found.Total || !page.Documents.SequenceEqual(found.Documents))
                throw new InvalidOperationException($"{engine}: '{what}' finds something else than in memory.");
            var (processor, wall) = (new List<TimeSpan>(), new List<TimeSpan>());
            for (var round = 0; round < Rounds; round++)
            {
                before = Environment.CpuUsage.TotalTime;
                wall.Add(await Bench.TimeAsync(() => kept.RunAsync("items", query, CancellationToken.None)));
                processor.Add(Environment.CpuUsage.TotalTime - before);
            }
            times.Add((Bench.Median(processor).TotalMilliseconds, Bench.Median(wall).TotalMilliseconds));
            Console.WriteLine($"{engine}: {what}: {Bench.Number(times[^1].Processor)} ms, wall {Bench.Number(times[^1].Wall)} ms");
        }
        return times;
    }

    /// <summary>Puts items back as they are, one by one.</summary>
    private static async Task ChangeAsync(string engine, DocumentStore kept, DocumentSet documents)
    {
        var rounds = new List<TimeSpan>();
        for (var round = 0; round < 100; round++)
        {
            var item = documents.Items[(int)((long)round * documents.Items.Count / 100)];
            rounds.Add(await Bench.TimeAsync(() => kept.PutAsync("items", new DocumentSet([item], []), CancellationToken.None)));
        }
        Console.WriteLine($"{engine}: one item changed in {Bench.Number(Bench.Median(rounds).TotalMilliseconds)} ms");
    }

    private sealed record Expected(string What, DocumentQuery Query, QueryPage Page, double Milliseconds);

    private static DocumentQuery Read(string text) => DocumentQueries.Parse(Encoding.UTF8.GetBytes(text));

    private static DocumentSet Documents()
    {
        var random = new SeededRandom(18);
        var begin = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var items = new List<MapValue>(Items);
        for (var i = 0; i < Items; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"n{i:d7}.png");
            var folder = string.Create(CultureInfo.InvariantCulture, $"/d{i % 100}");
            items.Add(Map(
                ("id", Value.Of(string.Create(CultureInfo.InvariantCulture, $"i{i:d7}"))), ("dir", Value.Of(folder)),
                ("name", Value.Of(name)), ("type", Value.Of("file")), ("hidden", Value.Of(random.NextInt(0, 2) == 0)),
                ("createdAt", Value.Of(begin.AddSeconds(i).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))),
                ("metadata", Map(
                    ("system", Map(("size", Value.Of((long)random.NextInt(0, 1_000_000))))),
                    ("user", Map(("batch", Value.Of(string.Create(CultureInfo.InvariantCulture, $"batch-{random.NextInt(0, 1000)}")))))))));
        }
        var annotations = new List<MapValue>();
        for (var i = 0; i < Items / 5; i++)
        {
            annotations.Add(Map(
                ("id", Value.Of(string.Create(CultureInfo.InvariantCulture, $"a{i:d7}"))),
                ("itemId", Value.Of(string.Create(CultureInfo.InvariantCulture, $"i{random.NextInt(0, Items):d7}"))),
                ("label", Value.Of(random.NextInt(0, 200) == 0 ? "rare" : "usual")), ("type", Value.Of("box")),
                ("createdAt", Value.Of("2026-02-01T00:00:00Z"))));
        }
        return new DocumentSet(items, annotations);
    }

    private static MapValue Map(params (string Key, Value Value)[] entries) =>
        new([.. entries.Select(static entry => new KeyValuePair<string, Value>(entry.Key, entry.Value))]);
}
