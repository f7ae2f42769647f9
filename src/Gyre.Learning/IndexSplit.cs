using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>Rows of a table by their use; row numbers from 0, ascending, each in at most one of the three.</summary>
/// <param name="Training">Rows to learn from.</param>
/// <param name="Test">Rows to judge by.</param>
/// <param name="Validation">Rows to choose settings by; may be empty.</param>
public sealed record IndexSplit(ImmutableArray<int> Training, ImmutableArray<int> Test, ImmutableArray<int> Validation);
