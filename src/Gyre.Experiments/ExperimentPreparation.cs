using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Experiments.Preparing;
using Gyre.Projects;

namespace Gyre.Experiments;

/// <summary>Where a dataset was found.</summary>
/// <param name="Folder">A folder of this machine with its files.</param>
/// <param name="Uri">By which steps get the files; see <see cref="PreparedDataset.Uri"/>.</param>
/// <param name="Shown">For people.</param>
public sealed record DatasetPlace(string Folder, string Uri, string Shown)
{
    /// <summary>Digest of all files; null where it is not known.</summary>
    public string? Digest { get; init; }
}

/// <summary>Finds datasets by the names that plans give them.</summary>
public interface IDatasetPlaces
{
    /// <summary>The place of a dataset, or null.</summary>
    /// <param name="name">Name in the plan.</param>
    /// <param name="location">The folder that the plan says datasets are in, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<DatasetPlace?> FindAsync(string name, string? location, CancellationToken cancellationToken);
}

/// <summary>What a machine and an environment offer to experiments.</summary>
public sealed record ExperimentSurroundings
{
    /// <summary>Finds datasets.</summary>
    public required IDatasetPlaces Datasets { get; init; }

    /// <summary>Whether there is a GPU.</summary>
    public bool HasGpu { get; init; }

    /// <summary>Whether trials may name the host <c>aws</c>: not in development.</summary>
    public bool AllowsRemoteHosts { get; init; }

    /// <summary>Executor of steps; null for that of the home.</summary>
    public string? Executor { get; init; }

    /// <summary>Environment whose tracking server gets the results too; null for none.</summary>
    public string? Environment { get; init; }

    /// <summary>Seed of everything random that the plan gives no seed for. Default 0.</summary>
    public ulong Seed { get; init; }
}

/// <summary>A plan that was compared with its surroundings.</summary>
/// <param name="Experiments">Those that can run; empty when there is an error.</param>
/// <param name="Problems">Errors and warnings.</param>
public sealed record PreparedPlan(ImmutableArray<PreparedExperiment> Experiments, IReadOnlyList<Diagnostic> Problems);

/// <summary>Resolves everything that a plan names before anything starts.</summary>
public static class ExperimentPreparation
{
    /// <summary>Finds each dataset with its splits, and checks outputs, loaders, hosts and devices. Nothing is written.</summary>
    /// <param name="experiments">The experiments, each with the name and the digest of its file.</param>
    /// <param name="surroundings">What there is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<PreparedPlan> PrepareAsync(
        IReadOnlyList<(PlannedExperiment Experiment, string File, string Digest)> experiments, ExperimentSurroundings surroundings,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(experiments);
        ArgumentNullException.ThrowIfNull(surroundings);
        return new PlanCheck(surroundings).RunAsync(experiments, cancellationToken);
    }
}
