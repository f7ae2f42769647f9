namespace Gyre.Learning.Numerics;

/// <summary>
/// One step of the predictable plug-in empirical Bernstein bounds, for values scaled to 0 to 1, and the bounds for a known number of
/// values.
/// </summary>
/// <remarks>
/// I. Waudby-Smith and A. Ramdas, "Estimating means of bounded random variables by betting", 2024, theorem 2 and its section on fixed
/// sample sizes.
/// </remarks>
internal static class PlugInBernstein
{
    // The paper advises a half or three quarters; a bet of one would risk everything.
    private const double GreatestBet = 0.5;

    /// <summary>What a bound that fails with probability <paramref name="failure"/>, both sides together, has to gather.</summary>
    public static double Evidence(double failure) => Math.Log(2 / failure);

    /// <summary>The state after one more value, if one may look at any time.</summary>
    public static ConfidenceState Next(ConfidenceState state, double x, double evidence)
    {
        var count = state.Count + 1.0;
        return Step(state, x, Bet(state, evidence, count * Math.Log(count + 1)), evidence);
    }

    /// <summary>The bounds of the mean of values in a range, when all of them are looked at once.</summary>
    public static ConfidenceInterval OfAll(ReadOnlySpan<double> values, ConfidenceInterval range, double level)
    {
        var evidence = Evidence(1 - level);
        var state = new ConfidenceState();
        foreach (var value in values)
        {
            // Rounding may put a term a last bit outside.
            var x = Math.Clamp((value - range.Low) / range.Width, 0, 1);
            state = Step(state, x, Bet(state, evidence, values.Length), evidence);
        }
        return new(range.Low + state.Low * range.Width, range.Low + state.High * range.Width);
    }

    // Bet and mean are of the past alone: that is what keeps the bounds valid.
    private static double Bet(ConfidenceState past, double evidence, double horizon)
    {
        var variance = (0.25 + past.Squares) / (past.Count + 1);
        return Math.Min(GreatestBet, Math.Sqrt(2 * evidence / (variance * horizon)));
    }

    private static ConfidenceState Step(ConfidenceState state, double x, double bet, double evidence)
    {
        var before = (0.5 + state.Sum) / (state.Count + 1);
        var after = (0.5 + state.Sum + x) / (state.Count + 2);
        var next = state with
        {
            Count = state.Count + 1,
            Sum = state.Sum + x,
            Squares = state.Squares + (x - after) * (x - after),
            Bets = state.Bets + bet,
            Weighted = state.Weighted + bet * x,
            Variation = state.Variation + (x - before) * (x - before) * (-Math.Log(1 - bet) - bet),
        };
        var centre = next.Weighted / next.Bets;
        var half = (evidence + next.Variation) / next.Bets;
        var (low, high) = state.Count == 0 ? (0, 1) : (state.Low, state.High);
        return next with { Low = Math.Max(low, centre - half), High = Math.Min(high, centre + half) };
    }
}
