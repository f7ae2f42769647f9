using Gyre.Contracts;
using Gyre.Core;
using Gyre.Tracking;

namespace Gyre.Server.Features.Tracking;

/// <summary>Puts runs side by side: a row for each key that one of them has.</summary>
internal static class RunComparison
{
    public static CompareInfo Of(IReadOnlyList<string> asked, IReadOnlyList<TrackingRun> runs, bool onlyDifferent)
    {
        var there = runs.Select(run => run.Info.RunId).ToHashSet(StringComparer.Ordinal);
        return new CompareInfo
        {
            Runs = [.. runs.Select(run =>
                new ComparedRun(run.Info.RunId, run.Info.Experiment, run.Info.Name, KebabCase.Of(run.Info.Status), run.Info.StartTime,
                run.Info.EndTime))],
            Missing = [.. asked.Where(id => !there.Contains(id))],
            Params = Rows([.. runs.Select(run => run.Params.ToDictionary(pair => pair.Key, pair => Value.Of(pair.Value), StringComparer.Ordinal))], onlyDifferent),
            Metrics = Rows([.. runs.Select(run => run.Metrics.ToDictionary(metric => metric.Key, metric => Value.Of(metric.Point.Value), StringComparer.Ordinal))], onlyDifferent),
        };
    }

    private static List<ComparedRow> Rows(Dictionary<string, Value>[] runs, bool onlyDifferent)
    {
        var rows = new List<ComparedRow>();
        foreach (var key in runs.SelectMany(run => run.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            Value[] values = [.. runs.Select(run => run.GetValueOrDefault(key, Value.Null))];
            var differs = values.Any(value => value != values[0]);
            if (differs || !onlyDifferent)
                rows.Add(new ComparedRow(key, differs, values));
        }
        return rows;
    }
}
