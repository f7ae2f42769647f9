using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Gyre.Core;

/// <summary>
/// An argument, a variable or a text with placeholders, already parsed. It is filled in one pass: what a placeholder brings is never looked through for placeholders again.
/// </summary>
/// <param name="Parts">Joined without anything between; none for an empty text.</param>
public sealed record ArgumentTemplate(ImmutableArray<TemplatePart> Parts)
{
    /// <summary>A text without placeholders.</summary>
    public static ArgumentTemplate Literal(string text) => new([new TextPart(text)]);
}

/// <summary>A piece of an <see cref="ArgumentTemplate"/>.</summary>
[JsonDerivedType(typeof(TextPart), "text")]
[JsonDerivedType(typeof(PlaceholderPart), "placeholder")]
[JsonDerivedType(typeof(PresentPart), "present")]
public abstract record TemplatePart;

/// <summary>Stands as it is.</summary>
public sealed record TextPart(string Text) : TemplatePart;

/// <summary>Replaced by what is known when the step starts.</summary>
/// <param name="Kind">By what.</param>
/// <param name="Name">Name of the input or output; null for kinds that have none.</param>
/// <param name="Key">Of a property of an artifact; null for the other kinds.</param>
public sealed record PlaceholderPart(PlaceholderKind Kind, string? Name = null, string? Key = null) : TemplatePart;

/// <summary>
/// Arguments that are there only when an input has a value. When it is the only part of an argument, each template is an argument of its own, and none leaves no argument;
/// within a longer text they are joined.
/// </summary>
public sealed record PresentPart(string Input, ImmutableArray<ArgumentTemplate> Then, ImmutableArray<ArgumentTemplate> Else) : TemplatePart;

/// <summary>What a placeholder is replaced by.</summary>
public enum PlaceholderKind
{
    /// <summary>The text form of an input's value.</summary>
    InputValue,

    /// <summary>Path of an input artifact; of a list the first.</summary>
    InputPath,

    /// <summary>URI of an input artifact.</summary>
    InputUri,

    /// <summary>One property of an input artifact, or all as JSON without a key.</summary>
    InputMetadata,

    /// <summary>An input artifact as JSON.</summary>
    InputArtifact,

    /// <summary>Where to write an output artifact.</summary>
    OutputPath,

    /// <summary>URI of an output artifact.</summary>
    OutputUri,

    /// <summary>One property of an output artifact, or all as JSON without a key.</summary>
    OutputMetadata,

    /// <summary>File to write an output value to.</summary>
    OutputValueFile,

    /// <summary>File for the component's report: values and artifacts as JSON.</summary>
    ReportFile,

    /// <summary>Everything the component is given, as JSON.</summary>
    WholeInput,

    /// <summary>The run's name and id joined.</summary>
    RunName,

    /// <summary>The run's name as a resource.</summary>
    RunResource,

    /// <summary>The run's id.</summary>
    RunId,

    /// <summary>When the run was accepted, RFC 3339 in UTC.</summary>
    RunCreated,

    /// <summary>For when the run was meant, RFC 3339 in UTC.</summary>
    RunScheduled,

    /// <summary>The node's name.</summary>
    TaskName,

    /// <summary>The node run's id.</summary>
    TaskId,

    /// <summary>Where artifacts of the run lie.</summary>
    Root,

    /// <summary>A folder for scratch files.</summary>
    Workspace,
}
