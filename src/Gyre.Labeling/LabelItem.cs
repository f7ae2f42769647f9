using System.Collections.Immutable;
using System.Text;
using Gyre.Core;

namespace Gyre.Labeling;

/// <summary>What an item is.</summary>
public enum ItemKind
{
    /// <summary>A picture, by its file.</summary>
    Image,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A row of a table; its cells are the metadata.</summary>
    Tabular,

    /// <summary>A recording, by reference.</summary>
    Audio,

    /// <summary>A film, by reference.</summary>
    Video,
}

/// <summary>How far people are with an item.</summary>
public enum ItemStatus
{
    /// <summary>Nobody said.</summary>
    Open,

    /// <summary>Annotated.</summary>
    Completed,

    /// <summary>Annotated and reviewed.</summary>
    Approved,

    /// <summary>Not to be used.</summary>
    Discarded,

    /// <summary>The annotator passed it over. It is no item without annotations.</summary>
    Skipped,
}

/// <summary>Width and height of an image as it is seen, in pixels.</summary>
public readonly record struct PixelSize
{
    /// <summary>Largest width and height.</summary>
    public const int MaxSide = 1_000_000;

    /// <summary>Makes a size.</summary>
    /// <param name="width">1 to <see cref="MaxSide"/>.</param>
    /// <param name="height">1 to <see cref="MaxSide"/>.</param>
    /// <exception cref="InvalidInputException">A side is out of range.</exception>
    public PixelSize(int width, int height)
    {
        if (width is < 1 or > MaxSide || height is < 1 or > MaxSide)
            throw LabelRefusal.Of(
                ProblemKinds.SizeOutOfRange, $"No image has {width} x {height} pixels.", $"Width and height are 1 to {MaxSide}.");
        (Width, Height) = (width, height);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Pixels in a column.</summary>
    public int Height { get; }

    /// <summary>Pixels in all.</summary>
    public long Pixels => (long)Width * Height;
}

/// <summary>Something that people annotate.</summary>
public sealed record LabelItem
{
    /// <summary>Longest text in UTF-16 units.</summary>
    public const int LongestText = 16 * 1024 * 1024;

    /// <summary>Unique in its set.</summary>
    /// <exception cref="InvalidInputException">It is empty, too long or no Unicode.</exception>
    public required string Id { get; init => field = LabelRefusal.Text(value, "id of an item", 4096); }

    /// <summary>A path below the folder of the items for what has a file; any name for others.</summary>
    /// <exception cref="InvalidInputException">It is empty, too long or no Unicode.</exception>
    public required string Name { get; init => field = LabelRefusal.Text(value, "name of an item", SafePath.MaxBytes); }

    /// <summary>What it is.</summary>
    public ItemKind Kind { get; init; }

    /// <summary>For images; null when it is not known.</summary>
    public PixelSize? Size { get; init; }

    /// <summary>Whether coordinates are parts of the width and height instead of pixels, because the size is not known.</summary>
    public bool IsInFractions { get; init; }

    /// <summary>What a text says; null for others.</summary>
    /// <exception cref="InvalidInputException">It is too long or no Unicode.</exception>
    public string? Text
    {
        get;
        init
        {
            if (value is not null && (value.Length > LongestText || !LabelRefusal.IsText(value)))
                throw LabelRefusal.Of(
                    ProblemKinds.Syntax, "A text is too long or not valid Unicode.", "Divide it, and save the file as UTF-8.");
            field = value;
        }
    }

    /// <summary>Where the content of a recording or film is, or null.</summary>
    public string? Source { get; init; }

    /// <summary>What else is known, by name.</summary>
    public MapValue Metadata { get; init; } = NoValues;

    /// <summary>The part it belongs to, usually <c>train</c>, <c>validation</c> or <c>test</c>; null when it is not divided.</summary>
    /// <exception cref="InvalidInputException">It is empty, too long or no Unicode.</exception>
    public string? Split { get; init => field = value is null ? null : LabelRefusal.Name(value, "name of a split", 200); }

    /// <summary>How far people are with it.</summary>
    public ItemStatus Status { get; init; }

    /// <summary>No values.</summary>
    public static MapValue NoValues { get; } = new(ImmutableArray<KeyValuePair<string, Value>>.Empty);

    /// <summary>How many code points a text has.</summary>
    public static int CodePoints(string text) => text.Length - text.Count(char.IsLowSurrogate);

    /// <summary>A part of a text by code points.</summary>
    public static string Part(string text, int start, int end)
    {
        var part = new StringBuilder();
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (at >= end)
                break;
            if (at >= start)
                part.Append(rune.ToString());
            at++;
        }
        return part.ToString();
    }
}
