using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>A program that answers over HTTP on the server's machine. What is null or absent has its default.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CommandInfo
{
    /// <summary>
    /// Lines for the shell; the first that fails ends it. <c>{port}</c> is where it listens, and so are the variables <c>PORT</c> and
    /// <c>AIP_HTTP_PORT</c>.
    /// </summary>
    public required IReadOnlyList<string> Commands { get; init; }

    /// <summary>Files in its folder.</summary>
    public IReadOnlyList<CommandFileInfo>? Files { get; init; }

    /// <summary>Further variables.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>A port that the lines name; it is replaced by that of the replica.</summary>
    public int? Port { get; init; }

    /// <summary>Where it takes requests for predictions. Default <c>/predict</c>.</summary>
    public string? PredictPath { get; init; }

    /// <summary>Where it says that it is ready. Default <c>/</c>.</summary>
    public string? HealthPath { get; init; }

    /// <summary>How many run, 1 to 16. Default 1.</summary>
    public int? Replicas { get; init; }

    /// <summary>A request that must be answered before a replica gets others; null for none.</summary>
    public Value? WarmUp { get; init; }

    /// <summary>How long it may take until it is ready. Default 120.</summary>
    public double? StartSeconds { get; init; }

    /// <summary>How long it may take to answer. Default 60.</summary>
    public double? AnswerSeconds { get; init; }
}

/// <summary>A file of a program.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CommandFileInfo
{
    /// <summary>Where, relative to its folder.</summary>
    public required string Path { get; init; }

    /// <summary>Its content.</summary>
    public required Digest Digest { get; init; }

    /// <summary>Whether it may be run.</summary>
    public bool Executable { get; init; }
}

/// <summary>Asks a model. Either <c>instances</c> or <c>inputs</c>.</summary>
public sealed record PredictRequest
{
    /// <summary>
    /// Rows, 1 to 10,000: each a list with the inputs in order, an object with the inputs by name, or the value of the only input. Of
    /// policies: contexts, or objects with lists of contexts as <c>observation</c>.
    /// </summary>
    public Value? Instances { get; init; }

    /// <summary>The inputs by name, each with all rows in it.</summary>
    public Value? Inputs { get; init; }
}

/// <summary>What a model said.</summary>
public sealed record PredictionInfo
{
    /// <summary>The version that was asked; of several policies, that of the first row.</summary>
    public required long Version { get; init; }

    /// <summary>One for each of the instances; null when inputs were given.</summary>
    public Value? Predictions { get; init; }

    /// <summary>The outputs by name; null when instances were given.</summary>
    public Value? Outputs { get; init; }
}

/// <summary>What a deployment serves, and how it answered.</summary>
public sealed record ServedInfo
{
    /// <summary>What it serves: <c>policy model command</c>.</summary>
    public required string Serves { get; init; }

    /// <summary>The champion.</summary>
    public required long Version { get; init; }

    /// <summary>Its kind.</summary>
    public required string Kind { get; init; }

    /// <summary>What it takes; empty where only the program knows.</summary>
    public required IReadOnlyList<ModelFieldInfo> Inputs { get; init; }

    /// <summary>What it gives; empty where only the program knows.</summary>
    public required IReadOnlyList<ModelFieldInfo> Outputs { get; init; }

    /// <summary>How its versions answered in this server.</summary>
    public required IReadOnlyList<ServedVersionInfo> Versions { get; init; }
}

/// <summary>An input or output of a model.</summary>
public sealed record ModelFieldInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Type of its values: <c>float64 float32 int64 string bool</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Lengths of its dimensions, the rows first; -1 for any.</summary>
    public required IReadOnlyList<long> Shape { get; init; }
}

/// <summary>How a version answered since this server first asked it.</summary>
public sealed record ServedVersionInfo
{
    /// <summary>The version.</summary>
    public required long Version { get; init; }

    /// <summary>Requests that it answered.</summary>
    public required long Requests { get; init; }

    /// <summary>Rows in them.</summary>
    public required long Rows { get; init; }

    /// <summary>Requests that it could not answer.</summary>
    public required long Failures { get; init; }

    /// <summary>Requests that it saw as a shadow.</summary>
    public required long Shadowed { get; init; }

    /// <summary>Of these, those that it answered otherwise, or not at all.</summary>
    public required long Differing { get; init; }

    /// <summary>Median of the times it took; 0 without any.</summary>
    public required double MedianSeconds { get; init; }

    /// <summary>The time that 99 % stayed below; 0 without any.</summary>
    public required double SlowSeconds { get; init; }
}
