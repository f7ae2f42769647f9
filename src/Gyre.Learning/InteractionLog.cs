using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>Logged decisions with the probabilities of all arms: what support checks and cross-fitting need.</summary>
/// <remarks>n rows in the order of time, d numbers of context, K arms. Nothing is checked before the log is used.</remarks>
public sealed record InteractionLog
{
    /// <summary>Names of the K arms; distinct and not empty.</summary>
    public required ImmutableArray<string> ArmNames { get; init; }

    /// <summary>Contexts, n x d; finite. d may be 0.</summary>
    public required DenseMatrix Contexts { get; init; }

    /// <summary>Index of the chosen arm per row, 0 to K - 1.</summary>
    public required ImmutableArray<int> Arms { get; init; }

    /// <summary>Probabilities of the logging policy, n x K; each row sums to 1 within 1e-9, that of the chosen arm is above 0.</summary>
    public required DenseMatrix Logged { get; init; }

    /// <summary>Probabilities of the target policy, n x K; each row sums to 1 within 1e-9.</summary>
    public required DenseMatrix Target { get; init; }

    /// <summary>Rewards of the chosen arms; finite, higher is better.</summary>
    public required ImmutableArray<double> Rewards { get; init; }

    /// <summary>Number of rows.</summary>
    public int Count => Rewards.Length;
}
