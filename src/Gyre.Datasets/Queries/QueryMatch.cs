using Gyre.Core;
using Gyre.Datasets.Filters;

namespace Gyre.Datasets.Queries;

/// <summary>Whether a document in memory fulfils a filter. Pure.</summary>
internal static class QueryMatch
{
    public static bool Holds(QueryFilter filter, Value document) => filter switch
    {
        AllOf all => all.Filters.All(one => Holds(one, document)),
        AnyOf any => any.Filters.Any(one => Holds(one, document)),
        NoneOf none => !Holds(none.Filter, document),
        OnField on => Holds(on.Test, ValuesAt(on.Path, document)),
        _ => throw new InvalidOperationException($"No evaluation is known for {filter.GetType().Name}."),
    };

    private static bool Holds(FieldTest test, IReadOnlyList<Value> values) => test switch
    {
        IsEqual equal => equal.Value.Fits(values),
        IsIn among => among.Values.Any(one => one.Fits(values)),
        Compares compared => values.Any(value => compared.Bound.Fits(compared.How, value)),
        Exists exists => values.Count > 0 == exists.Wanted,
        IsLike like => values.Any(
            value => IsLike(like.Pattern, value) || (value is ListValue list && list.Items.Any(item => IsLike(like.Pattern, item)))),
        HasElement element => values.Any(
            value => value is ListValue list && list.Items.Any(item => item is MapValue && Holds(element.Filter, item))),
        _ => throw new InvalidOperationException($"No evaluation is known for {test.GetType().Name}."),
    };

    private static bool IsLike(GlobPattern pattern, Value value) => value.TextOf() is { } text && pattern.Matches(text);

    /// <summary>What a path leads to. Through a list it goes on in each of its objects.</summary>
    public static IReadOnlyList<Value> ValuesAt(FieldPath path, Value document)
    {
        // Most paths go through objects alone.
        var value = document;
        for (var depth = 0; depth < path.Segments.Length; depth++)
        {
            if (value is ListValue)
            {
                var found = new List<Value>();
                Collect(path.Segments.AsSpan(depth), value, found);
                return found;
            }
            if ((value as MapValue)?.Find(path.Segments[depth]) is not { } next)
                return [];
            value = next;
        }
        return [value];
    }

    private static void Collect(ReadOnlySpan<string> segments, Value value, List<Value> found)
    {
        if (segments.IsEmpty)
            found.Add(value);
        else if (value is ListValue list)
        {
            foreach (var item in list.Items)
                Collect(segments, item, found);
        }
        else if (value is MapValue map && map.Find(segments[0]) is { } next)
            Collect(segments[1..], next, found);
    }
}
