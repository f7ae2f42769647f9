using System.Collections.Immutable;
using Gyre.Datasets;

namespace Gyre.Experiments;

/// <summary>Examples that a component of a trial is given.</summary>
/// <param name="Schema">What they look like; transforms may have changed it.</param>
/// <param name="Examples">In the order in which predictions are expected; <see cref="DatasetExample.Index"/> is the row in the dataset.</param>
public sealed record TrialRows(DatasetSchema Schema, ImmutableArray<DatasetExample> Examples)
{
    /// <summary>The folder that values of file elements are relative to; it need not exist.</summary>
    public string FilesFolder { get; init; } = "";

    /// <summary>Number of the task that the examples belong to, from 0; null where it is not told, as in evaluation.</summary>
    public int? Task { get; init; }

    /// <summary>The labels that come into question where the task is told; empty for all.</summary>
    public ImmutableArray<string> Candidates { get; init; } = [];
}
