using Gyre.Core;

namespace Gyre.Labeling;

/// <summary>How something became a label of a person.</summary>
public enum LabelMaking
{
    /// <summary>The person made it.</summary>
    Drawn,

    /// <summary>A model made it, and the person left it as it was.</summary>
    Untouched,

    /// <summary>A model made it, and the person changed it.</summary>
    Changed,
}

/// <summary>What reviewers say about an annotation.</summary>
public enum ReviewStatus
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>Something is wrong with it.</summary>
    Issue,

    /// <summary>It was changed after an issue.</summary>
    Review,

    /// <summary>It is right.</summary>
    Approved,
}

/// <summary>What is special about what an annotation shows.</summary>
[Flags]
public enum AnnotationFlags
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Hard to recognise; usually left out of scores.</summary>
    Difficult = 1,

    /// <summary>It goes on outside of the image.</summary>
    Truncated = 2,

    /// <summary>Something stands before it.</summary>
    Occluded = 4,

    /// <summary>Many of them, that nobody tells apart.</summary>
    Crowd = 8,
}

/// <summary>Who made an annotation. What a model made is a prediction, and never ground truth.</summary>
/// <param name="IsModel">Whether a model made it and no person accepted it.</param>
/// <param name="Model">Name of the model that made it, or from which the person began; null when there is none or it is not known.</param>
/// <param name="Confidence">What the model gave it, or null.</param>
/// <param name="Making">How it became a label; always drawn for predictions.</param>
/// <param name="Person">Who made or accepted it, or null; always for predictions.</param>
public sealed record AnnotationOrigin(
    bool IsModel = false, string? Model = null, double? Confidence = null, LabelMaking Making = LabelMaking.Drawn, string? Person = null)
{
    /// <summary>Some person drew it.</summary>
    public static AnnotationOrigin Human { get; } = new();

    /// <summary>How it became a label; always drawn for predictions.</summary>
    public LabelMaking Making { get; init; } = IsModel ? LabelMaking.Drawn : Making;

    /// <summary>Who made or accepted it, or null; always for predictions.</summary>
    public string? Person { get; init; } = IsModel ? null : Person;

    /// <summary>What the model gave it, or null.</summary>
    /// <exception cref="InvalidInputException">It is not finite.</exception>
    public double? Confidence { get; init; } = Confidence is { } given && !double.IsFinite(given)
        ? throw LabelRefusal.Of(ProblemKinds.Syntax, "A confidence is not a finite number.", "Give a number, usually from 0 to 1.")
        : Confidence;
}

/// <summary>Frames of a film.</summary>
/// <param name="First">From 0.</param>
/// <param name="Last">The last one in it.</param>
public sealed record FrameRange(int First, int Last)
{
    /// <summary>The last one in it.</summary>
    /// <exception cref="InvalidInputException">The range is empty or begins before the film.</exception>
    public int Last { get; init; } = First >= 0 && Last >= First
        ? Last
        : throw LabelRefusal.Of(
            ProblemKinds.CoordinateOutOfRange, $"There are no frames from {First} to {Last}.", "Frames are counted from 0.");
}

/// <summary>A time within a recording or film.</summary>
/// <param name="Start">Seconds from the beginning.</param>
/// <param name="End">Seconds from the beginning.</param>
public sealed record TimeRange(double Start, double End)
{
    /// <summary>Seconds from the beginning.</summary>
    /// <exception cref="InvalidInputException">The range begins before the recording or ends before it begins.</exception>
    public double End { get; init; } = double.IsFinite(Start) && double.IsFinite(End) && Start >= 0 && End >= Start
        ? End
        : throw LabelRefusal.Of(
            ProblemKinds.CoordinateOutOfRange, "A time begins before its recording or ends before it begins.", "Give seconds.");
}

/// <summary>What a person or a model says about an item.</summary>
public sealed record Annotation
{
    /// <summary>Stays the same for ever; unique in its item.</summary>
    /// <exception cref="InvalidInputException">It is empty, too long or no Unicode.</exception>
    public required string Id { get; init => field = LabelRefusal.Text(value, "id of an annotation", 1000); }

    /// <summary>Id of its label in the ontology; null for what has none: choices, texts, ratings and most relations.</summary>
    public int? Label { get; init; }

    /// <summary>What it is.</summary>
    public required Geometry Geometry { get; init; }

    /// <summary>Answers to attributes, by name: texts, lists of texts, numbers and truth values, in the order of names.</summary>
    public MapValue Attributes { get; init => field = Sorted(value); } = LabelItem.NoValues;

    /// <summary>Who made it.</summary>
    public AnnotationOrigin Origin { get; init; } = AnnotationOrigin.Human;

    /// <summary>What reviewers say.</summary>
    public ReviewStatus Status { get; init; }

    /// <summary>What is special about what it shows.</summary>
    public AnnotationFlags Flags { get; init; }

    /// <summary>Which question it answers, when an item is asked several of one kind; null for the only one.</summary>
    public string? Question { get; init; }

    /// <summary>Higher ones are drawn above lower ones.</summary>
    public int Layer { get; init; }

    /// <summary>Frames of a film in which it is there; null for all.</summary>
    public FrameRange? Frames { get; init; }

    /// <summary>When in a recording it is there; null for always.</summary>
    public TimeRange? Times { get; init; }

    /// <summary>Whether it is a prediction and no ground truth.</summary>
    public bool IsPrediction => Origin.IsModel;

    private static MapValue Sorted(MapValue map) => map.Entries.Length < 2
        ? map
        : new([.. map.Entries.OrderBy(static entry => entry.Key, StringComparer.Ordinal)]);
}
