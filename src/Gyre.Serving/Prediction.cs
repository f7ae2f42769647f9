using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Serving;

/// <summary>What a deployment serves. All its versions serve the same.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<ServedForm>))]
public enum ServedForm
{
    /// <summary>Policies, which decide; see <see cref="IDecisions"/>.</summary>
    Policy,

    /// <summary>Models that are asked in this process; see <see cref="IPredictions"/>.</summary>
    Model,

    /// <summary>Programs of the user's that are asked over HTTP; see <see cref="IPredictions"/>.</summary>
    Command,
}

/// <summary>Asks a model. Either <see cref="Instances"/> or <see cref="Inputs"/>.</summary>
public sealed record PredictionRequest
{
    /// <summary>The most rows of a request.</summary>
    public const int MaxRows = 10_000;

    /// <summary>
    /// Rows, 1 to <see cref="MaxRows"/>: each a list with the inputs in order, a map with the inputs by name, or the value of the only
    /// input.
    /// </summary>
    public ListValue? Instances { get; init; }

    /// <summary>
    /// The inputs by name, each with all rows in it: nested lists whose first dimension is the rows. A bare list is the only input.
    /// </summary>
    public Value? Inputs { get; init; }
}

/// <summary>What a model said: <see cref="Predictions"/> to instances, <see cref="Outputs"/> to inputs.</summary>
public sealed record PredictionAnswer
{
    /// <summary>The version that was asked.</summary>
    public required long Version { get; init; }

    /// <summary>One for each row: the value of the only output, or a map with the outputs by name.</summary>
    public ListValue? Predictions { get; init; }

    /// <summary>The outputs by name, each with all rows in it.</summary>
    public MapValue? Outputs { get; init; }
}

/// <summary>An input or output of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of its values: <c>float64</c>, <c>float32</c>, <c>int64</c>, <c>string</c>, <c>bool</c>.</param>
/// <param name="Shape">Lengths of its dimensions, the rows first; -1 for any.</param>
public sealed record ModelField(string Name, string Type, ImmutableArray<long> Shape);

/// <summary>What a deployment's champion is and takes.</summary>
public sealed record ServedDescription
{
    /// <summary>What the deployment serves.</summary>
    public required ServedForm Serves { get; init; }

    /// <summary>The champion.</summary>
    public required long Version { get; init; }

    /// <summary>Its kind: <c>onnx</c>, <c>mlp</c>, <c>command</c>, <c>lin-ucb</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it takes; empty where only the program knows.</summary>
    public ImmutableArray<ModelField> Inputs { get; init; } = [];

    /// <summary>What it gives; empty where only the program knows.</summary>
    public ImmutableArray<ModelField> Outputs { get; init; } = [];
}

/// <summary>How the versions of a deployment answered since this process first asked them.</summary>
/// <param name="Version">The version.</param>
/// <param name="Requests">Requests that were answered, as champion or canary.</param>
/// <param name="Rows">Rows in them.</param>
/// <param name="Failures">Requests that the model could not answer; refused requests are none.</param>
/// <param name="Shadowed">Requests that it saw as a shadow.</param>
/// <param name="Differing">Of these, those that it answered otherwise than the version that served, or not at all.</param>
/// <param name="MedianSeconds">Median of the times it took; 0 without any.</param>
/// <param name="SlowSeconds">The time that 99 % stayed below; 0 without any.</param>
public sealed record PredictionFigures(
    long Version, long Requests, long Rows, long Failures, long Shadowed, long Differing, double MedianSeconds, double SlowSeconds);
