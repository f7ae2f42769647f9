using System.Collections.Immutable;

namespace Gyre.Datasets.Filters;

/// <summary>A condition on a document.</summary>
/// <param name="Place">Where it stands in the query, for explanations: <c>filter.$and[1].dir</c>.</param>
internal abstract record QueryFilter(string Place);

/// <summary>All hold; true when there are none.</summary>
internal sealed record AllOf(string Place, ImmutableArray<QueryFilter> Filters) : QueryFilter(Place);

/// <summary>At least one holds; false when there are none.</summary>
internal sealed record AnyOf(string Place, ImmutableArray<QueryFilter> Filters) : QueryFilter(Place);

/// <summary>The other does not hold.</summary>
internal sealed record NoneOf(string Place, QueryFilter Filter) : QueryFilter(Place);

/// <summary>A test of what a path leads to.</summary>
internal sealed record OnField(string Place, FieldPath Path, FieldTest Test) : QueryFilter(Place);

/// <summary>A test of the values that a path leads to; there are several where it goes through lists.</summary>
internal abstract record FieldTest;

/// <summary>Some value is this.</summary>
internal sealed record IsEqual(Literal Value) : FieldTest;

/// <summary>Some value is one of these.</summary>
internal sealed record IsIn(ImmutableArray<Literal> Values) : FieldTest;

/// <summary>How a value stands to a bound.</summary>
internal enum Comparison
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>Some value stands so to the bound.</summary>
internal sealed record Compares(Comparison How, Bound Bound) : FieldTest;

/// <summary>There is a value, be it null.</summary>
internal sealed record Exists(bool Wanted) : FieldTest;

/// <summary>Some text has this form.</summary>
internal sealed record IsLike(GlobPattern Pattern) : FieldTest;

/// <summary>Some element of a list fulfils the whole filter.</summary>
internal sealed record HasElement(QueryFilter Filter) : FieldTest;

/// <summary>What documents of the other resource have to fulfil: at least one that belongs to the document does.</summary>
internal sealed record QueryJoin(QueryFilter Filter);

/// <summary>Filter, join, and the results of others that are kept or taken away.</summary>
internal sealed record QueryPart(string Place, QueryFilter Filter, QueryJoin? Join, QueryPart? Intersect, QueryPart? Except);

/// <summary>A key of the order.</summary>
internal sealed record OrderKey(FieldPath Path, bool Descending);

/// <summary>Keys from the document's root.</summary>
internal sealed record FieldPath(string Text)
{
    public string[] Segments { get; } = Text.Split('.');

    public bool Equals(FieldPath? other) => other is not null && Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}
