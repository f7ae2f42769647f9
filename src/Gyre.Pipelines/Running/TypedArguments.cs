using Gyre.Core;
using Gyre.Pipelines.Machine;
using Gyre.Projects;

namespace Gyre.Pipelines.Running;

/// <summary>Values for the typed inputs of a pipeline, checked before anything starts.</summary>
internal static class TypedArguments
{
    /// <summary>Every input with its value: the given one, else the default; null for an optional one without.</summary>
    /// <exception cref="InvalidInputException">A value does not fit its type or is not among the allowed ones, or a required one is missing.</exception>
    public static MapValue Resolve(Pipeline pipeline, MapValue given)
    {
        var problems = new List<Diagnostic>();
        var values = new List<KeyValuePair<string, Value>>();
        foreach (var input in pipeline.Graph.Inputs)
        {
            if (input.ParameterType is { } type)
                values.Add(new(input.Name, ValueOf(input, type, given.Find(input.Name), problems)));
            else if (!input.Optional)
                problems.Add(Problem(input, "is an artifact, which cannot be passed to a run", "Import the artifact in the pipeline."));
        }
        return problems.Count == 0 ? new MapValue([.. values]) : throw new InvalidInputException(problems);
    }

    /// <summary>Given values that are not for typed inputs.</summary>
    /// <exception cref="InvalidInputException">All inputs of the pipeline are typed, and a name is none of them.</exception>
    public static MapValue Others(Pipeline pipeline, MapValue given)
    {
        var others = new MapValue([.. given.Entries.Where(entry => !pipeline.Graph.Inputs.Any(input => input.Name == entry.Key))]);
        if (!pipeline.SelfContained || others.Entries.IsEmpty)
            return others;
        var known = pipeline.Graph.Inputs.IsEmpty ? "The pipeline has no parameters." : $"Available parameters: {string.Join(", ", pipeline.Graph.Inputs.Select(input => input.Name))}.";
        throw new InvalidInputException([.. others.Entries.Select(entry =>
            new Diagnostic(Severity.Error, "parameter.unknown", $"Pipeline '{pipeline.Name}' has no parameter '{entry.Key}'.")
            {
                Remedy = NearestWords.Question(entry.Key, pipeline.Graph.Inputs.Select(input => input.Name)) + known,
            })]);
    }

    private static Value ValueOf(ComponentInput input, ParameterType type, Value? given, List<Diagnostic> problems)
    {
        var value = given is null or NullValue ? input.Default : given;
        if (value is null or NullValue)
        {
            if (!input.Optional)
                problems.Add(Problem(
                    input,
                    $"has no value and no default; it expects {TypedValues.WordOf(type)}",
                    $"Set it with --parameter {input.Name}=VALUE."));
            return Value.Null;
        }
        if (!TypedValues.TryConvert(value, type, out var converted, out var mismatch))
            problems.Add(Problem(input, $"is not valid: {mismatch}", null));
        else if (!input.Choices.IsEmpty && !input.Choices.Contains(converted))
            problems.Add(Problem(
                input,
                $"is not valid: {TypedValues.Shown(converted.ToString())} is not one of the allowed values",
                $"Use one of: {string.Join(", ", input.Choices)}."));
        return converted;
    }

    private static Diagnostic Problem(ComponentInput input, string text, string? remedy) =>
        new(Severity.Error, "parameter.value", $"Parameter '{input.Name}' {text}.") { Remedy = remedy };
}
