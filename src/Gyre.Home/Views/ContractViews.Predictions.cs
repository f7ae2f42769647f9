using Gyre.Contracts;
using Gyre.Core;
using Gyre.Serving;

namespace Gyre.Home.Views;

/// <summary>Models and what they say.</summary>
public static partial class ContractViews
{
    /// <summary>What a model said.</summary>
    public static PredictionInfo Of(PredictionAnswer answer) =>
        new() { Version = answer.Version, Predictions = answer.Predictions, Outputs = answer.Outputs };

    /// <summary>What a deployment serves, and how it answered.</summary>
    public static ServedInfo Of(ServedDescription served, IReadOnlyList<PredictionFigures> figures) => new()
    {
        Serves = KebabCase.Of(served.Serves),
        Version = served.Version,
        Kind = served.Kind,
        Inputs = [.. served.Inputs.Select(Of)],
        Outputs = [.. served.Outputs.Select(Of)],
        Versions = [.. figures.Select(Of)],
    };

    private static ModelFieldInfo Of(ModelField field) => new() { Name = field.Name, Type = field.Type, Shape = field.Shape };

    private static ServedVersionInfo Of(PredictionFigures figures) => new()
    {
        Version = figures.Version,
        Requests = figures.Requests,
        Rows = figures.Rows,
        Failures = figures.Failures,
        Shadowed = figures.Shadowed,
        Differing = figures.Differing,
        MedianSeconds = figures.MedianSeconds,
        SlowSeconds = figures.SlowSeconds,
    };
}
