using Gyre.Core;

namespace Gyre.Learning;

/// <summary>Which version of a deployment decides: the one draw by which servers and programs give canaries their shares.</summary>
public static class VersionDraw
{
    private const string Stream = "route";

    /// <summary>Draws a canary, or the champion that decides what they leave.</summary>
    /// <param name="shares">Share of each canary, in order; above 0, and below 1 together. Empty for the champion alone.</param>
    /// <param name="seed">Of the decision; the draw tells nothing about the choice of the arm with the same seed.</param>
    /// <returns>Index of the canary, below 0 for the champion; and the probability with which it was drawn, in (0, 1].</returns>
    public static (int Canary, double Share) Draw(ReadOnlySpan<double> shares, ulong seed)
    {
        if (shares.IsEmpty)
            return (-1, 1);
        // A stream of its own, apart from the policy's.
        var point = new SeededRandom(seed).Fork(Stream).NextDouble();
        var rest = 1.0;
        for (var i = 0; i < shares.Length; i++)
        {
            if (point < shares[i])
                return (i, shares[i]);
            point -= shares[i];
            rest -= shares[i];
        }
        return (-1, rest);
    }
}
