using System.CommandLine;
using Gyre.Execution;
using Gyre.Storage;

namespace Gyre.Cli;

/// <summary>The supervisor: what the engine starts, on this machine or another, to carry out attempts.</summary>
internal static class StepCommand
{
    /// <summary>A step's results are worth waiting for while the server of the artifacts is away.</summary>
    private static readonly TimeSpan ArtifactsPatience = TimeSpan.FromMinutes(15);

    public static Command Create(CliHost host)
    {
        var attempt = CliCommand.Text("--attempt", "FOLDER", "Run the single attempt in this folder (HOME/attempts/ID).");
        var pool = CliCommand.Text("--pool", "HOME", "Run queued attempts of this home, one at a time, until no engine is left.");
        var command = new Command(
            "step",
            """
            Runs attempts of steps. The engine starts this command; you rarely need it yourself.

            Exits with 0 if the attempt succeeded or another process owns it, 1 if it failed.

            Example:
              gyre step --attempt .gyre/attempts/0199c1f4-7c1e-7b4a-9d5e-3f2a1b0c9d8e
            """)
        {
            attempt, pool,
        };
        command.Hidden = true;
        command.Validators.Add(result =>
        {
            if (CliCommand.IsGiven(result, attempt) == CliCommand.IsGiven(result, pool))
                result.AddError("Specify either --attempt or --pool.");
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = Options(host);
            if (result.GetValue(pool) is { } home)
            {
                await Supervisor.RunPoolAsync(host.Resolve(home), options, host.Clock, cancellationToken);
                return CliExitCodes.Done;
            }
            var folder = new AttemptFolder(host.Resolve(result.GetValue(attempt)!));
            var outcome = await Supervisor.RunAsync(folder, options, host.Clock, cancellationToken);
            return outcome is null or { Outcome: AttemptOutcome.Succeeded } ? CliExitCodes.Done : CliExitCodes.Failed;
        });
        return command;
    }

    private static SupervisorOptions Options(CliHost host) => new()
    {
        OpenBlobs = (storage, cancellationToken) => GyreStore.OpenBlobsAsync(storage, host.Clock, ArtifactsPatience, cancellationToken),
        Log = host.Variable("GYRE_DEBUG") is "1" ? host.Say : null,
    };
}
