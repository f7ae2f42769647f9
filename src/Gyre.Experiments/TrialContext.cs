using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Experiments;

/// <summary>What a component of a trial is made with.</summary>
public sealed record TrialContext
{
    /// <summary>Parameters of the plan; empty for none.</summary>
    public MapValue Parameters { get; init; } = new([]);

    /// <summary>What the examples look like; for models after all transforms.</summary>
    public required DatasetSchema Schema { get; init; }

    /// <summary>The one output that is predicted.</summary>
    public required DatasetElement Output { get; init; }

    /// <summary>Labels of the output in the whole dataset, sorted; empty when it is a number.</summary>
    public ImmutableArray<string> Classes { get; init; } = [];

    /// <summary>Where it computes: <c>cpu</c> or <c>gpu</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Seed of everything random in the trial. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether each example is to be seen once. Default false.</summary>
    public bool IsOnline { get; init; }

    /// <summary>A folder for files that nobody needs afterwards.</summary>
    public required string ScratchFolder { get; init; }

    /// <summary>The folder of the plan's code, which assemblies and programs are found in.</summary>
    public required string CodeFolder { get; init; }

    /// <summary>Hears progress.</summary>
    public required ITrialLog Log { get; init; }
}
