namespace Gyre.Experiments.Reporting;

/// <summary>What failed, and why.</summary>
internal static class FailuresSection
{
    private const int MaxMessages = 50;

    public static IEnumerable<Block> Of(ExperimentResults results)
    {
        var failures = results.Outcomes.SelectMany(Of).ToList();
        if (failures.Count == 0)
            return [];
        var left = failures.Count - MaxMessages;
        return
        [
            new Heading(2, "Failures"),
            .. failures.Take(MaxMessages)
                .SelectMany(static failure => new Block[] { new Paragraph(failure.Where), new Message(failure.Why) }),
            .. left > 0 ? [new Paragraph($"And {left} more.")] : Array.Empty<Block>(),
        ];
    }

    private static IEnumerable<(string Where, string Why)> Of(TrialResults outcome)
    {
        var place = $"Trial '{outcome.Trial}' on dataset '{outcome.Dataset}'";
        if (outcome.Error is { } error)
            yield return ($"{place}:", error);
        foreach (var run in outcome.Runs)
        {
            var at = $"{place}, run {run.Number}{(run.Seed is { } seed ? $" (seed {seed})" : "")}";
            var failed = run.Experiences.Where(static experience => experience.State == ResultState.Failed).ToList();
            if (run.Error is { } why)
                yield return ($"{at}:", why);
            foreach (var experience in failed)
                yield return ($"{at}, experience {experience.Number}:", experience.Error ?? "It ended without a message.");
            if (run.State == ResultState.Failed && run.Error is null && failed.Count == 0)
                yield return ($"{at}:", "It ended without a message.");
        }
    }
}
