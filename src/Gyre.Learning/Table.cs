using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning;

/// <summary>Which columns of a CSV file mean what.</summary>
public sealed record TableOptions
{
    /// <summary>Column with the class. Default <c>label</c>.</summary>
    public string LabelColumn { get; init; } = "label";

    /// <summary>Column that names the rows; when the file has none, rows are numbered from 1. Default <c>id</c>.</summary>
    public string IdColumn { get; init; } = "id";

    /// <summary>Columns that are left out. Default none.</summary>
    public ImmutableArray<string> Ignore { get; init; } = [];

    /// <summary>The features wanted, in order, by column name; null takes every other column. Default null.</summary>
    public ImmutableArray<string>? Features { get; init; }

    /// <summary>Whether a file without the label column is refused. Default true.</summary>
    public bool RequireLabels { get; init; } = true;

    /// <summary>Rows taken from the start of the file, at least 1; the rest is not read. Default all.</summary>
    public int MaxRows { get; init; } = int.MaxValue;
}

/// <summary>Rows of numbers with a name and, mostly, a class each.</summary>
public sealed record Table
{
    /// <summary>Numbers that a table holds at most: 100 million, 800 MB.</summary>
    public const int MaxCells = 100_000_000;

    /// <summary>One name per column of <see cref="Features"/>.</summary>
    public required ImmutableArray<string> FeatureNames { get; init; }

    /// <summary>One row per record; every value finite.</summary>
    public required DenseMatrix Features { get; init; }

    /// <summary>One per row, not necessarily all different.</summary>
    public required ImmutableArray<string> Ids { get; init; }

    /// <summary>One class per row, or null when the file has no labels.</summary>
    public required ImmutableArray<string>? Labels { get; init; }

    /// <summary>Reads a CSV file with a header (RFC 4180, UTF-8, numbers with a decimal point).</summary>
    /// <param name="stream">Read to its end; stays open.</param>
    /// <param name="name">How the user named it, for errors.</param>
    /// <param name="options">Which columns mean what.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">Not such a file; the error has line and column.</exception>
    public static Task<Table> ReadCsvAsync(Stream stream, string name, TableOptions options, CancellationToken cancellationToken) =>
        TableReader.ReadAsync(stream, name, options, cancellationToken);

    /// <summary>The rows as a training set.</summary>
    /// <exception cref="InvalidInputException">There are no labels, no features or fewer than two classes.</exception>
    public TrainingSet ToTrainingSet() => TrainingSet.Create(
        Features, Labels ?? throw new InvalidInputException("learn.no-labels", "The table has no labels to train on."), FeatureNames);
}
