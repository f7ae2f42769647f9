namespace Gyre.Learning.Calls;

/// <summary>Reads what a challenger has to show.</summary>
internal static class RulesInput
{
    /// <summary>
    /// <c>min_delta</c>, <c>minimum_items</c>, <c>test</c> {kind, alpha, resamples, seed, rule, margin}, <c>guard</c> {max_loss,
    /// minimum_items}.
    /// </summary>
    public static ChallengerRules Read(JsonPart? config)
    {
        if (config is not { } part)
            return new();
        var rules = new ChallengerRules { MinDelta = part.Number("min_delta", 0), MinimumItems = part.Index("minimum_items", 1) };
        if (part.Has("test"))
            rules = WithTest(rules, part.Get("test"));
        if (!part.Has("guard"))
            return rules;
        var guard = part.Get("guard");
        return rules with { LargestSliceLoss = guard.Get("max_loss").AtLeastZero(), GuardedItems = guard.Index("minimum_items", 20) };
    }

    private static ChallengerRules WithTest(ChallengerRules rules, JsonPart test)
    {
        var alpha = test.Number("alpha", 0.05);
        if (alpha is not (> 0 and < 1))
            throw test.Get("alpha").Refuse("alpha is out of range", "Use a number between 0 and 1, such as 0.05.");
        var resamples = test.Index("resamples", 10_000);
        if (resamples is < 100 or > 1_000_000)
            throw test.Get("resamples").Refuse($"{resamples} resamples are out of range", "Use a number from 100 to 1000000.");
        return rules with
        {
            Test = Kind(test),
            Level = 1 - alpha,
            Resamples = resamples,
            Seed = (ulong)test.Index("seed", 0),
            Margin = Margin(test),
        };
    }

    private static ChallengerTest Kind(JsonPart test)
    {
        var kind = test.Has("kind") ? test.Get("kind").Text() : "bootstrap";
        return kind switch
        {
            "none" => ChallengerTest.None,
            "bootstrap" => ChallengerTest.Bootstrap,
            "mcnemar" => ChallengerTest.McNemar,
            _ => throw test.Get("kind").Refuse($"there is no test '{kind}'", "Use none, bootstrap or mcnemar."),
        };
    }

    private static double? Margin(JsonPart test)
    {
        var rule = test.Has("rule") ? test.Get("rule").Text() : "better";
        return rule switch
        {
            "better" => null,
            "not-worse" => test.Number("margin", 0),
            _ => throw test.Get("rule").Refuse($"there is no rule '{rule}'", "Use better or not-worse."),
        };
    }
}
