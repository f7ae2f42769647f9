using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Gyre.Core;

/// <summary>A program with typed inputs and outputs.</summary>
public sealed record Component
{
    /// <summary>Its name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>For people; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>Container image, a label where steps are plain processes; null for none.</summary>
    public string? Image { get; init; }

    /// <summary>The program and its arguments, started without a shell; empty when the image alone says what runs.</summary>
    public ImmutableArray<ArgumentTemplate> Command { get; init; } = [];

    /// <summary>Variables in order; <c>$(NAME)</c> in a value stands for an earlier one, <c>$$</c> for a dollar sign.</summary>
    public ImmutableArray<ComponentVariable> Environment { get; init; } = [];

    /// <summary>What it takes.</summary>
    public ImmutableArray<ComponentInput> Inputs { get; init; } = [];

    /// <summary>What it gives.</summary>
    public ImmutableArray<ComponentOutput> Outputs { get; init; } = [];

    /// <summary>Whether it reads or changes something beside its inputs, so that its steps never take results from the cache. Default false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsNeverCached { get; init; }
}

/// <summary>A variable of a component.</summary>
public sealed record ComponentVariable(string Name, ArgumentTemplate Value);

/// <summary>Type of an artifact: <c>system.Model</c> <c>0.0.1</c>. Titles that are not known pass through.</summary>
public sealed record ArtifactType(string Title, string Version)
{
    /// <summary>Anything.</summary>
    public static ArtifactType Any { get; } = new("system.Artifact", "0.0.1");
}

/// <summary>A declared input: a value or an artifact.</summary>
public sealed record ComponentInput
{
    /// <summary>Unique among the inputs.</summary>
    public required string Name { get; init; }

    /// <summary>Type of the value; null when it is an artifact.</summary>
    public ParameterType? ParameterType { get; init; }

    /// <summary>Type of the artifact; null when it is a value.</summary>
    public ArtifactType? ArtifactType { get; init; }

    /// <summary>A list of artifacts.</summary>
    public bool IsList { get; init; }

    /// <summary>Value when nothing brings one; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] // In a document null is a value.
    public Value? Default { get; init; }

    /// <summary>May be left out.</summary>
    public bool Optional { get; init; }

    /// <summary>The only values allowed; empty for any.</summary>
    public ImmutableArray<Value> Choices { get; init; } = [];

    /// <summary>For people; null for none.</summary>
    public string? Description { get; init; }
}

/// <summary>A declared output: a value or an artifact.</summary>
public sealed record ComponentOutput
{
    /// <summary>Unique among the outputs.</summary>
    public required string Name { get; init; }

    /// <summary>Type of the value; null when it is an artifact.</summary>
    public ParameterType? ParameterType { get; init; }

    /// <summary>Type of the artifact; null when it is a value.</summary>
    public ArtifactType? ArtifactType { get; init; }

    /// <summary>A list of artifacts.</summary>
    public bool IsList { get; init; }

    /// <summary>Properties the artifact starts with.</summary>
    public MapValue Metadata { get; init; } = new([]);

    /// <summary>For people; null for none.</summary>
    public string? Description { get; init; }
}

/// <summary>Immutable content with a type and properties: a file, a folder, or something that lies elsewhere and is only named.</summary>
public sealed record Artifact
{
    /// <summary>Its name: the output that made it.</summary>
    public required string Name { get; init; }

    /// <summary>Its type.</summary>
    public required ArtifactType Type { get; init; }

    /// <summary>Where it lies, when that is not the store; else null.</summary>
    public string? Uri { get; init; }

    /// <summary>Its files in the store: one of the name <c>""</c> for a file, paths for a folder. Empty for an artifact that was never written or lies elsewhere.</summary>
    public ImmutableArray<ArtifactFile> Files { get; init; } = [];

    /// <summary>Its properties.</summary>
    public MapValue Metadata { get; init; } = new([]);
}

/// <summary>A file of an artifact.</summary>
/// <param name="Path">Under the artifact, with <c>/</c>; empty when the artifact is this one file.</param>
/// <param name="Digest">Its content.</param>
/// <param name="SizeInBytes">Its size.</param>
public sealed record ArtifactFile(string Path, Digest Digest, long SizeInBytes);

/// <summary>Artifacts of one input or output; one, unless it is a list.</summary>
public sealed record NamedArtifacts(string Name, ImmutableArray<Artifact> Items);
