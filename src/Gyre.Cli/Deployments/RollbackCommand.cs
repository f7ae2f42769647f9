using System.CommandLine;
using Gyre.Contracts;

namespace Gyre.Cli.Deployments;

/// <summary>Goes back to the champion before.</summary>
internal static class RollbackCommand
{
    public static Command Create(CliHost host)
    {
        var name = DeploymentOptions.Name();
        var reason = DeploymentOptions.Reason();
        var command = new Command(
            "rollback",
            """
            Goes back to the champion before the last promotion. A second rollback changes nothing.

            Example:
              gyre rollback shop --reason "Rewards dropped."
            """)
        {
            name, reason,
        };
        DeploymentOptions.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var desk = await DeploymentOptions.OpenAsync(result, host, cancellationToken);
            var request = new RollBackRequest { Reason = result.GetValue(reason) };
            DeploymentReport.Write(result, host, await desk.RollBackAsync(result.GetRequiredValue(name), request, cancellationToken));
            return CliExitCodes.Done;
        });
        return command;
    }
}
