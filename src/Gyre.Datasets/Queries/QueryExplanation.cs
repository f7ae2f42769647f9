using System.Globalization;
using Gyre.Core;
using Gyre.Datasets.Filters;

namespace Gyre.Datasets.Queries;

/// <summary>Says which condition a document fails first.</summary>
internal static class QueryExplanation
{
    public static string? Of(DocumentQuery query, DocumentSet documents, string id)
    {
        var related = new Related(query.Resource, documents);
        var document = related.Documents.FirstOrDefault(one => DocumentOrder.IdOf(one) == id)
            ?? throw new InvalidInputException(
                "query.unknown-id", $"There is no document with the id '{QueryReader.Short(id)}'.",
                "Check the id and the resource of the query.");
        return Of(query.Part, document, related);
    }

    private static string? Of(QueryPart part, MapValue document, Related related)
    {
        if (Of(part.Filter, document) is { } failure)
            return failure;
        if (part.Join is { } join && related.Of(document).ToList() is var others
            && !others.Any(other => QueryMatch.Holds(join.Filter, other)))
            return OfJoin(join, others);
        if (part.Intersect is { } both && Of(both, document, related) is { } missing)
            return missing;
        return part.Except is { } without && QueryRun.Fits(without, document, related)
            ? $"{PlaceOf(without)}: the document is among those that are taken away."
            : null;
    }

    private static string PlaceOf(QueryPart part) => part.Place.Length == 0 ? "query" : part.Place;

    private static string OfJoin(QueryJoin join, List<MapValue> others) => others switch
    {
        [] => $"{join.Filter.Place}: nothing belongs to the document.",
        [var single] => $"{Of(join.Filter, single)} (of '{DocumentOrder.IdOf(single)}', which alone belongs to the document)",
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"{join.Filter.Place}: none of the {others.Count} documents that belong to it fulfils it; "
                + $"the first: {Of(join.Filter, others[0])}"),
    };

    private static string? Of(QueryFilter filter, Value document)
    {
        if (QueryMatch.Holds(filter, document))
            return null;
        return filter switch
        {
            AllOf all => all.Filters.Select(one => Of(one, document)).First(static failure => failure is not null),
            AnyOf { Filters: [] } => $"{filter.Place}: there is no alternative.",
            AnyOf any => $"{filter.Place}: no alternative holds; the first: {Of(any.Filters[0], document)}",
            NoneOf none => $"{filter.Place}: {What(none.Filter, document)}, which must not be.",
            OnField on => $"{filter.Place}: {Found(on, document)}",
            _ => filter.Place,
        };
    }

    private static string What(QueryFilter filter, Value document) => filter is OnField on ? Shown(on, document) : "the filter holds";

    private static string Found(OnField on, Value document) => $"{Shown(on, document)}, which is not {Wanted(on.Test)}.";

    private static string Shown(OnField on, Value document) => QueryMatch.ValuesAt(on.Path, document) switch
    {
        [] => $"the field '{on.Path.Text}' is absent",
        [var value] => $"'{on.Path.Text}' is {QueryReader.Short(ValueJson.Write(value))}",
        var values => $"'{on.Path.Text}' is {QueryReader.Short(string.Join(", ", values.Take(20).Select(ValueJson.Write)))}",
    };

    private static string Wanted(FieldTest test) => test switch
    {
        IsEqual equal => Shown(equal.Value),
        IsIn { Values: [] } => "possible: the list is empty",
        IsIn among => $"one of {QueryReader.Short(string.Join(", ", among.Values.Take(20).Select(Shown)))}",
        Compares compared => $"{Word(compared.How)} {compared.Bound.Text ?? compared.Bound.Number?.ToString(CultureInfo.InvariantCulture)}",
        Exists { Wanted: true } => "there",
        Exists => "absent",
        IsLike like => $"of the form {QueryReader.Short(like.Pattern.Source)}",
        _ => "a list with an element that fulfils the filter",
    };

    private static string Shown(Literal literal) => literal switch
    {
        Literal.Nothing => "null or absent",
        Literal.Flag flag => flag.Value ? "true" : "false",
        Literal.Number number => number.Value.ToString(CultureInfo.InvariantCulture),
        Literal.Text text => $"\"{QueryReader.Short(text.Pattern.Source)}\"",
        Literal.Members { Values: [] } => "an empty list or absent",
        Literal.Members members => $"exactly the list {QueryReader.Short(string.Join(", ", members.Values.Take(20).Select(Shown)))}",
        _ => "this",
    };

    private static string Word(Comparison how) => how switch
    {
        Comparison.Less => "less than",
        Comparison.LessOrEqual => "at most",
        Comparison.Greater => "greater than",
        _ => "at least",
    };
}
