using System.Numerics;
using Gyre.Core;

namespace Gyre.Datasets.Tests.Queries;

/// <summary>
/// Documents and queries at random, from so few names and values that they meet, and from those that are hard to compare.
/// </summary>
internal sealed class RandomQueries(SeededRandom random)
{
    private static readonly string Long = new('m', 200);

    private static readonly string[] Names = ["a", "b", "n", "tags", "refs", "type", "createdAt"];

    private static readonly string[] Paths =
    [
        "a", "b", "n", "tags", "refs", "type", "createdAt", "a.x", "a.y", "a.x.z", "refs.x", "refs.y", "tags.x", "id", "itemId", "b.b.b",
        "a.\0", new string('p', 201), "nowhere",
    ];

    private static readonly string[] Texts =
    [
        "cat", "Cat", "cats", "dog", "a*b", "", "3", "-0.5", "1e3", "zebra", "été", "\uFFFD", "\U0001F600", "\U0001F600x",
        "\uE000", "\uD7FF", "2026-03-02", "2026-03-02T00:00:00Z", "2026-03-02T01:30:00+02:00", "2026-03-01T23:59:59.9999999Z",
        "2026-03-02 later", "2027", "true", "null", "with\0nul", Long, Long + "a", Long + "b", Long[..199] + "\U0001F600 end",
        "it's; DROP TABLE documents --",
    ];

    private static readonly Value[] Numbers =
    [
        Value.Of(0L), Value.Of(1L), Value.Of(3L), Value.Of(3.0), Value.Of(-0.0), Value.Of(-0.5), Value.Of(1000L), Value.Of(0.1),
        Value.Of(9007199254740993L), new IntegerValue(BigInteger.Pow(10, 30)), new IntegerValue(BigInteger.Pow(10, 400)),
        Value.Of(double.NaN), Value.Of(double.PositiveInfinity), Value.Of(double.NegativeInfinity),
    ];

    private static readonly string[] Globs =
    [
        "*", "cat*", "*at", "c*t", "C*", "a\\*b", "\U0001F600*", "\uFFFD*", "mmm*", "2026*", "\uD7FF*", Long + "*", Long + "a*", "*\0*",
        "a*\\*b*", "**/x",
    ];

    /// <summary>Items and annotations.</summary>
    public DocumentSet Documents(int items, int annotations)
    {
        // One strange document makes its whole path, or its whole set, strange: plain sets are asked as well.
        var isPlain = random.NextInt(0, 2) == 0;
        return new DocumentSet(
            [.. Enumerable.Range(0, items).Select(index => Document($"i{index}", null, isPlain))],
            [.. Enumerable.Range(0, annotations).Select(index => Document($"a{index}", $"i{random.NextInt(0, items + 5)}", isPlain))]);
    }

    public MapValue Document(string id, string? item, bool isPlain)
    {
        var entries = new List<KeyValuePair<string, Value>> { new("id", Value.Of(id)) };
        if (item is not null && random.NextInt(0, 20) > 0)
            entries.Add(new("itemId", random.NextInt(0, 20) == 0 ? Value.Null : Value.Of(item)));
        foreach (var name in Names.Where(_ => random.NextInt(0, 3) > 0))
            entries.Add(new(name, isPlain ? Plain(name) : Any(0)));
        if (!isPlain && random.NextInt(0, 300) == 0)
            entries.AddRange(Enumerable.Range(0, 510).Select(index => new KeyValuePair<string, Value>($"k{index}", Value.Of(1L))));
        return new MapValue([.. entries]);
    }

    public Value Query()
    {
        var entries = new List<KeyValuePair<string, Value>>();
        if (random.NextInt(0, 4) == 0)
            entries.Add(new("resource", Value.Of("annotations")));
        entries.AddRange(Part(0));
        if (random.NextInt(0, 3) == 0)
            entries.Add(new("sort", Sort()));
        entries.Add(new("page", Value.Of((long)random.NextInt(0, 3))));
        entries.Add(new("pageSize", Value.Of((long)random.NextInt(1, 30))));
        return new MapValue([.. entries]);
    }

    private IEnumerable<KeyValuePair<string, Value>> Part(int depth)
    {
        yield return new("filter", Filter(0));
        if (random.NextInt(0, 5) == 0)
            yield return new("join", Map("filter", Filter(1)));
        if (depth < 2 && random.NextInt(0, 8) == 0)
            yield return new("intersect", Map("query", new MapValue([.. Part(depth + 1)])));
        if (depth < 2 && random.NextInt(0, 8) == 0)
            yield return new("except", Map("query", new MapValue([.. Part(depth + 1)])));
    }

    private MapValue Filter(int depth) => (depth < 3 ? random.NextInt(0, 9) : 8) switch
    {
        0 => Map("$and", Filters(depth)),
        1 => Map("$or", Filters(depth)),
        2 => Map("$not", Filter(depth + 1)),
        3 => new MapValue(
            [.. Paths.Where(_ => random.NextInt(0, 10) == 0).Select(path => new KeyValuePair<string, Value>(path, Test(depth)))]),
        _ => Map(Pick(Paths), Test(depth)),
    };

    private Value Filters(int depth) => Value.Of(Enumerable.Range(0, random.NextInt(0, 4)).Select(_ => Filter(depth + 1)));

    private Value Test(int depth) => random.NextInt(0, 13) switch
    {
        0 or 1 => Literal(),
        2 => Map("$eq", Literal()),
        3 => Map("$ne", Literal()),
        4 => Map("$in", Literals()),
        5 => Map("$nin", Literals()),
        6 => Map("$exists", Value.Of(random.NextInt(0, 2) == 0)),
        7 => Map("$glob", Value.Of(Pick(Globs))),
        8 when depth < 3 => Map("$match", new MapValue([new(Pick(["x", "y", "x.z"]), Test(depth + 1)), new("y", Test(depth + 1))])),
        9 when depth < 3 => Map("$not", Test(depth + 1) is MapValue operators ? operators : Map("$gt", Bound())),
        10 => new MapValue([new("$gte", Bound()), new("$lt", Bound())]),
        11 => Map(Pick(["$gt", "$gte"]), Bound()),
        _ => Map(Pick(["$lt", "$lte"]), Bound()),
    };

    private Value Literals() => Value.Of(Enumerable.Range(0, random.NextInt(0, 5)).Select(_ => Literal()));

    private Value Literal() => random.NextInt(0, 8) switch
    {
        0 => Value.Null,
        1 => Value.Of(Enumerable.Range(0, random.NextInt(0, 3)).Select(_ => Scalar())),
        2 => Value.Of(Pick(Globs)),
        _ => Scalar(),
    };

    private Value Scalar() => random.NextInt(0, 5) switch
    {
        0 => Value.Of(random.NextInt(0, 2) == 0),
        1 or 2 => Pick(Numbers),
        _ => Value.Of(Pick(Texts)),
    };

    private Value Bound() => random.NextInt(0, 2) == 0 ? Pick(Numbers) : Value.Of(Pick(Texts));

    private MapValue Sort() => new(
    [
        .. Paths.Where(_ => random.NextInt(0, 8) == 0)
            .Select(path => new KeyValuePair<string, Value>(path, Value.Of(random.NextInt(0, 2) == 0 ? "ascending" : "descending"))),
    ]);

    /// <summary>One value of a kind that has its order in the tables.</summary>
    private Value Plain(string name) => name switch
    {
        "type" => Value.Of(Pick(["file", "dir"])),
        "createdAt" => Value.Of(Pick(["2026-03-02", "2026-03-02T01:30:00+02:00", "2026-03-01T23:59:59.9999999Z"])),
        "n" => Value.Of((long)random.NextInt(0, 10)),
        "tags" => Value.Of(Texts.Take(8).Where(_ => random.NextInt(0, 3) == 0).Select(static text => Value.Of(text))),
        "refs" => Value.Of(Enumerable.Range(0, random.NextInt(0, 3)).Select(
            _ => (Value)new MapValue([new("x", Pick(Numbers)), new("y", Value.Of(Pick(Texts)))]))),
        "a" => Map(Pick(["x", "y"]), Value.Of(Pick(Texts[..6]))),
        _ => Pick([Value.Of(true), Value.Of(3L), Value.Of(0.1), Value.Of("cat"), Value.Of("\U0001F600"), Value.Of("\uFFFD"), Value.Null]),
    };

    private Value Any(int depth) => (depth < 3 ? random.NextInt(0, 12) : 11) switch
    {
        0 => new MapValue([new("x", Any(depth + 1)), new("y", Any(depth + 1))]),
        1 => Map(Pick(["x", "y", "b", "z", "dotted.key", "", "\0"]), Any(depth + 1)),
        2 => new MapValue([]),
        3 => Value.Of(Enumerable.Range(0, random.NextInt(0, 4)).Select(_ => Any(depth + 1))),
        4 => Value.Of(Enumerable.Range(0, random.NextInt(0, 3)).Select(_ => (Value)Map(Pick(["x", "y"]), Any(depth + 1)))),
        5 when random.NextInt(0, 20) == 0 => Value.Of(Enumerable.Range(0, 40).Select(static index => Value.Of((long)index))),
        6 => Value.Null,
        _ => Scalar(),
    };

    private static MapValue Map(string key, Value value) => new([new(key, value)]);

    private T Pick<T>(IReadOnlyList<T> of) => of[random.NextInt(0, of.Count)];
}
