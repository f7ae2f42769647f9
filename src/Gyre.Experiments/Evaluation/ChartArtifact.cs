using Gyre.Experiments.Drawing;

namespace Gyre.Experiments.Evaluation;

/// <summary>A picture of labels, as SVG and JSON. Where it is not defined, the JSON says why and there is no picture.</summary>
/// <param name="name">Of its files, without an ending.</param>
/// <param name="chart">Makes the picture.</param>
internal sealed class ChartArtifact(string name, Func<JudgedLabels, Chart?> chart) : ITrialArtifact
{
    /// <inheritdoc/>
    public async Task WriteAsync(EvaluatedPart part, string folder, CancellationToken cancellationToken)
    {
        var data = Path.Join(folder, name + ".json");
        if (part.Predictions is LabelPredictions labels && chart(JudgedLabels.Of(part.Targets, labels, [])) is { } drawn)
        {
            await File.WriteAllTextAsync(Path.Join(folder, name + ".svg"), drawn.ToSvgFile(), cancellationToken).ConfigureAwait(false);
            await File.WriteAllTextAsync(data, drawn.ToJson(), cancellationToken).ConfigureAwait(false);
            return;
        }
        var reason = part.Predictions is LabelPredictions
            ? "There are no examples, no probabilities, or only one label."
            : "The output is a number.";
        var text = $"{{\n  \"schemaVersion\": 1,\n  \"notDefined\": \"{reason}\"\n}}\n";
        await File.WriteAllTextAsync(data, text, cancellationToken).ConfigureAwait(false);
    }
}
