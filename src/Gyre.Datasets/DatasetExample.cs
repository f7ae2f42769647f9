using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Datasets;

/// <summary>One example of a dataset.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Values">
/// One per element, in the order of the schema: null when missing, <see cref="Value.Null"/> for null, an <see cref="IntegerValue"/>,
/// <see cref="FloatValue"/> or <see cref="BooleanValue"/>, a <see cref="TimestampValue"/> in ISO 8601, a <see cref="TextValue"/> for
/// texts, categories and paths, and a <see cref="ListValue"/> of these for several values.
/// </param>
public sealed record DatasetExample(Guid Id, ImmutableArray<Value?> Values)
{
    /// <summary>Index of its row, from 0; writers do not look at it.</summary>
    public long Index { get; init; }
}
