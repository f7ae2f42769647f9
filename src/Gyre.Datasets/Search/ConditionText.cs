using System.Globalization;
using Gyre.Datasets.Documents;
using Gyre.Storage;

namespace Gyre.Datasets.Search;

/// <summary>Conditions in SQL, asked of one document after the other: of the row of <c>documents</c> that has an alias.</summary>
internal sealed class ConditionText(DatabaseKind engine, SqlParameters parameters)
{
    private int _aliases;

    // PostgreSQL else makes joins of subqueries, and looks for the best order of many of them.
    private string Fence => engine == DatabaseKind.PostgreSql ? " OFFSET 0" : "";

    public string Of(Condition condition, string alias) => condition switch
    {
        { IsYes: true } => "TRUE",
        { IsNo: true } => "FALSE",
        Condition.Both both => Joined(" AND ", [.. both.Conditions.Select(one => Of(one, alias))]),
        Condition.Either either => Joined(" OR ", [.. either.Conditions.Select(one => Of(one, alias))]),
        Condition.Opposite not => $"NOT {Of(not.Condition, alias)}",
        Condition.HasValue has =>
            $"EXISTS(SELECT 1 FROM document_values v WHERE v.document={alias}.number AND {Joined(" OR ", [.. has.Tests])}{Fence})",
        Condition.HasRelated related => Related(related, alias),
        _ => throw new InvalidOperationException($"No text is known for {condition.GetType().Name}."),
    };

    /// <summary>Which documents of the other resource, under an alias, belong to one.</summary>
    public string Belongs(CollectionRow other, string alias, string otherAlias) => other.Resource == QueryResource.Annotations
        ? $"{otherAlias}.collection={parameters.Add(other.Number)} AND {otherAlias}.link={alias}.id AND {otherAlias}.link<>''"
        : $"{otherAlias}.collection={parameters.Add(other.Number)} AND {otherAlias}.id={alias}.link";

    public string NewAlias() => string.Create(CultureInfo.InvariantCulture, $"o{_aliases++}");

    private string Related(Condition.HasRelated related, string alias)
    {
        var other = NewAlias();
        var where = $"{Belongs(related.Other, alias, other)} AND {Of(related.Condition, other)}";
        return $"EXISTS(SELECT 1 FROM documents {other} WHERE {where}{Fence})";
    }

    /// <summary>As a tree of equal halves: the depth of an expression is limited.</summary>
    private static string Joined(string with, ReadOnlySpan<string> parts) => parts.Length switch
    {
        1 => $"({parts[0]})",
        2 => $"({parts[0]}{with}{parts[1]})",
        _ => $"({Joined(with, parts[..(parts.Length / 2)])}{with}{Joined(with, parts[(parts.Length / 2)..])})",
    };
}
