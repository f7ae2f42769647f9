using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Experiments.Hosting;

/// <summary>What a metric or an artifact says of itself.</summary>
/// <param name="Name">Its name in results; empty for an artifact without one.</param>
/// <param name="GreaterIsBetter">Whether more is better.</param>
/// <param name="Kind"><c>evaluation</c>, <c>matrix</c> or <c>training</c>.</param>
internal sealed record ComponentDescription(string Name, bool GreaterIsBetter, string Kind)
{
    public const string Evaluation = "evaluation";
    public const string Matrix = "matrix";
    public const string OfTraining = "training";

    private const int MostOfName = 250;
    private const string Remedy = "Answer 'describe' with {\"name\": \"x\", \"greater_is_better\": true, \"kind\": \"evaluation\"}.";

    /// <summary>Asks the program.</summary>
    /// <exception cref="InvalidInputException">It gave no such answer.</exception>
    public static async Task<ComponentDescription> AskAsync(ComponentCommand command, bool isNamed, CancellationToken cancellationToken)
    {
        var answer = await ResultFile.AskAsync(command, "describe", null, cancellationToken).ConfigureAwait(false);
        var name = (answer.Find("name") as TextValue)?.Text ?? "";
        if (isNamed && name.Length is 0 || name.Length > MostOfName || name.Any(char.IsControl))
            throw HostingRefusals.InFile(ResultFile.Name, 0, "'name' is not the name of a metric.", Remedy);
        var kind = answer.Find("kind") is { } given ? (given as TextValue)?.Text : Evaluation;
        if (kind is not (Evaluation or Matrix or OfTraining))
            throw HostingRefusals.InFile(ResultFile.Name, 0, "'kind' is not 'evaluation', 'matrix' or 'training'.", Remedy);
        return new ComponentDescription(name, answer.Find("greater_is_better") != Value.False, kind);
    }
}

/// <summary>The file <c>result.json</c>.</summary>
internal static class ResultFile
{
    public const string Name = "result.json";

    /// <summary>Has the program do something and reads its answer.</summary>
    public static async Task<MapValue> AskAsync(
        ComponentCommand command, string action, Action<Utf8JsonWriter>? more, CancellationToken cancellationToken)
    {
        command.Forget(Name);
        await command.RunAsync(action, null, more, cancellationToken).ConfigureAwait(false);
        var answer = await LineFile.ReadDocumentAsync(command.Folder, Name, cancellationToken).ConfigureAwait(false);
        return answer as MapValue ?? throw HostingRefusals.InFile(
            Name, 0, $"The component has not written an object for '{action}'.", "See docs/reference/component-commands.md.");
    }

    /// <summary>Writes what was computed before into a request.</summary>
    public static void Write(Utf8JsonWriter json, ImmutableSortedDictionary<string, double> builtIn)
    {
        json.WriteStartObject("metrics");
        foreach (var (name, value) in builtIn)
        {
            json.WritePropertyName(name);
            RowLines.Write(json, Value.Of(value));
        }
        json.WriteEndObject();
    }
}

/// <summary>A metric by a program.</summary>
internal sealed class CommandMetric(ComponentCommand command, ComponentDescription description) : ITrialMetric
{
    public const string Evaluation = "evaluation.jsonl";

    public string Name => description.Name;

    public bool GreaterIsBetter => description.GreaterIsBetter;

    public async Task<double?> ComputeAsync(EvaluatedPart part, CancellationToken cancellationToken)
    {
        try
        {
            await PredictionLines.WriteAsync(command.Folder, Evaluation, part, cancellationToken).ConfigureAwait(false);
            var answer = await ResultFile.AskAsync(command, "metric", json => ResultFile.Write(json, part.BuiltIn), cancellationToken)
                .ConfigureAwait(false);
            if (answer.Find("value") is { IsNull: true })
                return null;
            return answer.Find("value") is { } value && value.TryGetNumber(out var number)
                ? double.IsNaN(number) ? null : number
                : throw HostingRefusals.InFile(ResultFile.Name, 0, "'value' is neither a number nor null.", "Write {\"value\": 0.5}.");
        }
        finally
        {
            command.Dispose();
        }
    }
}

/// <summary>A metric of the matrix of results by a program.</summary>
internal sealed class CommandMatrixMetric(ComponentCommand command, ComponentDescription description) : ITrialMatrixMetric
{
    public string Name => description.Name;

    public bool GreaterIsBetter => description.GreaterIsBetter;

    public async Task<ImmutableArray<double>> ComputeAsync(DenseMatrix matrix, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await ResultFile.AskAsync(command, "matrix-metric", json => Write(json, matrix), cancellationToken)
                .ConfigureAwait(false);
            return answer.Find("value") switch
            {
                NullValue => [],
                ListValue { Items: var items } when items.Length == matrix.Rows && items.All(static one => one.TryGetNumber(out _)) =>
                    [.. items.Select(static one => one.TryGetNumber(out var number) ? number : 0)],
                { } value when value.TryGetNumber(out var number) => [number],
                _ => throw HostingRefusals.InFile(
                    ResultFile.Name, 0, $"'value' is neither a number, a list of {matrix.Rows} numbers, nor null.",
                    "Write {\"value\": 0.5}."),
            };
        }
        finally
        {
            command.Dispose();
        }
    }

    private static void Write(Utf8JsonWriter json, DenseMatrix matrix)
    {
        json.WriteStartArray("matrix");
        for (var i = 0; i < matrix.Rows; i++)
        {
            json.WriteStartArray();
            foreach (var one in matrix.Row(i))
                RowLines.Write(json, Value.Of(one));
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }
}

/// <summary>Files about predictions by a program.</summary>
internal sealed class CommandArtifact(ComponentCommand command) : ITrialArtifact
{
    private const string Artifacts = "artifacts";

    public async Task WriteAsync(EvaluatedPart part, string folder, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.Join(command.Folder, Artifacts));
            await PredictionLines.WriteAsync(command.Folder, CommandMetric.Evaluation, part, cancellationToken).ConfigureAwait(false);
            await command.RunAsync("artifact", null, json => ResultFile.Write(json, part.BuiltIn), cancellationToken).ConfigureAwait(false);
            FolderCopy.Copy(Path.Join(command.Folder, Artifacts), folder, Artifacts, cancellationToken);
        }
        finally
        {
            command.Dispose();
        }
    }
}
