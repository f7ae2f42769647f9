using System.Collections.Immutable;
using System.Globalization;
using Gyre.Experiments.Reporting;
using Gyre.Experiments.Setup;
using Gyre.Learning;

namespace Gyre.Experiments.Steps;

/// <summary>What a stream of several experiences gave along the way: metrics by step, and pictures with their data.</summary>
/// <param name="output">Name of the output.</param>
/// <param name="classes">Its classes; empty for numbers.</param>
/// <param name="partitions">Results of each partition by experience.</param>
internal sealed class StreamRecord(string output, ImmutableArray<string> classes, IReadOnlyList<ImmutableArray<ResultDocument>> partitions)
{
    /// <summary>More classes have pictures, but no metrics of their own.</summary>
    private const int MaxTold = 100;

    private bool IsThere => partitions[0].Length > 1 && partitions.All(static results => results.All(static one => one.Seen is not null));

    /// <summary>Tells the means over partitions, with the experience as step.</summary>
    public void Tell(StepLog log)
    {
        if (!IsThere)
            return;
        for (var experience = 0; experience < partitions[0].Length; experience++)
        {
            log.Metric($"seen_accuracy_{output}", partitions.Average(results => results[experience].Seen!.Value), experience);
            for (var number = 0; number < classes.Length && classes.Length <= MaxTold; number++)
            {
                double[] values = [.. partitions.Select(results => results[experience].PerClass[number]).OfType<double>()];
                if (values.Length > 0)
                    log.Metric(ClassMetric(number), values.Average(), experience);
            }
        }
    }

    /// <summary>
    /// Area under the accuracy over the examples that were learned, by partition (H. Koh and others, "Online continual learning on class
    /// incremental blurry task configuration with anytime inference", 2022); only where the model was judged along the way.
    /// </summary>
    public IEnumerable<(string Name, double Value)> Areas()
    {
        foreach (var results in partitions)
        {
            var (points, start) = (new List<ContinualPoint>(), 0L);
            foreach (var curve in results.SelectMany(static one => one.Curves).Where(static one => one.Name == "seen_accuracy"))
            {
                points.AddRange(curve.Steps.Zip(curve.Values).Select(
                    point => new ContinualPoint(0, start + point.First, [], point.Second)));
                start = points[^1].Examples;
            }
            if (start > 0)
                yield return ($"a_auc_{output}", ContinualMetrics.AreaUnderAccuracy(points));
        }
    }

    /// <summary>Writes <c>seen_accuracy_OUTPUT</c> and <c>class_accuracy_OUTPUT</c>, as SVG and JSON.</summary>
    public async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        if (!IsThere)
            return;
        var seen = StreamCurves.Seen([(output, partitions.Select(
            static results => results.Select(static one => one.Seen!.Value).ToImmutableArray()))]);
        var perClass = StreamCurves.PerClass(
            $"{output}: accuracy of each class over all test sets", classes,
            [.. partitions.Select(static results => results.Select(
                static one => one.PerClass.Select(static value => value ?? double.NaN).ToImmutableArray()).ToImmutableArray())]);
        foreach (var (name, chart) in (IEnumerable<(string, Drawing.Chart)>)[("seen", seen), ("class", perClass)])
        {
            var path = Path.Join(Directory.CreateDirectory(folder).FullName, $"{name}_accuracy_{output}");
            await File.WriteAllTextAsync($"{path}.svg", chart.ToSvgFile(), cancellationToken);
            await File.WriteAllTextAsync($"{path}.json", chart.ToJson(), cancellationToken);
        }
    }

    /// <summary>Labels stand in names of metrics where all can; else their numbers, as in <c>class_ids_OUTPUT.json</c>.</summary>
    private string ClassMetric(int number)
    {
        var areNames = classes.All(static label => label.Length is > 0 and <= 100
            && label.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.'));
        return $"class_accuracy_{output}_{(areNames ? classes[number] : number.ToString(CultureInfo.InvariantCulture))}";
    }
}
