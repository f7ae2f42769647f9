using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Contracts;

namespace Gyre.Cli.Deployments;

/// <summary>Reports what a decision brought.</summary>
internal static class RewardCommand
{
    public static Command Create(CliHost host)
    {
        var name = DeploymentOptions.Name();
        var decision = new Option<string>("--decision") { Description = "Id of the decision.", HelpName = "ID", Required = true };
        var value = new Option<string>("--value") { Description = "Reward; higher is better.", HelpName = "NUMBER", Required = true };
        var id = CliCommand.Text("--id", "ID", "Reward id. A repeated id is counted once. Default: a new id.");
        var command = new Command(
            "reward",
            """
            Reports the reward of a decision.

            Example:
              gyre reward shop --decision order-17 --value 1
            """)
        {
            name, decision, value, id,
        };
        DeploymentOptions.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var request = new RewardRequest
            {
                DecisionId = result.GetRequiredValue(decision),
                RewardId = result.GetValue(id),
                Value = DeploymentOptions.Number("--value", result.GetRequiredValue(value)),
            };
            await using var desk = await DeploymentOptions.OpenAsync(result, host, cancellationToken);
            var receipt = await desk.RewardAsync(result.GetRequiredValue(name), request, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, receipt);
            else
                host.Out.WriteLine(receipt.Fate);
            return CliExitCodes.Done;
        });
        return command;
    }
}
