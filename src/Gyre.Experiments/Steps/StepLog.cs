using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Experiments.Setup;

namespace Gyre.Experiments.Steps;

/// <summary>What a step says: metadata as JSON lines, which become metrics and params of its tracking run, and lines for people.</summary>
internal sealed class StepLog(TextWriter output) : ITrialLog
{
    private readonly Dictionary<string, List<(long Step, double Value)>> _curves = new(StringComparer.Ordinal);

    /// <summary>What was told with steps, by name in the order of their first point.</summary>
    public ImmutableArray<CurveDocument> Curves =>
        [.. _curves.Select(static curve => new CurveDocument(
            curve.Key, [.. curve.Value.Select(static point => point.Step)], [.. curve.Value.Select(static point => point.Value)]))];

    public void Metric(string name, double value, long step)
    {
        if (!_curves.TryGetValue(name, out var points))
            _curves[name] = points = [];
        points.Add((step, value));
        Write([new("step", Value.Of(step)), new(name, Value.Of(value))]);
    }

    /// <summary>Braces at the start of a line would make it metadata.</summary>
    public void Say(string line) => output.WriteLine(line.StartsWith('{') ? " " + line : line);

    public void Metrics(IEnumerable<KeyValuePair<string, double>> metrics) =>
        Write([.. metrics.Select(static metric => KeyValuePair.Create(metric.Key, Value.Of(metric.Value)))]);

    public void Texts(params IEnumerable<(string Name, string Text)> texts) =>
        Write([.. texts.Select(static text => KeyValuePair.Create(text.Name, Value.Of(text.Text)))]);

    private void Write(ImmutableArray<KeyValuePair<string, Value>> values)
    {
        if (!values.IsEmpty)
            output.WriteLine(ValueJson.Write(new MapValue(values)));
    }
}
