using System.Collections.Immutable;
using Gyre.Experiments.Reporting;

namespace Gyre.Experiments;

/// <summary>What an experiment came to, as numbers for tables and pictures. A report says the same.</summary>
public static class ExperimentTables
{
    /// <summary>A table for each dataset, in the order of the plan.</summary>
    /// <param name="results">What the experiment gave.</param>
    public static ImmutableArray<DatasetTable> Of(ExperimentResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return [.. DatasetFigures.Of(results).Select(dataset => DatasetTables.Of(results, dataset))];
    }

    /// <summary>What training said step by step: mean and spread over runs. Of many steps 300 are given.</summary>
    /// <param name="results">What the experiment gave.</param>
    /// <param name="dataset">Name of the dataset in the plan.</param>
    /// <param name="name">Name of the curve.</param>
    /// <returns>Null when no trial has it.</returns>
    public static CurveTable? Curve(ExperimentResults results, string dataset, string name)
    {
        ArgumentNullException.ThrowIfNull(results);
        var figures = DatasetFigures.Of(results).FirstOrDefault(one => one.Dataset == dataset);
        return figures is not null && TrainingCurves.Names(figures).Contains(name, StringComparer.Ordinal)
            ? TrainingCurves.Of(figures, name)
            : null;
    }

    /// <summary>The matrices of continual learning: means over runs.</summary>
    /// <param name="results">What the experiment gave.</param>
    /// <param name="dataset">Name of the dataset in the plan.</param>
    /// <param name="metric">Name of the metric.</param>
    /// <returns>Null when no trial has one.</returns>
    public static MatrixTable? Matrices(ExperimentResults results, string dataset, string metric)
    {
        ArgumentNullException.ThrowIfNull(results);
        return DatasetFigures.Of(results).FirstOrDefault(one => one.Dataset == dataset) is { } figures
            ? MeanMatrices.Of(figures, metric)
            : null;
    }
}

/// <summary>The trials of an experiment on one dataset.</summary>
/// <param name="Dataset">Name of the dataset in the plan.</param>
public sealed record DatasetTable(string Dataset)
{
    /// <summary>Columns: the main ones first, the first one being the measure of the dataset.</summary>
    public ImmutableArray<MetricColumn> Metrics { get; init; } = [];

    /// <summary>Rows, in the order of the plan.</summary>
    public ImmutableArray<TrialRow> Trials { get; init; } = [];

    /// <summary>Which differences chance alone does not explain; empty where no two trials have two runs in common.</summary>
    public ImmutableArray<MeasureComparison> Comparisons { get; init; } = [];

    /// <summary>Metrics that there are matrices of, the most important first; empty with one experience.</summary>
    public ImmutableArray<string> MatrixMetrics { get; init; } = [];

    /// <summary>Names of what training said step by step.</summary>
    public ImmutableArray<string> Curves { get; init; } = [];
}

/// <summary>A metric of a table.</summary>
/// <param name="Name">As it is tracked.</param>
/// <param name="GreaterIsBetter">Whether more is better; null where neither is, or it is not known.</param>
/// <param name="IsMain">Whether readers look for it first.</param>
public sealed record MetricColumn(string Name, bool? GreaterIsBetter, bool IsMain);

/// <summary>A trial in a table.</summary>
/// <param name="Trial">Its name.</param>
/// <param name="Finished">Runs that ended well.</param>
/// <param name="Runs">All runs.</param>
/// <param name="Figures">By metric; what no run has is left out.</param>
public sealed record TrialRow(string Trial, int Finished, int Runs, ImmutableSortedDictionary<string, TableFigure> Figures);

/// <summary>A number of a table.</summary>
/// <param name="Mean">Over runs; it need not be finite.</param>
/// <param name="Deviation">Standard deviation with n - 1; null for one run.</param>
/// <param name="Runs">Runs that have it.</param>
/// <param name="IsBest">Whether no trial has a better one, and some have a worse one.</param>
public sealed record TableFigure(double Mean, double? Deviation, int Runs, bool IsBest);

/// <summary>Trials compared by a measure: paired permutation tests over runs with the same number, two-sided.</summary>
/// <param name="Measure">What they are compared by.</param>
/// <param name="Pairs">The comparisons.</param>
/// <param name="Note">What can be found with so few runs, in words.</param>
public sealed record MeasureComparison(string Measure, ImmutableArray<TrialComparison> Pairs, string Note);

/// <summary>Two trials compared.</summary>
/// <param name="First">Name of a trial.</param>
/// <param name="Second">Name of another one.</param>
/// <param name="Runs">Runs that both have.</param>
/// <param name="MeanDifference">The first minus the second.</param>
/// <param name="P">How often chance alone gives a difference at least as large.</param>
/// <param name="CorrectedP">The same after Holm, for all comparisons by this measure.</param>
/// <param name="IsSignificant">Whether the corrected value is below 0.05.</param>
public sealed record TrialComparison(
    string First, string Second, int Runs, double MeanDifference, double P, double CorrectedP, bool IsSignificant);

/// <summary>A curve of all trials.</summary>
/// <param name="Name">What training called it.</param>
/// <param name="Marks">Steps at which an experience ends.</param>
/// <param name="Lines">Of each trial that has it.</param>
public sealed record CurveTable(string Name, ImmutableArray<double> Marks, ImmutableArray<CurveLine> Lines);

/// <summary>A curve of a trial.</summary>
/// <param name="Trial">Its name.</param>
/// <param name="Points">In the order of steps; experiences follow each other.</param>
public sealed record CurveLine(string Trial, ImmutableArray<StepPoint> Points);

/// <summary>A point of a curve.</summary>
/// <param name="Step">From 0, over all experiences.</param>
/// <param name="Mean">Over runs; it need not be finite.</param>
/// <param name="Low">A standard deviation less; null for one run.</param>
/// <param name="High">A standard deviation more; null for one run.</param>
public sealed record StepPoint(double Step, double Mean, double? Low, double? High);

/// <summary>The matrices of a metric: row i is the model after experience i, column j the test set j.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="GreaterIsBetter">Whether more is better.</param>
/// <param name="Figures">What is computed of a matrix.</param>
/// <param name="Trials">Those with a matrix, in the order of the plan.</param>
public sealed record MatrixTable(
    string Metric, bool GreaterIsBetter, ImmutableArray<MatrixColumn> Figures, ImmutableArray<TrialMatrix> Trials);

/// <summary>A figure of matrices.</summary>
/// <param name="Name">Short.</param>
/// <param name="Meaning">What it is, in words.</param>
/// <param name="GreaterIsBetter">Whether more is better; null where neither is.</param>
public sealed record MatrixColumn(string Name, string Meaning, bool? GreaterIsBetter);

/// <summary>The matrix of a trial: means over its runs.</summary>
/// <param name="Trial">Its name.</param>
/// <param name="Runs">Runs that the means are of.</param>
public sealed record TrialMatrix(string Trial, int Runs)
{
    /// <summary>Row by row.</summary>
    public ImmutableArray<ImmutableArray<double>> Means { get; init; } = [];

    /// <summary>Standard deviations over runs, row by row; null for one run.</summary>
    public ImmutableArray<ImmutableArray<double?>> Deviations { get; init; } = [];

    /// <summary>After each experience: the mean over the test sets so far.</summary>
    public ImmutableArray<double> Anytime { get; init; } = [];

    /// <summary>Figures over runs, by name; what is not defined is left out.</summary>
    public ImmutableSortedDictionary<string, TableFigure> Figures { get; init; } =
        ImmutableSortedDictionary.Create<string, TableFigure>(StringComparer.Ordinal);
}
