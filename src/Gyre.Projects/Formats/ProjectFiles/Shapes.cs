using System.Text.RegularExpressions;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>What a part of the document must look like; the grammar is made of these as data.</summary>
internal abstract record Shape
{
    public static Shape Any { get; } = new AnyShape();

    public static Shape Text { get; } = new TextShape();

    public static Shape Number { get; } = new NumberShape();

    public static Shape Integer { get; } = new NumberShape { IsInteger = true };

    public static Shape Boolean { get; } = new BooleanShape();

    /// <summary>A mapping with any keys.</summary>
    public static Shape Map { get; } = new MapShape { Others = Any };

    /// <summary>A text or a list of texts.</summary>
    public static Shape Texts { get; } = new ChoiceShape("oneOf", [Text, ListOf(Text)]);

    /// <summary>Seconds, or a text with units.</summary>
    public static Shape Duration { get; } = new ChoiceShape("oneOf", [Integer, Text]) { Names = "seconds, or a string such as '1h 30m'" };

    /// <summary>A mapping that knows these keys only.</summary>
    public static MapShape Closed(string[] required, params (string Key, Shape Shape)[] keys) => new()
    {
        Keys = keys.ToDictionary(key => key.Key, key => key.Shape, StringComparer.Ordinal),
        Required = required,
    };

    public static Shape ListOf(Shape item) => new ListShape(item);

    public static Shape Word(params string[] words) => new TextShape { Words = words };
}

internal sealed record AnyShape : Shape;

internal sealed record BooleanShape : Shape;

internal sealed record TextShape : Shape
{
    public int MaxLength { get; init; } = int.MaxValue;

    public Regex? Pattern { get; init; }

    /// <summary>The only words allowed; empty for any.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
}

internal sealed record NumberShape : Shape
{
    public bool IsInteger { get; init; }

    public double Min { get; init; } = double.NegativeInfinity;

    public double Max { get; init; } = double.PositiveInfinity;
}

internal sealed record ListShape(Shape Item) : Shape
{
    public int MaxItems { get; init; } = int.MaxValue;

    /// <summary>What to do about too many, or null.</summary>
    public string? TooManyRemedy { get; init; }
}

internal sealed record MapShape : Shape
{
    public IReadOnlyDictionary<string, Shape> Keys { get; init; } = new Dictionary<string, Shape>();

    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>Shape of keys that are not listed; null when there may be none.</summary>
    public Shape? Others { get; init; }

    /// <summary>Rules about several keys together: gives the rule's name and what is wrong, or null.</summary>
    public Func<YamlMapping, (string Rule, string Message)?>? Together { get; init; }
}

/// <summary>One of several shapes.</summary>
/// <param name="Rule">The name the rule goes by when none fits.</param>
/// <param name="Options">The shapes.</param>
internal sealed record ChoiceShape(string Rule, IReadOnlyList<Shape> Options) : Shape
{
    /// <summary>Picks the shape that was meant, to say what is wrong with it; null to guess by kind.</summary>
    public Func<YamlNode, Shape?>? Meant { get; init; }

    /// <summary>What a reader would call the shapes.</summary>
    public string? Names { get; init; }
}
