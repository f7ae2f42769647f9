using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Gyre.Core;
using Gyre.Datasets.Filters;

namespace Gyre.Datasets.Queries;

/// <summary>Reads queries, and refuses what it does not know by name and place.</summary>
internal static class QueryReader
{
    private static readonly ImmutableArray<string> Keys =
        ["resource", "filter", "join", "intersect", "except", "sort", "page", "pageSize"];

    /// <summary>What clients of the language send beside a query that does not change what is found.</summary>
    private static readonly ImmutableArray<string> Ignored = ["context", "systemSpace"];

    private static readonly ImmutableArray<string> Parts = ["filter", "join", "intersect", "except"];

    public static DocumentQuery Read(Value document)
    {
        if (document is not MapValue map)
            throw Refuse("", "The query is not an object.", "Write {\"filter\": {}}.");
        var filters = new FilterReader();
        if (!map.Entries.Any(static entry => Keys.Contains(entry.Key)))
            return new DocumentQuery(QueryResource.Items, new QueryPart("", filters.Read("filter", map), null, null, null));
        foreach (var (key, _) in map.Entries)
        {
            if (!Keys.Contains(key) && !Ignored.Contains(key))
                throw Refuse(key, $"'{Short(key)}' is no key of a query.", $"Use {string.Join(", ", Keys)}.");
        }
        var resource = ResourceOf(map.Find("resource"), "resource");
        return new DocumentQuery(resource, ReadPart("", map, resource, filters, 0))
        {
            Sort = SortOf(map.Find("sort")),
            Page = (int)Whole(map, "page", 0, 0, int.MaxValue),
            PageSize = (int)Math.Min(Whole(map, "pageSize", DocumentQuery.MostOnPage, 1, int.MaxValue), DocumentQuery.MostOnPage),
        };
    }

    private static QueryPart ReadPart(string place, MapValue map, QueryResource resource, FilterReader filters, int depth)
    {
        if (depth > FilterReader.MaxDepth)
            throw Refuse(place, $"Queries are nested more than {FilterReader.MaxDepth} deep.", "Nest them less.");
        return new QueryPart(
            place,
            map.Find("filter") is { } filter
                ? filters.Read(Below(place, "filter"), AsMap(filter, Below(place, "filter")))
                : new AllOf(Below(place, "filter"), []),
            map.Find("join") is { } join ? JoinOf(Below(place, "join"), join, resource, filters) : null,
            map.Find("intersect") is { } intersect ? Other(Below(place, "intersect"), intersect, resource, filters, depth) : null,
            map.Find("except") is { } except ? Other(Below(place, "except"), except, resource, filters, depth) : null);
    }

    private static QueryPart Other(string place, Value value, QueryResource resource, FilterReader filters, int depth)
    {
        var map = AsMap(value, place);
        Only(map, place, ["query"]);
        var inner = Below(place, "query");
        var query = AsMap(map.Find("query")
            ?? throw Refuse(place, "The key 'query' is missing.", "Write {\"query\": {\"filter\": {}}}."), inner);
        Only(query, inner, [.. Parts, "resource"]);
        if (query.Find("resource") is { } other && ResourceOf(other, Below(inner, "resource")) != resource)
            throw Refuse(Below(inner, "resource"), "The inner query asks of another resource.", "Ask of the same one, or join them.");
        return ReadPart(inner, query, resource, filters, depth + 1);
    }

    private static QueryJoin JoinOf(string place, Value value, QueryResource resource, FilterReader filters)
    {
        var map = AsMap(value, place);
        Only(map, place, ["on", "filter"]);
        if (map.Find("on") is { } on)
            CheckOn(Below(place, "on"), AsMap(on, Below(place, "on")), resource);
        var inner = Below(place, "filter");
        return new QueryJoin(
            map.Find("filter") is { } filter ? filters.Read(inner, AsMap(filter, inner)) : new AllOf(inner, []));
    }

    private static void CheckOn(string place, MapValue on, QueryResource resource)
    {
        Only(on, place, ["resource", "local", "forigen", "foreign"]);
        var (other, local, foreign) = resource == QueryResource.Items ? ("annotations", "itemId", "id") : ("items", "id", "itemId");
        Require(on, place, "resource", other);
        Require(on, place, "local", local);
        // The language spells it so; who knows better is understood as well.
        Require(on, place, on.Find("foreign") is null ? "forigen" : "foreign", foreign);
    }

    private static void Require(MapValue map, string place, string key, string wanted)
    {
        if (map.Find(key)?.TextOf() != wanted)
            throw Refuse(Below(place, key), $"'{key}' is not '{wanted}'.", $"Write \"{key}\": \"{wanted}\", or leave 'on' out.");
    }

    private static QueryResource ResourceOf(Value? value, string place) => value?.TextOf() switch
    {
        null when value is null => QueryResource.Items,
        "items" => QueryResource.Items,
        "annotations" => QueryResource.Annotations,
        var other => throw Refuse(
            place, $"'resource' is '{Short(other ?? value!.ToString())}', which cannot be queried.", "Use items or annotations."),
    };

    private static ImmutableArray<OrderKey> SortOf(Value? value)
    {
        if (value is null)
            return [];
        return
        [
            .. AsMap(value, "sort").Entries.Select(static entry => new OrderKey(
                FilterReader.PathOf(entry.Key, $"sort.{entry.Key}"),
                entry.Value.TextOf() switch
                {
                    "ascending" => false,
                    "descending" => true,
                    _ => throw Refuse(
                        $"sort.{entry.Key}", $"The order of '{Short(entry.Key)}' is '{Short(entry.Value.ToString())}'.",
                        "Use ascending or descending."),
                })),
        ];
    }

    private static long Whole(MapValue map, string key, long usual, long least, long most) => map.Find(key) switch
    {
        null => usual,
        IntegerValue { Number: var number } when number >= least => (long)BigInteger.Min(number, most),
        var other => throw Refuse(
            key, $"'{key}' is {Short(other.ToString())}.",
            string.Create(CultureInfo.InvariantCulture, $"Use a whole number from {least}.")),
    };

    private static void Only(MapValue map, string place, ImmutableArray<string> keys)
    {
        foreach (var (key, _) in map.Entries)
        {
            if (!keys.Contains(key))
                throw Refuse(Below(place, key), $"'{Short(key)}' is not known here.", $"Use {string.Join(", ", keys)}.");
        }
    }

    private static MapValue AsMap(Value value, string place) =>
        value as MapValue ?? throw Refuse(place, $"'{place}' is not an object.", "Write an object.");

    private static string Below(string place, string key) => place.Length == 0 ? key : $"{place}.{key}";

    internal static string Short(string text) => text.Length <= 100 ? text : $"{text[..100]}...";

    internal static InvalidInputException Refuse(string place, string message, string remedy) =>
        new([new Diagnostic(Severity.Error, "query.refused", message) { Path = Short(place), Remedy = remedy }]);
}
