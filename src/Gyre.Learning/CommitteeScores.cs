using Gyre.Learning.Vectors;

namespace Gyre.Learning;

/// <summary>How far several models disagree on an item; more is more.</summary>
/// <param name="VoteEntropy">Entropy in nats of the votes, each for a model's most probable class, the first of equals.</param>
/// <param name="ConsensusEntropy">Entropy of the mean probabilities.</param>
/// <param name="KlMax">The largest divergence of a model from the mean.</param>
/// <param name="KlMean">The mean divergence (A. McCallum and K. Nigam, "Employing EM and pool-based active learning for text
/// classification", 1998).</param>
/// <param name="Bald">
/// Entropy of the mean minus mean entropy (N. Houlsby et al., "Bayesian active learning for classification and preference learning", 2011);
/// the same as <paramref name="KlMean"/> for probabilities that add up to 1.
/// </param>
/// <param name="VariationRatio">Share of votes that are not for the class with the most votes.</param>
public readonly record struct CommitteeScores(
    double VoteEntropy, double ConsensusEntropy, double KlMax, double KlMean, double Bald, double VariationRatio)
{
    /// <summary>Of one item.</summary>
    /// <param name="members">Members x classes; at least one of each.</param>
    public static CommitteeScores Of(DenseMatrix members)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentOutOfRangeException.ThrowIfZero(members.Rows);
        var (votes, mean) = (new double[members.Columns], new double[members.Columns]);
        for (var m = 0; m < members.Rows; m++)
        {
            votes[Kernels.IndexOfMax(members.Row(m))] += 1.0 / members.Rows;
            Kernels.AddScaled(members.Row(m), 1.0 / members.Rows, mean);
        }
        var (largest, sum, own) = (0.0, 0.0, 0.0);
        for (var m = 0; m < members.Rows; m++)
        {
            var divergence = Divergence(members.Row(m), mean);
            (largest, sum) = (Math.Max(largest, divergence), sum + divergence);
            own += ItemUncertainty.Of(members.Row(m)).Entropy;
        }
        var consensus = ItemUncertainty.Of(mean).Entropy;
        return new(
            ItemUncertainty.Of(votes).Entropy, consensus, largest, sum / members.Rows, consensus - (own / members.Rows), 1 - votes.Max());
    }

    private static double Divergence(ReadOnlySpan<double> member, ReadOnlySpan<double> mean)
    {
        var sum = 0.0;
        for (var c = 0; c < member.Length; c++)
            sum += member[c] > 0 ? member[c] * Math.Log(member[c] / mean[c]) : 0;
        return sum;
    }
}
