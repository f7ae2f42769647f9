using System.Collections.Immutable;

namespace Gyre.Serving.Models;

/// <summary>What a model takes under one name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">Type of the values.</param>
/// <param name="RowShape">Lengths of what one row has; -1 for any. Empty for a single value.</param>
/// <param name="FixedRows">How many rows there must be; null for any number.</param>
internal sealed record InputField(string Name, TensorType Type, ImmutableArray<long> RowShape, long? FixedRows = null);
