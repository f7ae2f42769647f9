using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Cli.Deployments;

/// <summary>Lets a deployment choose an arm.</summary>
internal static class DecideCommand
{
    public static Command Create(CliHost host)
    {
        var name = DeploymentOptions.Name();
        var context = new Option<string>("--context")
        {
            Description = "Context: numbers in the order of the policy's fields, or FIELD=NUMBER pairs, separated by commas.",
            HelpName = "NUMBERS",
            Required = true,
        };
        var arms = CliCommand.Text("--arms", "NAMES", "Arms to choose from, separated by commas. Default: all arms of the policy.");
        var features = CliCommand.Text(
            "--features", "NUMBERS", "Features of each arm, for a policy that has them: commas between numbers, semicolons between arms.");
        var id = CliCommand.Text("--id", "ID", "Decision id. A repeated id gives the same decision. Default: a new id.");
        var baseline = CliCommand.Text("--baseline", "ARM", "Arm that you would choose: the answer while the deployment is an apprentice.");
        var command = new Command(
            "decide",
            """
            Lets a deployment choose an arm, and logs the decision.

            Example:
              gyre decide shop --context 0.5,-1
              gyre decide shop --context age=0.5,mood=-1 --arms red,green --id order-17
            """)
        {
            name, context, arms, features, id, baseline,
        };
        DeploymentOptions.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var request = Read(result.GetRequiredValue(context)) with
            {
                DecisionId = result.GetValue(id),
                Baseline = result.GetValue(baseline),
                Arms = result.GetValue(arms)?.Split(','),
                Features = result.GetValue(features)?.Split(';')
                    .Select(static arm => DeploymentOptions.Numbers("--features", arm)).ToArray(),
            };
            await using var desk = await DeploymentOptions.OpenAsync(result, host, cancellationToken);
            var decision = await desk.DecideAsync(result.GetRequiredValue(name), request, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, decision);
            else
                Print(host, decision);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static DecideRequest Read(string context)
    {
        if (!context.Contains('=', StringComparison.Ordinal))
            return new DecideRequest { Context = DeploymentOptions.Numbers("--context", context) };
        var fields = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var pair in context.Split(','))
        {
            if (pair.Split('=') is not [{ Length: > 0 } field, var number]
                || !fields.TryAdd(field.Trim(), DeploymentOptions.Number("--context", number)))
            {
                throw new InvalidInputException(
                    "decide.context",
                    $"'{Shown.Short(pair, 80)}' is not a valid part of the context.",
                    "Write each field once, as FIELD=NUMBER.");
            }
        }
        return new DecideRequest { Fields = fields };
    }

    private static void Print(CliHost host, DecisionInfo decision)
    {
        host.Out.WriteLine($"{Shown.Clean(decision.Arm)}  (propensity {Shown.Number(decision.Propensity)}, version {decision.Version})");
        host.Out.WriteLine($"decision {Shown.Clean(decision.DecisionId)}");
        if (decision.IsRepeated)
            host.Say("This decision was made before.");
    }
}
