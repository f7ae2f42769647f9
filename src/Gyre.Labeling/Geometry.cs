using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Labeling;

/// <summary>What an annotation is, beside its label.</summary>
public enum GeometryKind
{
    /// <summary>The whole item has one label.</summary>
    Class,

    /// <summary>The whole item has several labels.</summary>
    Classes,

    /// <summary>An upright rectangle.</summary>
    Box,

    /// <summary>A turned rectangle.</summary>
    RotatedBox,

    /// <summary>An ellipse.</summary>
    Ellipse,

    /// <summary>One or several closed rings.</summary>
    Polygon,

    /// <summary>Single pixels.</summary>
    Mask,

    /// <summary>One or several points.</summary>
    Point,

    /// <summary>An open line.</summary>
    Polyline,

    /// <summary>A part of a text.</summary>
    Span,

    /// <summary>Two annotations that belong together.</summary>
    Relation,

    /// <summary>Words of the annotator.</summary>
    Text,

    /// <summary>A number of stars.</summary>
    Rating,

    /// <summary>An answer of another form.</summary>
    Answer,
}

/// <summary>A place in an item, in pixels from its top left corner.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Down.</param>
public readonly record struct Spot(double X, double Y);

/// <summary>An upright rectangle that surrounds something.</summary>
/// <param name="Left">Smallest x.</param>
/// <param name="Top">Smallest y.</param>
/// <param name="Right">Largest x.</param>
/// <param name="Bottom">Largest y.</param>
public readonly record struct Bounds(double Left, double Top, double Right, double Bottom)
{
    /// <summary>The smallest one around at least one place.</summary>
    public static Bounds Of(ReadOnlySpan<Spot> spots)
    {
        var bounds = new Bounds(spots[0].X, spots[0].Y, spots[0].X, spots[0].Y);
        foreach (var spot in spots[1..])
        {
            bounds = new Bounds(
                Math.Min(bounds.Left, spot.X), Math.Min(bounds.Top, spot.Y), Math.Max(bounds.Right, spot.X),
                Math.Max(bounds.Bottom, spot.Y));
        }
        return bounds;
    }
}

/// <summary>What an annotation is, beside its label. Numbers are pixels from the top left corner, degrees clockwise, and code points in
/// texts.</summary>
public abstract record Geometry
{
    /// <summary>Most points of one shape.</summary>
    public const int MaxPoints = 1_000_000;

    private protected Geometry()
    {
    }

    /// <summary>Which one it is.</summary>
    public abstract GeometryKind Kind { get; }

    /// <summary>The smallest upright rectangle around it; null when it has no place.</summary>
    public virtual Bounds? Bounds => null;

    private protected static ImmutableArray<Spot> Check(IEnumerable<Spot> spots, int least, string what)
    {
        ImmutableArray<Spot> all = [.. spots];
        if (all.Length < least)
            throw LabelRefusal.Of(
                ProblemKinds.TooFewPoints, $"The {what} has {all.Length} points; it must have at least {least}.", "Draw it again.");
        if (all.Length > MaxPoints)
            throw LabelRefusal.Of(ProblemKinds.TooLarge, $"The {what} has more than {MaxPoints} points.", "Use a mask.");
        foreach (var spot in all)
        {
            LabelRefusal.Coordinate(spot.X);
            LabelRefusal.Coordinate(spot.Y);
        }
        return all;
    }
}

/// <summary>The whole item has the label of the annotation.</summary>
public sealed record WholeItem : Geometry
{
    /// <summary>The only one.</summary>
    public static WholeItem Instance { get; } = new();

    /// <inheritdoc/>
    public override GeometryKind Kind => GeometryKind.Class;
}

/// <summary>The whole item has several labels. The annotation has no label of its own.</summary>
public sealed record LabelChoice : Geometry
{
    /// <summary>Makes a choice.</summary>
    /// <param name="labels">Ids of labels, each once; there may be none.</param>
    public LabelChoice(IEnumerable<int> labels) => Labels = [.. labels.Distinct()];

    /// <summary>Ids of labels in the order of the choice.</summary>
    public ImmutableArray<int> Labels { get; }

    /// <inheritdoc/>
    public override GeometryKind Kind => GeometryKind.Classes;

    /// <inheritdoc/>
    public bool Equals(LabelChoice? other) => other is not null && Labels.AsSpan().SequenceEqual(other.Labels.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Labels.Length;
}

/// <summary>Words of the annotator about the item.</summary>
public sealed record FreeText : Geometry
{
    /// <summary>Longest text in UTF-16 units.</summary>
    public const int Longest = 1_000_000;

    /// <summary>Makes a text.</summary>
    /// <param name="lines">At least one text; each valid Unicode.</param>
    /// <exception cref="InvalidInputException">There is none, or one is too long or no Unicode.</exception>
    public FreeText(IEnumerable<string> lines)
    {
        Lines = [.. lines];
        if (Lines.IsEmpty)
            throw LabelRefusal.Of(ProblemKinds.Syntax, "There is no text.", "Give one, or remove the annotation.");
        if (Lines.Any(static line => line.Length > Longest || !LabelRefusal.IsText(line)))
            throw LabelRefusal.Of(ProblemKinds.Syntax, "A text is too long or not valid Unicode.", $"Give at most {Longest} characters.");
    }

    /// <summary>One text per answer.</summary>
    public ImmutableArray<string> Lines { get; }

    /// <inheritdoc/>
    public override GeometryKind Kind => GeometryKind.Text;

    /// <inheritdoc/>
    public bool Equals(FreeText? other) => other is not null && Lines.AsSpan().SequenceEqual(other.Lines.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Lines.Length;
}

/// <summary>A number of stars.</summary>
public sealed record Rating : Geometry
{
    /// <summary>Makes a rating.</summary>
    /// <param name="stars">At least 0.</param>
    /// <exception cref="InvalidInputException">It is negative or not finite.</exception>
    public Rating(double stars) => Stars = double.IsFinite(stars) && stars is >= 0 and <= LabelRefusal.MaxCoordinate
        ? stars
        : throw LabelRefusal.Of(ProblemKinds.CoordinateOutOfRange, "A rating must be at least 0.", "Give a number of stars.");

    /// <summary>How many, usually 1 to 5.</summary>
    public double Stars { get; }

    /// <inheritdoc/>
    public override GeometryKind Kind => GeometryKind.Rating;
}

/// <summary>An answer about the item that has another form: a number, a date, a ranking.</summary>
/// <param name="Form">What files call the form.</param>
/// <param name="Content">The answer.</param>
public sealed record Answer(string Form, Value Content) : Geometry
{
    /// <inheritdoc/>
    public override GeometryKind Kind => GeometryKind.Answer;
}

/// <summary>How the ends of a relation stand to each other.</summary>
public enum RelationDirection
{
    /// <summary>From the first to the second.</summary>
    Right,

    /// <summary>From the second to the first.</summary>
    Left,

    /// <summary>In both directions.</summary>
    Both,
}

/// <summary>Two annotations of an item that belong together. The annotation's label, if any, says how.</summary>
/// <param name="From">Id of an annotation of the same item.</param>
/// <param name="To">Id of an annotation of the same item.</param>
/// <param name="Direction">How the ends stand to each other.</param>
public sealed record Relation(string From, string To, RelationDirection Direction = RelationDirection.Right) : Geometry
{
    /// <inheritdoc/>
    public override GeometryKind Kind => GeometryKind.Relation;
}

/// <summary>A part of the text of an item.</summary>
public sealed record TextSpan : Geometry
{
    /// <summary>Makes a span.</summary>
    /// <param name="start">First code point, from 0.</param>
    /// <param name="end">First code point behind it.</param>
    /// <exception cref="InvalidInputException">It is empty or begins before the text.</exception>
    public TextSpan(int start, int end)
    {
        if (start < 0 || end <= start)
            throw LabelRefusal.Of(
                ProblemKinds.SpanOutOfRange, $"The span from {start} to {end} is empty or begins before the text.", "Mark it again.");
        (Start, End) = (start, end);
    }

    /// <summary>First code point, from 0.</summary>
    public int Start { get; }

    /// <summary>First code point behind it.</summary>
    public int End { get; }

    /// <inheritdoc/>
    public override GeometryKind Kind => GeometryKind.Span;
}
