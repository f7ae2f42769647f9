using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Experiments.Setup;

namespace Gyre.Experiments.Steps;

/// <summary>Sums up a trial over its datasets: means of the figures that all of them have.</summary>
internal sealed class TrialStep(StepFolders folders, StepLog log)
{
    /// <summary>Name of the input with the summaries, a file per dataset.</summary>
    public const string Input = "summaries";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var summaries = new List<SummaryDocument>();
        foreach (var file in Directory.EnumerateFiles(Path.Join(folders.Inputs, Input)).Order(StringComparer.Ordinal))
            summaries.Add(SummaryDocument.Read(await File.ReadAllTextAsync(file, cancellationToken)));
        if (summaries.Count == 0)
            throw new InvalidInputException("experiment.results", "The trial has no summaries.");
        var means = summaries[0].Figures.Keys.Where(name => summaries.TrueForAll(summary => summary.Figures.ContainsKey(name)))
            .ToImmutableSortedDictionary(
                static name => name, name => summaries.Average(summary => summary.Figures[name].Mean), StringComparer.Ordinal);
        log.Metrics(means);
    }
}
