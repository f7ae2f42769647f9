using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>Examples of one experience, as a learner is given them: it never sees others.</summary>
/// <param name="Features">One row per example; scaled by the caller, every value finite.</param>
/// <param name="Labels">The class of each row, from 0.</param>
/// <param name="Task">Number of the task, from 0; where tasks are not told, learners use it only to balance memories.</param>
/// <param name="Outputs">The classes that come into question, ascending: those of the task where it is told; empty for all.</param>
public sealed record ContinualRows(DenseMatrix Features, ImmutableArray<int> Labels, int Task, ImmutableArray<int> Outputs);
