using System.Collections.Immutable;
using Gyre.Datasets.Documents;
using Gyre.Datasets.Filters;

namespace Gyre.Datasets.Search;

/// <summary>What a part of a query became.</summary>
/// <param name="Condition">All documents that it finds fulfil it.</param>
/// <param name="Rest">What is still to be tested in memory; null when nothing is.</param>
internal sealed record CompiledPart(Condition Condition, QueryPart? Rest);

/// <summary>Writes parts of queries as conditions.</summary>
internal sealed class PartCompiler(FilterCompiler own, FilterCompiler others, CollectionRow other)
{
    public CompiledPart Compile(QueryPart part)
    {
        var (filter, restOfFilter) = Filter(part.Filter);
        var join = part.Join is null ? null : others.Compile(part.Join.Filter);
        var both = part.Intersect is null ? null : Compile(part.Intersect);
        var without = part.Except is null ? null : Compile(part.Except);
        var condition = Condition.AllOf(
        [
            filter,
            join is null ? Condition.Yes : join.Condition.IsNo ? Condition.No : new Condition.HasRelated(other, join.Condition),
            both?.Condition ?? Condition.Yes,
            without is { Rest: null } ? Condition.NotThe(without.Condition) : Condition.Yes,
        ]);
        var rest = new QueryPart(
            part.Place,
            restOfFilter ?? new AllOf(part.Filter.Place, []),
            join is { IsExact: false } ? part.Join : null,
            both?.Rest,
            without?.Rest is null ? null : part.Except);
        var isExact = restOfFilter is null && rest is { Join: null, Intersect: null, Except: null };
        return new CompiledPart(condition, isExact ? null : rest);
    }

    /// <summary>Of conditions that all have to hold, only those that are not exact are tested again.</summary>
    private (Condition Condition, QueryFilter? Left) Filter(QueryFilter filter)
    {
        if (own.Range(filter) is { } range)
            return (range.Condition, null);
        if (filter is not AllOf all)
            return own.Compile(filter) is var compiled && compiled.IsExact ? (compiled.Condition, null) : (compiled.Condition, filter);
        var parts = all.Filters.Select(Filter).ToList();
        ImmutableArray<QueryFilter> rests = [.. parts.Where(static part => part.Left is not null).Select(static part => part.Left!)];
        return (Condition.AllOf(parts.Select(static part => part.Condition)), rests.IsEmpty ? null : new AllOf(filter.Place, rests));
    }
}
