using System.Collections.Immutable;

namespace Gyre.Datasets;

/// <summary>A way to divide the examples: experiences of a stream, each in one or more partitions.</summary>
/// <param name="Name">Name of its folder; <see cref="Unnamed"/> where experiences lie in <c>splits/</c> itself.</param>
/// <param name="Experiences">In the order of their numbers.</param>
public sealed record DatasetSplit(string Name, ImmutableArray<DatasetExperience> Experiences)
{
    /// <summary>Name of the strategy whose experiences lie in <c>splits/</c> itself.</summary>
    public const string Unnamed = "default";
}

/// <summary>A step of a stream of data.</summary>
/// <param name="Partitions">In the order of their numbers; several are folds of a cross-validation.</param>
public sealed record DatasetExperience(ImmutableArray<DatasetPartition> Partitions);

/// <summary>A division into training, test and validation examples, by indexes of rows from 0.</summary>
/// <param name="Training">In the order of the file.</param>
/// <param name="Test">In the order of the file.</param>
/// <param name="Validation">In the order of the file; empty when there is no such file.</param>
public sealed record DatasetPartition(ImmutableArray<int> Training, ImmutableArray<int> Test, ImmutableArray<int> Validation);
