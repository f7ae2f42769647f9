using System.Collections.Immutable;

namespace Gyre.Labeling;

/// <summary>What the answer to an attribute is.</summary>
public enum AttributeType
{
    /// <summary>One of the values, or several.</summary>
    Options,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A number in a range.</summary>
    Range,

    /// <summary>Any number.</summary>
    Number,

    /// <summary>Any text.</summary>
    Text,
}

/// <summary>Something that is asked about an annotation beside its label.</summary>
public sealed record LabelAttribute
{
    /// <summary>What files call it; unique in its ontology.</summary>
    /// <exception cref="Gyre.Core.InvalidInputException">It is empty, too long or no Unicode.</exception>
    public required string Name { get; init => field = LabelRefusal.Name(value, "name of an attribute", Label.LongestName); }

    /// <summary>What people see; null for the name.</summary>
    public string? Title { get; init; }

    /// <summary>What the answer is.</summary>
    public required AttributeType Type { get; init; }

    /// <summary>Allowed answers, for options.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>Smallest number, for ranges.</summary>
    public double? Min { get; init; }

    /// <summary>Largest number, for ranges.</summary>
    public double? Max { get; init; }

    /// <summary>Distance of allowed numbers, for ranges.</summary>
    public double? Step { get; init; }

    /// <summary>Whether an annotation is not complete without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether several options may be chosen.</summary>
    public bool IsMultiple { get; init; }

    /// <summary>Ids of the labels it is asked for; empty for all.</summary>
    public ImmutableArray<int> Labels { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(LabelAttribute? other) => other is not null
        && (Name, Title, Type, Min, Max, Step, IsRequired, IsMultiple)
            == (other.Name, other.Title, other.Type, other.Min, other.Max, other.Step, other.IsRequired, other.IsMultiple)
        && Values.AsSpan().SequenceEqual(other.Values.AsSpan()) && Labels.AsSpan().SequenceEqual(other.Labels.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Type);
}
