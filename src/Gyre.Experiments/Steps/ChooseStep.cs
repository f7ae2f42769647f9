using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Experiments.Setup;
using Gyre.Learning;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Experiments.Steps;

/// <summary>
/// Looks at what candidates of a search came to: proposes the next ones, lets the best go on to the next rung, or tells the best of all.
/// What it does depends only on results, not on when they came.
/// </summary>
internal sealed class ChooseStep(StepFolders folders, ChooseSetup setup, StepLog log)
{
    /// <summary>Name of the input with results of candidates.</summary>
    public const string Results = "results";

    /// <summary>Name of the input with what earlier choices knew, and of the folder that it comes from.</summary>
    public const string History = "history";

    /// <summary>Name of the input with models.</summary>
    public const string States = "states";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var history = new SearchHistory();
        foreach (var (number, values) in setup.Started)
            history.Add(number, values);
        foreach (var text in await TextsAsync(History, cancellationToken))
            history.Add(SearchDocument.Read(text));
        ImmutableArray<TriedDocument> tried = [.. (await TextsAsync(Results, cancellationToken)).Select(TriedDocument.Read)];
        foreach (var one in tried)
            history.Add(one);
        if (history.Metric is null || (setup.Slots == 0 && !history.Ranked(history.Candidates).Any()))
            throw NoneIsGood(history);
        if (setup.Slots == 0)
            await FinishAsync(history, cancellationToken);
        else
            await GoOnAsync(history, [.. tried.Select(static one => one.Number)], cancellationToken);
    }

    private async Task<IReadOnlyList<string>> TextsAsync(string input, CancellationToken cancellationToken)
    {
        var folder = Path.Join(folders.Inputs, input);
        var texts = new List<string>();
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        foreach (var file in files.Order(StringComparer.Ordinal))
            texts.Add(await File.ReadAllTextAsync(file, cancellationToken));
        return texts;
    }

    private async Task GoOnAsync(SearchHistory history, HashSet<int> tried, CancellationToken cancellationToken)
    {
        var next = history.Reaches(setup.Target) ? []
            : setup.Guide is { } guide ? Proposals(history, guide)
            : [.. history.Ranked(history.Candidates.Where(one => tried.Contains(one.Number))).Take(setup.Slots)
                .Select(static one => new NextDocument { Number = one.Number, Values = one.Values })];
        foreach (var proposal in next)
            history.Add(proposal.Number!.Value, proposal.Values);
        for (var slot = 0; slot < setup.Slots; slot++)
        {
            var folder = Path.Join(folders.Outputs, TryStep.Input, slot.ToString(CultureInfo.InvariantCulture));
            var document = slot < next.Count ? next[slot] : new NextDocument();
            await WriteAsync(folder, NextDocument.FileName, document.Write(), cancellationToken);
            if (slot < next.Count)
                CopyState(next[slot].Number!.Value, Path.Join(folder, TryStep.StateFolder));
        }
        await WriteAsync(Path.Join(folders.Outputs, History), $"{setup.Name}.json", Document(history, null).Write(), cancellationToken);
        log.Say(next.Count == 0
            ? "No candidate goes on."
            : $"Next: candidates {string.Join(", ", next.Select(static one => one.Number))}.");
        foreach (var stopped in tried.Except(next.Select(static one => one.Number!.Value)).Order().Where(_ => setup.Guide is null))
            log.Say($"Candidate {stopped} is stopped early.");
    }

    /// <summary>The estimator of sweeps; it takes more as better.</summary>
    private List<NextDocument> Proposals(SearchHistory history, Guide guide)
    {
        var sweep = new Sweep
        {
            Name = "",
            Step = "",
            Kind = SweepKind.Bayesian,
            Parameters = [.. guide.Axes.Select(static axis => new SweepParameter
            {
                Name = axis.Name,
                Style = Enum.Parse<SweepStyle>(axis.Style),
                Rules = axis.Rules,
            })],
            ExecutionCount = guide.Count,
            ExecutionBatchSize = setup.Slots,
        };
        var guided = GuidedSweep.Create(
            sweep, ImmutableDictionary<string, ImmutableArray<Value>>.Empty, guide.Seed, out var problem, TreeParzenEstimator.FirstDraws)
            ?? throw new InvalidInputException("experiment.search", $"The search cannot go on: {problem}");
        var first = history.Candidates.Count;
        return [.. guided.Next([.. history.Candidates.Select(one => new GuidedTrial(one.Values, history.ScoreOf(one)))])
            .Select((values, index) => new NextDocument { Number = first + index, Values = values })];
    }

    /// <summary>A candidate that goes on takes its model with it.</summary>
    private void CopyState(int candidate, string target)
    {
        var source = Path.Join(folders.Inputs, States, TryStep.CandidateFolder(candidate));
        if (!Directory.Exists(source))
            return;
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Join(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private async Task FinishAsync(SearchHistory history, CancellationToken cancellationToken)
    {
        var best = history.Ranked(history.Candidates).First();
        var values = setup.Resource is { } resource
            ? SearchedValues.With(best.Values, new MapValue([new(resource.Name, Value.Of(resource.Total))]))
            : best.Values;
        var chosen = new NextDocument { Number = best.Number, Values = values };
        await WriteAsync(Path.Join(folders.Outputs, SearchedValues.Input), NextDocument.FileName, chosen.Write(), cancellationToken);
        var document = Document(history, best.Number);
        var file = string.Create(CultureInfo.InvariantCulture, $"p{setup.Partition}.json");
        await WriteAsync(Path.Join(folders.Outputs, "search"), file, document.Write(), cancellationToken);
        await WriteAsync(Path.Join(folders.Outputs, "artifacts"), "search.json", document.Write(), cancellationToken);
        SearchedValues.Tell(values, log);
        log.Texts(("best_candidate", best.Number.ToString(CultureInfo.InvariantCulture)));
        foreach (var (number, value) in BestSoFar.Of(document))
            log.Metric("best_so_far", value, number);
    }

    private SearchDocument Document(SearchHistory history, int? best) => new()
    {
        Kind = setup.Kind,
        Partition = setup.Partition,
        Metric = history.Metric!,
        GreaterIsBetter = history.GreaterIsBetter,
        Candidates = [.. history.Candidates],
        Best = best,
    };

    private static async Task WriteAsync(string folder, string file, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Join(folder, file), text, cancellationToken);
    }

    private static InvalidInputException NoneIsGood(SearchHistory history) => new(
        "experiment.search.none",
        history.Metric is null
            ? "Every candidate of the search failed."
            : $"None of the {history.Candidates.Count} candidates has a value of the metric '{history.Metric}'.",
        history.Metric is null
            ? "See the output of the candidates."
            : "Name another metric in 'optimization-target-metric'; the output of the candidates has the metrics that there are.");
}
