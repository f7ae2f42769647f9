using System.Collections.Immutable;

namespace Gyre.Labeling;

/// <summary>One label of an ontology.</summary>
public sealed record Label
{
    /// <summary>Longest name in UTF-16 units.</summary>
    public const int LongestName = 1000;

    /// <summary>Stays the same for ever, whatever happens to the name and the order. At least 0.</summary>
    /// <exception cref="Gyre.Core.InvalidInputException">It is negative.</exception>
    public required int Id
    {
        get;
        init => field = value >= 0 ? value
            : throw LabelRefusal.Of(ProblemKinds.Syntax, $"The label id {value} is negative.", "Use ids from 0.");
    }

    /// <summary>What files call it; unique in its ontology.</summary>
    /// <exception cref="Gyre.Core.InvalidInputException">It is empty, too long or no Unicode.</exception>
    public required string Name { get; init => field = LabelRefusal.Name(value, "name of a label", LongestName); }

    /// <summary>What people see; null for the name.</summary>
    public string? Title { get; init; }

    /// <summary><c>#rrggbb</c> in lower case, or null.</summary>
    /// <exception cref="Gyre.Core.InvalidInputException">It is not of that form.</exception>
    public string? Colour { get; init => field = value is null ? null : CheckColour(value); }

    /// <summary>Id of the label above it, or null.</summary>
    public int? Parent { get; init; }

    /// <summary>Whether it is no longer offered. It keeps its id and its place.</summary>
    public bool IsRetired { get; init; }

    /// <summary>What may be drawn with it, in order; empty for everything.</summary>
    public ImmutableArray<GeometryKind> Kinds { get; init => field = [.. value.Distinct().Order()]; } = [];

    /// <inheritdoc/>
    public bool Equals(Label? other) => other is not null && (Id, Name, Title, Colour, Parent, IsRetired)
        == (other.Id, other.Name, other.Title, other.Colour, other.Parent, other.IsRetired)
            && Kinds.AsSpan().SequenceEqual(other.Kinds.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name);

    private static string CheckColour(string text) => text.Length == 7 && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit)
        ? text.ToLowerInvariant()
        : throw LabelRefusal.Of(ProblemKinds.Syntax, $"'{text}' is not a colour.", "Write #rrggbb.");
}
