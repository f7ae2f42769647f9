using System.Collections.Immutable;
using Gyre.Projects;

namespace Gyre.Experiments;

/// <summary>What a hosted model is given beside its own parameters.</summary>
public sealed record HostedModelOptions
{
    /// <summary>The interpreter that is started when none is named.</summary>
    public const string UsualPython = "python3";

    /// <summary>The class by which a Python model's examples are read; null for batches of the size 1.</summary>
    public ClassBlock? Loader { get; init; }

    /// <summary>Metrics and artifacts of the training: Python classes that a Python model calls after each epoch.</summary>
    public ImmutableArray<ClassBlock> Callbacks { get; init; } = [];

    /// <summary>Where files of <see cref="Callbacks"/> go; null to drop them.</summary>
    public string? ArtifactsFolder { get; init; }

    /// <summary>The Python to start: a name on the search path or a path.</summary>
    public string Python { get; init; } = UsualPython;
}

/// <summary>
/// A metric as its source describes it; neither where it belongs to the training (see <see cref="HostedModelOptions.Callbacks"/>).
/// </summary>
/// <param name="Evaluation">A number about predictions.</param>
/// <param name="Matrix">Numbers about the matrix of results.</param>
public sealed record HostedMetric(ITrialMetric? Evaluation, ITrialMatrixMetric? Matrix);

/// <summary>An artifact as its source describes it.</summary>
/// <param name="Evaluation">
/// Files about predictions; null where it belongs to the training (see <see cref="HostedModelOptions.Callbacks"/>).
/// </param>
public sealed record HostedArtifact(ITrialArtifact? Evaluation);
