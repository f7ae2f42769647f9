using System.Text.Json.Nodes;

namespace Gyre.Learning.Calls;

/// <summary>Tests and intervals.</summary>
internal static class StatsCalls
{
    /// <summary><c>oldRight</c>, <c>newRight</c>; <c>resamples</c> and <c>seed</c> of the interval.</summary>
    public static JsonObject Paired(JsonPart input)
    {
        var current = input.Get("oldRight").Flags();
        var next = input.Get("newRight").OfLength(current.Count, "oldRight").Flags();
        var found = PairedTests.Of(current, next);
        double[] differences = [.. next.Zip(current, static (now, before) => (now ? 1.0 : 0) - (before ? 1 : 0))];
        var resamples = input.Index("resamples", 10_000);
        if (resamples is < 100 or > 1_000_000)
            throw input.Get("resamples").Refuse($"{resamples} resamples are out of range", "Use a number from 100 to 1000000.");
        var interval = PairedTests.Bootstrapped(differences, resamples: resamples, seed: (ulong)input.Index("seed", 0));
        return new Answer().Add("onlyNewRight", found.OnlyNewRight).Add("onlyOldRight", found.OnlyOldRight)
            .Add("mcnemarExactP", found.ExactP).Add("mcnemarChi2Corrected", found.ChiSquare).Add("mcnemarChi2P", found.ChiSquareP)
                .Add("midP", found.MidP)
            .Add("accuracyDelta", found.Difference, "There are no items.").Add("exactSignFlipP", found.SignFlipP)
            .Add("bootstrap95", interval is { } both ? new JsonObject { ["low"] = both.Low, ["high"] = both.High } : null).Done();
    }

    /// <summary><c>right</c>, <c>n</c>, <c>level</c>.</summary>
    public static JsonObject Proportion(JsonPart input)
    {
        const string why = "Nothing was tried.";
        var count = input.Get("n").Index();
        var right = input.Get("right").Index();
        if (right > count)
            throw input.Get("right").Refuse($"{right} of {count} cannot be right", "Give at most as many as 'n'.");
        var level = input.Number("level", 0.95);
        if (level is not (> 0 and < 1))
            throw input.Get("level").Refuse("the level is out of range", "Use a number between 0 and 1, such as 0.95.");
        var (wilson, exact) = (Proportions.Wilson(right, count, level), Proportions.Exact(right, count, level));
        return new Answer().Add("wilsonLow", wilson?.Low, why).Add("wilsonHigh", wilson?.High, why)
            .Add("exactLow", exact?.Low, why).Add("exactHigh", exact?.High, why).Done();
    }
}
