using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Execution.Layout;

/// <summary>An input as it was laid out.</summary>
internal sealed record PlacedInput(InputOrder Order, ImmutableArray<PlacedFile> Files)
{
    public string Name => Order.Name;
}

/// <summary>A file of an input as it was laid out.</summary>
/// <param name="Name">Under the input's folder, with <c>/</c>.</param>
/// <param name="Path">The full path; null when the step has to ask for it.</param>
/// <param name="Source">Where it came from.</param>
internal sealed record PlacedFile(string Name, string? Path, InputFile Source);
