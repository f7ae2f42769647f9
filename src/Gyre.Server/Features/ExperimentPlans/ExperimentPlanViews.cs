using System.Collections.Immutable;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Experiments;
using Gyre.Pipelines;

namespace Gyre.Server.Features.ExperimentPlans;

/// <summary>Runs of experiment plans as the API says them.</summary>
internal static class ExperimentPlanViews
{
    public static ExperimentPlanRunInfo Of(RunView run, ExperimentOutline outline) => new()
    {
        RunId = run.Id,
        Name = run.Pipeline,
        Project = run.Project,
        State = KebabCase.Of(run.State),
        Reason = run.Reason,
        Trials = outline.Trials,
        Datasets = outline.Datasets,
        Parts = outline.Parts,
        CreatedAt = run.CreatedAt,
        EndedAt = run.EndedAt,
        Driven = run.IsDriven,
    };

    public static ExperimentPlanInfo Of(ExperimentPlanRunInfo info, ExperimentGraph graph, ExperimentProgress progress)
    {
        var results = ExperimentReports.ResultsOf(progress, program: null);
        return new ExperimentPlanInfo
        {
            Run = info,
            Description = results.Description,
            PlanDigest = results.PlanDigest,
            Seed = progress.Records.Params.FirstOrDefault(static pair => pair.Key == "seed").Value,
            CodeRevision = results.CodeRevision,
            TrackingRunId = TrackingRuns.IdOf(info.RunId),
            Datasets = [.. results.Datasets.Select(dataset => Of(dataset, progress))],
            Trials = [.. results.Trials.Select(trial => Of(trial, info.RunId, graph))],
            Metrics = [.. progress.Metrics.Select(static metric => new ExperimentPlanMetricInfo
            {
                Name = metric.Name, GreaterIsBetter = metric.GreaterIsBetter, Main = true,
            })],
            Progress = [.. progress.Trials.Select(trial => Of(trial, info.RunId))],
        };
    }

    public static ExperimentPlanResults Of(ImmutableArray<DatasetTable> tables) => new() { Datasets = [.. tables.Select(Of)] };

    public static ExperimentPlanCurve Of(string dataset, CurveTable curve) => new()
    {
        Dataset = dataset,
        Name = curve.Name,
        Marks = curve.Marks,
        Lines = [.. curve.Lines.Select(static line => new ExperimentPlanLineInfo
        {
            Trial = line.Trial,
            Steps = [.. line.Points.Select(static point => point.Step)],
            Means = [.. line.Points.Select(static point => Finite(point.Mean))],
            Lows = [.. line.Points.Select(static point => Finite(point.Low))],
            Highs = [.. line.Points.Select(static point => Finite(point.High))],
        })],
    };

    public static ExperimentPlanMatrices Of(string dataset, MatrixTable matrices) => new()
    {
        Dataset = dataset,
        Metric = matrices.Metric,
        GreaterIsBetter = matrices.GreaterIsBetter,
        Figures = [.. matrices.Figures.Select(static figure => new ExperimentPlanMetricInfo
        {
            Name = figure.Name, Meaning = figure.Meaning, GreaterIsBetter = figure.GreaterIsBetter, Main = true,
        })],
        Trials = [.. matrices.Trials.Select(static trial => new ExperimentPlanMatrixInfo
        {
            Trial = trial.Trial,
            Runs = trial.Runs,
            Means = [.. trial.Means.Select(static row => (IReadOnlyList<double?>)[.. row.Select(static one => Finite(one))])],
            Deviations = [.. trial.Deviations.Select(static row => (IReadOnlyList<double?>)[.. row.Select(Finite)])],
            Anytime = [.. trial.Anytime.Select(static one => Finite(one))],
            Figures = Of(trial.Figures),
        })],
    };

    private static ExperimentPlanDatasetInfo Of(ResultDataset dataset, ExperimentProgress progress)
    {
        var experiences = progress.Trials.First(trial => trial.Dataset == dataset.Name).Experiences;
        return new ExperimentPlanDatasetInfo
        {
            Name = dataset.Name,
            Digest = dataset.Digest,
            Experiences = experiences.Select(static one => one.Experience).Distinct().Count(),
            Partitions = experiences.Select(static one => one.Partition).Distinct().Count(),
        };
    }

    private static ExperimentPlanTrialInfo Of(ResultTrial trial, RunId run, ExperimentGraph graph) => new()
    {
        Name = trial.Name,
        Description = trial.Description,
        Model = trial.Model,
        Strategy = trial.Strategy,
        Device = trial.Device,
        TrackingRunId = graph.Nodes.FirstOrDefault(node => node.Word == ExperimentSteps.Trial && node.Trial == trial.Name) is { } node
            ? TrackingRuns.IdOf(run, node.Node)
            : null,
    };

    private static ExperimentPlanProgressInfo Of(TrialProgress trial, RunId run)
    {
        var node = trial.Experiences.FirstOrDefault(static one => one.State == ProgressState.Failed)
            ?? trial.Experiences.FirstOrDefault(static one => one.State == ProgressState.Running);
        return new ExperimentPlanProgressInfo
        {
            Trial = trial.Trial,
            Dataset = trial.Dataset,
            State = KebabCase.Of(trial.State),
            Cached = trial.IsCached,
            Reason = trial.Reason,
            Node = node?.Node ?? trial.Node,
            TrackingRunId = TrackingRuns.IdOf(run, trial.Node),
            ModelRunIds =
            [
                .. trial.Experiences.Select(static one => one.Partition).Distinct().Order().Select(trial.LastOf)
                    .Where(static one => one.State == ProgressState.Succeeded).Select(one => TrackingRuns.IdOf(run, one.Node)),
            ],
            Done = trial.Done,
            Parts = trial.Experiences.Length,
            StartedAt = trial.StartedAt,
            EndedAt = trial.EndedAt,
            Figures = trial.Main.ToImmutableSortedDictionary(
                static figure => figure.Key,
                figure => new ExperimentPlanFigureInfo
                {
                    Mean = Finite(figure.Value.Mean),
                    Deviation = Finite(figure.Value.Deviation),
                    Runs = figure.Value.Count,
                    Best = trial.Best.Contains(figure.Key, StringComparer.Ordinal),
                },
                StringComparer.Ordinal),
        };
    }

    private static ExperimentPlanTable Of(DatasetTable table) => new()
    {
        Dataset = table.Dataset,
        Metrics = [.. table.Metrics.Select(static metric => new ExperimentPlanMetricInfo
        {
            Name = metric.Name, GreaterIsBetter = metric.GreaterIsBetter, Main = metric.IsMain,
        })],
        Trials = [.. table.Trials.Select(static trial => new ExperimentPlanRowInfo
        {
            Trial = trial.Trial, Finished = trial.Finished, Runs = trial.Runs, Figures = Of(trial.Figures),
        })],
        Comparisons = [.. table.Comparisons.Select(static comparison => new ExperimentPlanComparisonInfo
        {
            Measure = comparison.Measure, Note = comparison.Note, Pairs = [.. comparison.Pairs.Select(Of)],
        })],
        MatrixMetrics = table.MatrixMetrics,
        Curves = table.Curves,
    };

    private static ExperimentPlanPairInfo Of(TrialComparison pair) => new()
    {
        First = pair.First,
        Second = pair.Second,
        Runs = pair.Runs,
        MeanDifference = pair.MeanDifference,
        P = pair.P,
        CorrectedP = pair.CorrectedP,
        Significant = pair.IsSignificant,
    };

    private static ImmutableSortedDictionary<string, ExperimentPlanFigureInfo> Of(ImmutableSortedDictionary<string, TableFigure> figures) =>
        figures.ToImmutableSortedDictionary(
            static figure => figure.Key,
            static figure => new ExperimentPlanFigureInfo
            {
                Mean = Finite(figure.Value.Mean),
                Deviation = Finite(figure.Value.Deviation),
                Runs = figure.Value.Runs,
                Best = figure.Value.IsBest,
            },
            StringComparer.Ordinal);

    private static double? Finite(double? number) => number is { } one && double.IsFinite(one) ? number : null;
}
