using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary>Says of open runs and cycles that nobody drives them, and how to go on.</summary>
internal static class Drivers
{
    private const string Nobody = " (no engine)";

    /// <summary>The state of a run for people.</summary>
    public static string State(RunView run) => Shown.Word(run.State) + (run.IsDriven == false ? Nobody : "");

    /// <summary>The state of a cycle for people.</summary>
    public static string State(CycleView cycle) => Shown.Word(cycle.State) + (cycle.IsDriven == false ? Nobody : "");

    /// <summary>How to go on.</summary>
    /// <param name="hints">How commands are written.</param>
    /// <param name="command">The command that takes it up.</param>
    public static string Advice(CommandHints hints, string command) =>
        $"No engine is executing this. Run '{hints.Command(command)}' or start 'gyre serve' to continue.";
}
