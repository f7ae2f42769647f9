using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Runs;

/// <summary>
/// What to do after a failure. A run keeps its own copy of the code, so after a mend of the project a new run is needed; the
/// advice says what it takes from the cache.
/// </summary>
internal static class FailureAdvice
{
    private const int MaxNamed = 8;

    /// <summary>The lines to say; empty for a run that did not fail.</summary>
    /// <param name="host">The world.</param>
    /// <param name="home">Where the run is.</param>
    /// <param name="hints">How commands are written.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<IReadOnlyList<string>> OfAsync(
        CliHost host, IHome home, CommandHints hints, RunView run, CancellationToken cancellationToken)
    {
        if (run.State is not (RunState.Failed or RunState.Cancelled))
            return [];
        var resume = hints.Command($"resume {run.Id}");
        if (await home.Runs.FindChangesAsync(run.Id, null, cancellationToken) is not { Changes.IsEmpty: false } changed)
            return [$"Run '{resume}' to resume; finished nodes are kept."];
        return
        [
            $"The project has changed since the run began: {Shown.Clean(CodeChange.InWords(changed.Changes)!)}.",
            $"Run '{hints.Command(Words(host, changed.Folder, run))}' to use the changes{await ReusedAsync(host, home, changed.Folder, run, cancellationToken)}.",
            $"'{resume}' continues this run with its own copy of the code; add --with-changes to use the changes for what has not finished.",
        ];
    }

    /// <summary>The command that starts the run again.</summary>
    private static string Words(CliHost host, string folder, RunView run)
    {
        var near = Path.GetRelativePath(host.WorkingFolder, folder);
        var place = near == "." ? "" : " " + CommandHints.Word(near.StartsWith("..", StringComparison.Ordinal) ? folder : near);
        var values = run.Parameters.Entries.Select(static entry => $" -p {CommandHints.Word($"{entry.Key}={entry.Value}")}");
        return $"run{place} --pipeline {CommandHints.Word(run.Pipeline)}{string.Concat(values)}";
    }

    /// <summary>What a new run would take from the cache, as the end of a sentence; nothing when the project cannot be read now.</summary>
    private static async Task<string> ReusedAsync(
        CliHost host, IHome home, string folder, RunView run, CancellationToken cancellationToken)
    {
        try
        {
            var request = await ResumeCommand.RequestAsync(
                host with { Error = TextWriter.Null }, folder, home.Storage.Home, cancellationToken);
            var plan = await home.Runs.PlanAsync(
                request with { Pipeline = run.Pipeline, Parameters = run.Parameters, ProjectName = run.Project }, cancellationToken);
            string[] hits = [.. plan.Where(static node => node.Action == "hit").Select(static node => Shown.Clean(node.Path))];
            return hits.Length == 0
                ? "; no finished node can be reused"
                : $"; taken from the cache: {string.Join(", ", hits.Take(MaxNamed))}{(hits.Length > MaxNamed ? $" and {hits.Length - MaxNamed} more" : "")}";
        }
        catch (InvalidInputException)
        {
            return " once 'gyre lint' finds no error";
        }
    }
}
