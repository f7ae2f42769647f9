using System.Globalization;
using Gyre.Datasets.Documents;
using Gyre.Storage;

namespace Gyre.Datasets.Search;

/// <summary>Where a statement begins: at the documents that a range of an index gives.</summary>
/// <param name="Sql">Selects their numbers, some perhaps several times.</param>
/// <param name="Counted">Selects about as many rows, at less cost.</param>
/// <param name="IsOnce">Each number comes once.</param>
/// <param name="Rest">What they still have to fulfil.</param>
internal sealed record Driver(string Sql, string Counted, bool IsOnce, Condition Rest);

/// <summary>Finds where to begin: where there are fewest documents. Engines without statistics cannot know.</summary>
internal sealed class DriverChoice(IDbSession session, SqlParameters parameters, ConditionText text, CollectionRow collection)
{
    private static readonly int[] Steps = [1000, 30_000, int.MaxValue];

    /// <summary>Null when all documents have to be looked at.</summary>
    public Driver? Of(Condition condition) => Of(condition, collection);

    private Driver? Of(Condition condition, CollectionRow of) => condition switch
    {
        Condition.HasValue has => Value(has),
        Condition.HasRelated related => Related(related, of),
        Condition.Either either => Either(either, of),
        Condition.Both { Conditions: not [] } both => Both(both, of),
        _ => null,
    };

    private static Driver Value(Condition.HasValue has)
    {
        var sql = string.Join(" UNION ALL ", has.Tests.Select(static test => $"SELECT v.document FROM document_values v WHERE {test}"));
        return new Driver(sql, sql, has.IsOnce, Condition.Yes);
    }

    private Driver? Either(Condition.Either either, CollectionRow of)
    {
        var drivers = either.Conditions.Select(one => Of(one, of)).ToList();
        if (drivers.Count == 0 || drivers.Contains(null))
            return null;
        return new Driver(
            string.Join(" UNION ALL ", drivers.Select(static one => one!.Sql)),
            string.Join(" UNION ALL ", drivers.Select(static one => one!.Counted)),
            false,
            drivers.TrueForAll(static one => one!.Rest.IsYes) ? Condition.Yes : either);
    }

    private Driver? Both(Condition.Both both, CollectionRow of)
    {
        var drivers = both.Conditions.Select((one, index) => (Driver: Of(one, of), index))
            .Where(static pair => pair.Driver is not null).Select(static pair => (Driver: pair.Driver!, pair.index)).ToList();
        if (drivers.Count == 0)
            return null;
        var (best, at) = drivers.Count == 1 ? drivers[0] : Fewest(drivers);
        return best with { Rest = Condition.AllOf([best.Rest, .. both.Conditions.Where((_, index) => index != at)]) };
    }

    private Driver? Related(Condition.HasRelated related, CollectionRow of)
    {
        if (Of(related.Condition, related.Other) is not { } inner)
            return null;
        var (own, other) = (text.NewAlias(), text.NewAlias());
        var belongs = of.Resource == QueryResource.Items
            ? $"{own}.collection={parameters.Add(of.Number)} AND {own}.id={other}.link"
            : $"{own}.collection={parameters.Add(of.Number)} AND {own}.link={other}.id AND {own}.link<>''";
        // The order of a CROSS JOIN stays, on SQLite.
        return new Driver(
            $"SELECT {own}.number AS document FROM documents {other} CROSS JOIN documents {own} "
                + $"WHERE {other}.number IN({inner.Sql}) AND {text.Of(inner.Rest, other)} AND {belongs}",
            inner.Counted, false, Condition.Yes);
    }

    private (Driver Driver, int Index) Fewest(List<(Driver Driver, int Index)> drivers)
    {
        foreach (var most in Steps)
        {
            var counted = drivers.Select(one => (one, Count: Count(one.Driver, most))).MinBy(static pair => pair.Count);
            if (counted.Count < most)
                return counted.one;
        }
        return drivers[0];
    }

    private long Count(Driver driver, int most) => session.QuerySingleOrDefault<long>(
        string.Create(CultureInfo.InvariantCulture, $"SELECT COUNT(*) FROM (SELECT * FROM ({driver.Counted}) u LIMIT {most}) c"),
        parameters.Values);
}
