using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning;

/// <summary>Parts that the components of this module share.</summary>
internal static class ComponentParts
{
    public static readonly ArtifactType Dataset = new("system.Dataset", "0.0.1");
    public static readonly ArtifactType Model = new("system.Model", "0.0.1");
    public static readonly ArtifactType Artifact = ArtifactType.Any;

    public static Component Make(
        string name,
        string description,
        ImmutableArray<ComponentInput> inputs,
        ImmutableArray<ComponentOutput> outputs,
        ImmutableArray<ArgumentTemplate> command) =>
        new() { Name = name, Description = description, Inputs = inputs, Outputs = outputs, Command = command };

    /// <summary>One whose steps never take results from the cache, because it reads or changes something beside its inputs.</summary>
    public static Component MakeUncached(
        string name,
        string description,
        ImmutableArray<ComponentInput> inputs,
        ImmutableArray<ComponentOutput> outputs,
        ImmutableArray<ArgumentTemplate> command) =>
        Make(name, description, inputs, outputs, command) with { IsNeverCached = true };

    public static ComponentInput File(string name, ArtifactType type, string description) =>
        new() { Name = name, ArtifactType = type, Description = description };

    public static ComponentInput Text(string name, string value, string description) =>
        Parameter(name, ParameterType.String, Value.Of(value), description);

    public static ComponentInput Count(string name, long value, string description) =>
        Parameter(name, ParameterType.Integer, Value.Of(value), description);

    public static ComponentInput Number(string name, double value, string description) =>
        Parameter(name, ParameterType.Float, Value.Of(value), description);

    public static ComponentOutput Output(string name, ArtifactType type, string description) =>
        new() { Name = name, ArtifactType = type, Description = description };

    public static ComponentOutput Returned(string name, string description) =>
        new() { Name = name, ParameterType = ParameterType.Float, Description = description };

    public static IEnumerable<ArgumentTemplate> Words(params IEnumerable<string> words) => words.Select(ArgumentTemplate.Literal);

    /// <summary>A text that may be left out.</summary>
    public static ComponentInput OptionalText(string name, string description) =>
        new() { Name = name, ParameterType = ParameterType.String, Optional = true, Description = description };

    /// <summary>A number that may be left out.</summary>
    public static ComponentInput OptionalNumber(string name, string description) =>
        new() { Name = name, ParameterType = ParameterType.Float, Optional = true, Description = description };

    /// <summary>A text that has to be given.</summary>
    public static ComponentInput RequiredText(string name, string description) =>
        new() { Name = name, ParameterType = ParameterType.String, Description = description };

    /// <summary>A file that may be left out.</summary>
    public static ComponentInput OptionalFile(string name, ArtifactType type, string description) =>
        new() { Name = name, ArtifactType = type, Optional = true, Description = description };

    /// <summary>An option with the value of an input, if it has one.</summary>
    public static IEnumerable<ArgumentTemplate> IfGiven(string option, string input) =>
        [new ArgumentTemplate([new PresentPart(input, [.. Given(option, input)], [])])];

    /// <summary>An option with the path of an input, if it has one; else other words.</summary>
    public static IEnumerable<ArgumentTemplate> IfPath(string option, string input, params IEnumerable<ArgumentTemplate> otherwise) =>
        [new ArgumentTemplate([new PresentPart(input, [.. Path(option, input)], [.. otherwise])])];

    public static IEnumerable<ArgumentTemplate> Given(string option, string input) => Option(option, PlaceholderKind.InputValue, input);

    public static IEnumerable<ArgumentTemplate> Path(string option, string input) => Option(option, PlaceholderKind.InputPath, input);

    public static IEnumerable<ArgumentTemplate> Written(string option, string output) => Option(option, PlaceholderKind.OutputPath, output);

    public static IEnumerable<ArgumentTemplate> ValueFile(string option, string output) => Option(option, PlaceholderKind.OutputValueFile, output);

    private static ComponentInput Parameter(string name, ParameterType type, Value value, string description) =>
        new() { Name = name, ParameterType = type, Default = value, Optional = true, Description = description };

    private static IEnumerable<ArgumentTemplate> Option(string option, PlaceholderKind kind, string name) =>
        [ArgumentTemplate.Literal(option), new ArgumentTemplate([new PlaceholderPart(kind, name)])];
}
