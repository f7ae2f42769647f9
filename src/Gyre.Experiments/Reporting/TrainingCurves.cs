namespace Gyre.Experiments.Reporting;

/// <summary>What training said step by step, over all experiences and runs.</summary>
internal static class TrainingCurves
{
    /// <summary>Names in the order in which they were told.</summary>
    public static IEnumerable<string> Names(DatasetFigures dataset) => dataset.Trials.SelectMany(static trial => trial.Runs)
        .SelectMany(static run => run.Experiences).SelectMany(static experience => experience.Curves)
        .Select(static curve => curve.Name).Distinct(StringComparer.Ordinal);

    /// <summary>A curve of all trials that have it.</summary>
    public static CurveTable Of(DatasetFigures dataset, string name) => new(
        name,
        [.. dataset.Trials.SelectMany(static trial => trial.Runs.Take(1)).Take(1).SelectMany(run => Joined(run, name).Ends)],
        [
            .. dataset.Trials.Select(trial => new CurveLine(trial.Name,
                [
                    .. Bands.Of(trial.Runs.Select(run => Joined(run, name).Points))
                        .Select(static point => new StepPoint(point.X, point.Y, point.Low, point.High)),
                ])).Where(static line => !line.Points.IsEmpty),
        ]);

    /// <summary>Experiences one after the other, and where each but the last ends.</summary>
    private static (List<(double Step, double Value)> Points, List<double> Ends) Joined(ResultRun run, string name)
    {
        var (points, ends, start) = (new List<(double, double)>(), new List<double>(), 0L);
        foreach (var curve in run.Experiences.Select(experience => experience.Curves.FirstOrDefault(one => one.Name == name)))
        {
            if (curve is null || curve.Points.IsEmpty)
                continue;
            if (points.Count > 0)
                ends.Add(start - 0.5);
            foreach (var point in curve.Points.DistinctBy(static point => point.Step))
                points.Add((start + point.Step, point.Value));
            start += curve.Points.Max(static point => point.Step) + 1;
        }
        return (points, ends);
    }
}
