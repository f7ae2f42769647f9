using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Datasets.Filters;

namespace Gyre.Datasets.Queries;

/// <summary>Reads filters; counts their depth and conditions over a whole query.</summary>
internal sealed class FilterReader
{
    /// <summary>Filters within filters.</summary>
    public const int MaxDepth = 32;

    /// <summary>Conditions and values of a query.</summary>
    private const int MaxNodes = 10_000;

    private const string Operators = "$eq, $ne, $gt, $gte, $lt, $lte, $in, $nin, $exists, $match, $not or $glob";

    private int _nodes;

    public QueryFilter Read(string place, MapValue filter) => Read(place, filter, 0);

    private AllOf Read(string place, MapValue filter, int depth)
    {
        Count(place, depth);
        return new AllOf(place, [.. filter.Entries.Select(entry => ReadEntry($"{place}.{entry.Key}", entry.Key, entry.Value, depth + 1))]);
    }

    private QueryFilter ReadEntry(string place, string key, Value value, int depth)
    {
        Count(place, depth);
        return key switch
        {
            "$and" => new AllOf(place, Filters(place, value, depth)),
            "$or" => new AnyOf(place, Filters(place, value, depth)),
            "$not" => new NoneOf(
                place,
                value is MapValue map
                    ? Read(place, map, depth + 1)
                    : throw QueryReader.Refuse(place, "'$not' is not followed by a filter.", "Write {\"$not\": {\"field\": value}}.")),
            _ when key.StartsWith('$') => throw QueryReader.Refuse(
                place, $"The operator '{QueryReader.Short(key)}' is not known here.", "Use $and, $or or $not, or the name of a field."),
            _ => Field(place, key, value, depth),
        };
    }

    private ImmutableArray<QueryFilter> Filters(string place, Value value, int depth)
    {
        if (value is not ListValue list)
            throw QueryReader.Refuse(place, "A list of filters is expected.", "Write a list of objects.");
        return
        [
            .. list.Items.Select((item, index) =>
            {
                var at = string.Create(CultureInfo.InvariantCulture, $"{place}[{index}]");
                return item is MapValue map
                    ? (QueryFilter)Read(at, map, depth + 1)
                    : throw QueryReader.Refuse(at, "An entry of the list is not a filter.", "Write an object.");
            }),
        ];
    }

    /// <summary>A value, operators, or further keys of the path.</summary>
    private QueryFilter Field(string place, string path, Value value, int depth)
    {
        Count(place, depth);
        if (value is not MapValue map)
            return new OnField(place, PathOf(path, place), new IsEqual(LiteralOf(place, value)));
        var operators = map.Entries.Count(static entry => entry.Key.StartsWith('$'));
        if (operators > 0 && operators < map.Entries.Length)
        {
            var wrong = map.Entries.First(static entry => !entry.Key.StartsWith('$')).Key;
            throw QueryReader.Refuse(
                $"{place}.{wrong}", $"'{QueryReader.Short(wrong)}' is a field beside operators.",
                "Put operators and fields into objects of their own.");
        }
        return new AllOf(place, [.. map.Entries.Select(entry => operators > 0
            ? Operator($"{place}.{entry.Key}", path, entry.Key, entry.Value, depth + 1)
            : Field($"{place}.{entry.Key}", $"{path}.{entry.Key}", entry.Value, depth + 1))]);
    }

    private QueryFilter Operator(string place, string path, string name, Value value, int depth)
    {
        Count(place, depth);
        QueryFilter On(FieldTest test) => new OnField(place, PathOf(path, place), test);
        return name switch
        {
            "$eq" => On(new IsEqual(LiteralOf(place, value))),
            "$ne" => new NoneOf(place, On(new IsEqual(LiteralOf(place, value)))),
            "$in" => On(new IsIn(Literals(place, value))),
            "$nin" => new NoneOf(place, On(new IsIn(Literals(place, value)))),
            "$lt" => On(new Compares(Comparison.Less, BoundOf(place, value))),
            "$lte" => On(new Compares(Comparison.LessOrEqual, BoundOf(place, value))),
            "$gt" => On(new Compares(Comparison.Greater, BoundOf(place, value))),
            "$gte" => On(new Compares(Comparison.GreaterOrEqual, BoundOf(place, value))),
            "$exists" => value is BooleanValue flag
                ? On(new Exists(flag.Flag))
                : throw QueryReader.Refuse(place, "'$exists' is not true or false.", "Write true or false."),
            "$match" => value is MapValue match
                ? On(new HasElement(Read(place, match, depth + 1)))
                : throw QueryReader.Refuse(
                    place, "'$match' is not followed by an object of conditions.", "Write {\"$match\": {\"field\": value}}."),
            "$glob" => value.TextOf() is { } glob
                ? On(new IsLike(GlobPattern.Of(glob)))
                : throw QueryReader.Refuse(place, "'$glob' is not followed by a text.", "Write a text with stars."),
            "$not" => new NoneOf(place, Field(place, path, value, depth + 1)),
            _ => throw QueryReader.Refuse(place, $"The operator '{QueryReader.Short(name)}' is not known here.", $"Use {Operators}."),
        };
    }

    public static FieldPath PathOf(string path, string place) => path.Split('.').All(static part => part.Length > 0)
        ? new FieldPath(path)
        : throw QueryReader.Refuse(
            place, $"'{QueryReader.Short(path)}' is not a path of a field.", "Write names with single dots between them.");

    private ImmutableArray<Literal> Literals(string place, Value value) => value is ListValue list
        ? [.. list.Items.Select((item, index) => LiteralOf(string.Create(CultureInfo.InvariantCulture, $"{place}[{index}]"), item))]
        : throw QueryReader.Refuse(place, "The operator is not followed by a list.", "Write a list of values.");

    private Literal LiteralOf(string place, Value value)
    {
        Count(place, 0);
        return value switch
        {
            NullValue => new Literal.Nothing(),
            ListValue list => new Literal.Members([.. list.Items.Select(item => ScalarOf(place, item))]),
            _ => ScalarOf(place, value),
        };
    }

    private Literal.Scalar ScalarOf(string place, Value value)
    {
        Count(place, 0);
        return value switch
        {
            BooleanValue flag => new Literal.Flag(flag.Flag),
            _ when value.TryGetNumber(out var number) => new Literal.Number(number),
            _ when value.TextOf() is { } text => new Literal.Text(GlobPattern.Of(text)),
            _ => throw QueryReader.Refuse(
                place, "The value is not a text, a number, true or false.",
                "Compare with single values, null, or a list of single values."),
        };
    }

    private static Bound BoundOf(string place, Value value) => value switch
    {
        _ when value.TryGetNumber(out var number) => Bound.Of(number),
        _ when value.TextOf() is { } text => Bound.Of(text),
        _ => throw QueryReader.Refuse(place, "The bound is not a number or a text.", "Write a number, a text or a time."),
    };

    private void Count(string place, int depth)
    {
        if (depth > MaxDepth)
            throw QueryReader.Refuse(
                place, $"The filter is nested more than {MaxDepth} deep.", "Write paths with dots instead of nested objects.");
        if (++_nodes > MaxNodes)
            throw QueryReader.Refuse(place, $"The query has more than {MaxNodes} conditions and values.", "Split it into several queries.");
    }
}
