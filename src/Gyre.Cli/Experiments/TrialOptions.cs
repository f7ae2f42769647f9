using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Core;
using Gyre.Experiments;
using Gyre.Pipelines;

namespace Gyre.Cli.Experiments;

/// <summary>Options that name the model of a trial.</summary>
internal sealed class TrialOptions
{
    public Argument<string> Plan { get; } = CliCommand.Word("PLAN", "Folder of the plan, or one of its files.");

    public Option<string> Trial { get; } = new("--trial") { Description = "Name of the trial.", HelpName = "NAME", Required = true };

    public Option<string?> Dataset { get; } = CliCommand.Text(
        "--dataset", "NAME", "Dataset that it was trained on. Default: the only one.");

    public Option<int?> Partition { get; } = CliCommand.Count("--partition", "Number of the partition, from 1. Default: 1.");

    /// <summary>What the command line names; the plan is read.</summary>
    public async Task<TrialChoice> ReadAsync(ParseResult result, CliHost host, CancellationToken cancellationToken) => new(
        await PlanFiles.NamesAsync(host, result.GetValue(Plan)!, cancellationToken), result.GetValue(Trial)!, result.GetValue(Dataset),
        (result.GetValue(Partition) ?? 1) - 1);
}

/// <summary>The model of a trial that somebody wants.</summary>
/// <param name="Experiments">Experiments of the plan, with their projects.</param>
/// <param name="Trial">Name of the trial.</param>
/// <param name="Dataset">Name of the dataset; null for the only one.</param>
/// <param name="Partition">From 0.</param>
internal sealed record TrialChoice(
    IReadOnlyList<(string Project, string Name)> Experiments, string Trial, string? Dataset, int Partition)
{
    /// <summary>Finds it in the newest run of its experiment.</summary>
    /// <exception cref="InvalidInputException">It was never run, has not ended well, or several fit.</exception>
    public async Task<TrainedTrial> FindAsync(IHome home, CancellationToken cancellationToken)
    {
        var experiments = new ExperimentQueries(home.Runs, home.Blobs);
        foreach (var (project, name) in Experiments)
        {
            var progress = await experiments.FindNewestAsync(project, name, cancellationToken);
            if (progress?.Trials.Where(one => one.Trial == Trial).ToList() is not { Count: > 0 } trials)
                continue;
            var chosen = Choose(trials);
            return new TrainedTrial(chosen, TrackingRuns.IdOf(progress.Run.Id, chosen.LastOf(Partition).Node));
        }
        throw new InvalidInputException(
            "experiment.trial", $"No experiment of the plan was run with a trial '{Shown.Short(Trial, 100)}'.",
            "Run 'gyre experiment status PLAN' to see what there is.");
    }

    private TrialProgress Choose(List<TrialProgress> trials)
    {
        var chosen = trials.Where(one => Dataset is null || one.Dataset == Dataset).ToList();
        if (chosen is not [var only])
            throw new InvalidInputException(
                "experiment.dataset", "The trial ran on several datasets, or not on this one.",
                $"Use --dataset with one of: {string.Join(", ", trials.Select(static one => one.Dataset))}.");
        return only.Summary is not null
            ? only
            : throw new InvalidInputException(
                "experiment.unfinished", $"The trial has not ended well: {Shown.Word(only.State)}.",
                "Run 'gyre experiment status PLAN' to see why.");
    }
}
