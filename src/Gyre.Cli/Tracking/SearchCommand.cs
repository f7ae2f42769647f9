using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Tracking;

namespace Gyre.Cli.Tracking;

/// <summary>Finds tracking runs by what was logged to them.</summary>
internal static class SearchCommand
{
    public static Command Create(CliHost host)
    {
        var filter = CliCommand.OptionalWord(
            "FILTER", "Filter, such as \"metrics.accuracy > 0.9 AND params.depth = '3'\". Default: all runs.");
        var experiments = new Option<string[]>("--experiment")
        {
            Description = "Name or id of an experiment. Repeatable. Default: all experiments.",
            HelpName = "NAME",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        var order = new Option<string[]>("--order")
        {
            Description = "Sort key with ASC or DESC, such as \"metrics.accuracy DESC\". Repeatable, most significant first.",
            HelpName = "KEY",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        var most = new Option<int>("--max")
        {
            Description = "Maximum number of runs to show, 1 to 50000. Default: 100.",
            HelpName = "N",
            DefaultValueFactory = static _ => 100,
        };
        most.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number is >= 1 and <= 50_000))
                result.AddError($"'{token.Value}' is not a valid value for --max. Use a whole number from 1 to 50000.");
        });
        var command = new Command(
            "search",
            """
            Searches tracking runs by metrics, params, tags and attributes.

            Example:
              gyre tracking search "metrics.accuracy > 0.9" --order "metrics.accuracy DESC" --max 10
              gyre tracking search "params.model = 'tree' AND attributes.status = 'FINISHED'" --experiment churn --format json
            """)
        {
            filter, experiments, order, most,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var chosen = result.GetValue(experiments) is { Length: > 0 } names
                ? await ExperimentNames.FindAllAsync(home.Tracking, names, cancellationToken)
                : await ExperimentNames.AllAsync(home.Tracking, StageView.Active, cancellationToken);
            var request = new SearchRequest { Filter = result.GetValue(filter), OrderBy = result.GetValue(order) ?? [], MaxResults = result.GetValue(most), Extended = true };
            await WriteAsync(host, result, home.Tracking, [.. chosen.Select(experiment => experiment.Id)], request, cancellationToken);
            return CliExitCodes.Done;
        });
        return command;
    }

    /// <summary>Runs that a search finds, as tables or JSON.</summary>
    public static async Task WriteAsync(CliHost host, ParseResult result, TrackingStore tracking, IReadOnlyList<long> experiments, SearchRequest request, CancellationToken cancellationToken)
    {
        var page = await tracking.Runs.SearchAsync(experiments, request, RunProjection.Everything with { Inputs = false }, cancellationToken);
        if (CliCommand.IsJson(result))
            Shape.WriteTo(host.Out, Shape.Object(("runs", Shape.List(page.Items, TrackingShapes.Of)), ("more", Core.Value.Of(page.NextPageToken is not null))));
        else
            TrackingShapes.Print(host, page.Items);
        if (page.NextPageToken is not null)
            host.Say($"Output truncated: more than {page.Items.Length} runs match.");
    }
}
