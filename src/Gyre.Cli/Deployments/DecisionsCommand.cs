using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Output;
using Gyre.Contracts;

namespace Gyre.Cli.Deployments;

/// <summary>Groups the commands about the log of decisions.</summary>
internal static class DecisionsCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "decisions",
            """
            Lists, counts and exports the logged decisions of a deployment.

            Example:
              gyre decisions list shop --outcome joined
              gyre decisions books shop
              gyre decisions export shop --output log.csv
            """)
        {
            List(host), Books(host), new ExportDecisionsCommand(host).Create(),
        };
        DeploymentOptions.AddTo(command);
        return command;
    }

    private static Command List(CliHost host)
    {
        var name = DeploymentOptions.Name();
        var outcome = CliCommand.Text("--outcome", "pending|joined|defaulted", "Only decisions with this outcome.");
        var arm = CliCommand.Text("--arm", "NAME", "Only decisions with this arm.");
        var limit = CliCommand.Limit(20);
        var command = new Command(
            "list",
            """
            Lists decisions, newest first.

            Example:
              gyre decisions list shop --outcome joined --limit 100
            """)
        {
            name, outcome, arm, limit,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var desk = await DeploymentOptions.OpenAsync(result, host, cancellationToken);
            var page = await desk.DecisionsAsync(
                result.GetRequiredValue(name), result.GetValue(outcome), result.GetValue(arm), result.GetValue(limit), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, page);
            else
                Print(host, page.Decisions);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static Command Books(CliHost host)
    {
        var name = DeploymentOptions.Name();
        var command = new Command(
            "books",
            """
            Counts where all decisions and rewards of a deployment are.

            Example:
              gyre decisions books shop
            """)
        {
            name,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var desk = await DeploymentOptions.OpenAsync(result, host, cancellationToken);
            var books = await desk.BooksAsync(result.GetRequiredValue(name), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, books);
            else
                Print(host, books);
            return books.Balance ? CliExitCodes.Done : CliExitCodes.Failed;
        });
        return command;
    }

    private static void Print(CliHost host, IReadOnlyList<LoggedDecisionInfo> decisions)
    {
        if (decisions.Count == 0)
        {
            host.Say("No decisions match.");
            return;
        }
        var table = new ResultTable("AT (UTC)", "DECISION", "ARM", "PROPENSITY", "VERSION", "OUTCOME", "REWARD");
        foreach (var one in decisions)
        {
            table.Add(
                Shown.Time(one.Decision.At),
                Shown.Clean(one.Decision.DecisionId),
                Shown.Clean(one.Decision.Arm),
                Shown.Number(one.Decision.Propensity),
                one.Decision.Version.ToString(CultureInfo.InvariantCulture),
                one.Outcome,
                one.Reward is { } reward ? Shown.Number(reward) : "-");
        }
        table.WriteTo(host);
    }

    private static void Print(CliHost host, DecisionBooksInfo books)
    {
        var table = new TextTable("DECISIONS", "", "REWARDS", " ");
        void Row(string left, long decisions, string right, long rewards) => table.Add(
            left, decisions.ToString(CultureInfo.InvariantCulture), right, rewards.ToString(CultureInfo.InvariantCulture));
        Row("joined", books.Joined, "used", books.Used);
        Row("defaulted", books.Defaulted, "aggregated", books.Aggregated);
        Row("pending", books.Pending, "duplicate", books.Duplicate);
        table.Add("", "", "late", books.Late.ToString(CultureInfo.InvariantCulture));
        table.Add("", "", "orphan", books.Orphan.ToString(CultureInfo.InvariantCulture));
        Row("all", books.Decisions, "all", books.Rewards);
        table.WriteTo(host.Out);
        host.Say(books.Balance ? "The books balance." : "The books do not balance; run 'gyre doctor' and report this.");
    }
}
