using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Models;
using Gyre.Cli.Options;
using Gyre.Core;
using Gyre.Experiments;
using Gyre.Pipelines;
using Gyre.Tracking;

namespace Gyre.Cli.Experiments;

/// <summary>Registers the model of a trial.</summary>
internal static class ExperimentRegisterCommand
{
    /// <summary>What a move of an alias may have as evidence.</summary>
    private const int MostEvidence = 100;

    public static Command Create(CliHost host)
    {
        var plan = CliCommand.Word("PLAN", "Folder of the plan, or one of its files.");
        var trial = new Option<string>("--trial") { Description = "Name of the trial.", HelpName = "NAME", Required = true };
        var model = new Option<string>("--model")
        {
            Description = "Name of the registered model; created if it does not exist.",
            HelpName = "NAME",
            Required = true,
        };
        var dataset = CliCommand.Text("--dataset", "NAME", "Dataset that it was trained on. Default: the only one.");
        var partition = CliCommand.Count("--partition", "Number of the partition, from 1. Default: 1.");
        var alias = CliCommand.Text("--alias", "ALIAS", "Let this alias point to the version, with the results as evidence.");
        var command = new Command(
            "register",
            """
            Registers the model of a trial as a version of a registered model, with its results: that after the last experience, from
            the newest run of the plan's experiment.

            Example:
              gyre experiment register plans/digits --trial network --model digits --alias champion
              gyre model pull digits champion --to digits-model
            """)
        {
            plan, trial, model, dataset, partition, alias,
        };
        HomeOptions.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var names = await PlanFiles.NamesAsync(host, result.GetValue(plan)!, cancellationToken);
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var experiments = new ExperimentQueries(home.Runs, home.Blobs);
            foreach (var (project, name) in names)
            {
                var progress = await experiments.FindNewestAsync(project, name, cancellationToken);
                if (progress?.Trials.Where(one => one.Trial == result.GetValue(trial)).ToList() is not { Count: > 0 } trials)
                    continue;
                var chosen = Choose(trials, result.GetValue(dataset));
                var run = TrackingRuns.IdOf(progress.Run.Id, chosen.LastOf((result.GetValue(partition) ?? 1) - 1).Node);
                var version = await RegisterAsync(
                    home.Tracking, result.GetValue(model)!, run, chosen, result.GetValue(alias), cancellationToken);
                if (CliCommand.IsJson(result))
                    Shape.WriteTo(host.Out, ModelShapes.Of(version));
                else
                    host.Out.WriteLine($"{Shown.Clean(version.Name)} version {version.Version} registered");
                return CliExitCodes.Done;
            }
            throw new InvalidInputException(
                "experiment.trial", $"No experiment of the plan was run with a trial '{Shown.Short(result.GetValue(trial)!, 100)}'.",
                "Run 'gyre experiment status PLAN' to see what there is.");
        });
        return command;
    }

    private static TrialProgress Choose(List<TrialProgress> trials, string? dataset)
    {
        var chosen = trials.Where(one => dataset is null || one.Dataset == dataset).ToList();
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

    private static async Task<ModelVersion> RegisterAsync(
        TrackingStore tracking, string model, string run, TrialProgress trial, string? alias, CancellationToken cancellationToken)
    {
        await ModelWriteCommands.EnsureAsync(tracking, model, cancellationToken);
        var figures = trial.Summary!.Figures.Where(static figure => double.IsFinite(figure.Value.Mean)).ToList();
        var asked = new NewModelVersion
        {
            Source = $"runs:/{run}/model",
            RunId = run,
            Description = $"Trial '{trial.Trial}' on '{trial.Dataset}'",
            Tags = [.. figures.Take(MostEvidence).Select(static figure =>
                new Tag(figure.Key, figure.Value.Mean.ToString("R", CultureInfo.InvariantCulture)))],
        };
        var version = await tracking.ModelVersions.CreateAsync(model, asked, cancellationToken);
        if (alias is null)
            return version;
        var move = new NewAliasMove
        {
            Alias = alias,
            Version = version.Version,
            Reason = $"Trial '{trial.Trial}' on '{trial.Dataset}'",
            Evidence = [.. figures.Take(MostEvidence).Select(static figure => new AliasEvidence(figure.Key, figure.Value.Mean, null))],
        };
        await tracking.Registry.MoveAliasAsync(model, move, cancellationToken);
        return await tracking.ModelVersions.GetAsync(model, version.Version, cancellationToken);
    }
}
