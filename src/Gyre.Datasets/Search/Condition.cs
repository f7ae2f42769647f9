using System.Collections.Immutable;
using Gyre.Datasets.Documents;

namespace Gyre.Datasets.Search;

/// <summary>What tables can say about a document: yes or no, never unknown.</summary>
internal abstract record Condition
{
    public static Condition Yes { get; } = new Both([]);

    public static Condition No { get; } = new Either([]);

    public bool IsYes => this is Both { Conditions: [] };

    public bool IsNo => this is Either { Conditions: [] };

    /// <summary>Whether it is about the values of the document alone, for which its number is enough.</summary>
    public bool IsOfValues => this switch
    {
        Both both => both.Conditions.All(static one => one.IsOfValues),
        Either either => either.Conditions.All(static one => one.IsOfValues),
        Opposite not => not.Condition.IsOfValues,
        _ => this is HasValue,
    };

    /// <summary>All hold.</summary>
    public static Condition AllOf(IEnumerable<Condition> conditions)
    {
        ImmutableArray<Condition> parts = [.. conditions.SelectMany(static one => one is Both both ? both.Conditions : [one])];
        return parts.Any(static one => one.IsNo) ? No : parts is [var single] ? single : new Both(parts);
    }

    /// <summary>At least one holds.</summary>
    public static Condition AnyOf(IEnumerable<Condition> conditions)
    {
        ImmutableArray<Condition> parts = [.. conditions.SelectMany(static one => one is Either either ? either.Conditions : [one])];
        return parts.Any(static one => one.IsYes) ? Yes : parts is [var single] ? single : new Either(parts);
    }

    public static Condition NotThe(Condition condition) => condition switch
    {
        { IsYes: true } => No,
        { IsNo: true } => Yes,
        Opposite opposite => opposite.Condition,
        _ => new Opposite(condition),
    };

    /// <summary>All hold.</summary>
    internal sealed record Both(ImmutableArray<Condition> Conditions) : Condition;

    /// <summary>At least one holds.</summary>
    internal sealed record Either(ImmutableArray<Condition> Conditions) : Condition;

    /// <summary>The other does not hold.</summary>
    internal sealed record Opposite(Condition Condition) : Condition;

    /// <summary>The document has a row of <c>document_values</c> that fulfils one of some tests.</summary>
    /// <param name="Tests">Over the alias <c>v</c>, each one range of the index by value.</param>
    /// <param name="IsOnce">No document has two such rows.</param>
    internal sealed record HasValue(ImmutableArray<string> Tests, bool IsOnce) : Condition;

    /// <summary>A document of the other resource that belongs to it fulfils a condition.</summary>
    internal sealed record HasRelated(CollectionRow Other, Condition Condition) : Condition;
}

/// <summary>What a filter became.</summary>
/// <param name="Condition">All documents that fulfil the filter fulfil it.</param>
/// <param name="IsExact">And no others.</param>
internal sealed record Compiled(Condition Condition, bool IsExact)
{
    /// <summary>Nothing is said.</summary>
    public static Compiled Open { get; } = new(Condition.Yes, false);

    public static Compiled Exactly(Condition condition) => new(condition, true);

    public static Compiled AllOf(IReadOnlyCollection<Compiled> parts) =>
        new(Condition.AllOf(parts.Select(static one => one.Condition)), parts.All(static one => one.IsExact));

    public static Compiled AnyOf(IReadOnlyCollection<Compiled> parts) =>
        new(Condition.AnyOf(parts.Select(static one => one.Condition)), parts.All(static one => one.IsExact));

    public static Compiled Not(Compiled part) => part.IsExact ? Exactly(Condition.NotThe(part.Condition)) : Open;
}
