using System.CommandLine;
using Gyre.Cli.Files;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Cli.Repositories;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary>Takes a run up again.</summary>
internal static class ResumeCommand
{
    private static readonly Option<bool> WithChanges = CliCommand.Switch(
        "--with-changes",
        "Use the project's files as they are now for what has not finished. Default: the copy that the run was accepted with.");
    private static readonly Option<string?> Project = CliCommand.Text(
        "--project", "DIR", "Folder of the project, if it has moved since the run was accepted.");

    public static Command Create(CliHost host)
    {
        var run = CliCommand.Word("RUN", "Run id, a unique prefix of it, or 'last'.");
        var command = new Command(
            "resume",
            """
            Resumes a run that failed, was cancelled or detached, or lost its engine.

            Finished nodes are kept, and steps that are still running are not started twice. The run has its own copy of the
            code: changes to the project's files have no effect unless you add --with-changes. To start from the beginning with
            the changed files, use 'gyre run'; what has not changed is taken from the cache.

            Example:
              gyre resume last
              gyre resume last --with-changes
            """)
        {
            run, WithChanges, Project,
        };
        HomeOptions.AddTo(command);
        ServerOptions.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await Ids.RunAsync(home, result.GetRequiredValue(run), cancellationToken);
            if (result.GetValue(WithChanges))
                await ResumeWithChangesAsync(result, host, home, view, cancellationToken);
            else
                await ResumeAsync(result, host, home, view, cancellationToken);
            return await RunSession.For(result, host, home).FinishAsync(view.Id);
        });
        return command;
    }

    private static async Task ResumeAsync(ParseResult result, CliHost host, IHome home, RunView view, CancellationToken cancellationToken)
    {
        if (NodeStates.IsOver(view.State) && !await home.Runs.ResumeAsync(view.Id, cancellationToken))
            throw Refusal(view);
        host.Say("The run continues with its own copy of the code.");
        var found = await home.Runs.FindChangesAsync(view.Id, FolderOf(result, host), cancellationToken);
        if (found is { Changes: { IsEmpty: false } changes })
            host.Say($"Not used: {Shown.Clean(CodeChange.InWords(changes)!)}. "
                + "Use --with-changes for what has not finished, or 'gyre run' for a new run.");
    }

    private static async Task ResumeWithChangesAsync(
        ParseResult result, CliHost host, IHome home, RunView view, CancellationToken cancellationToken)
    {
        if (!NodeStates.IsOver(view.State))
            throw new InvalidInputException(
                "run.not-over", $"Run {view.Id} is {Shown.Word(view.State)}; only a run that has ended can take changes.",
                $"Run 'gyre cancel {view.Id}' first.");
        var changes = await home.Runs.FindChangesAsync(view.Id, FolderOf(result, host), cancellationToken)
            ?? throw new InvalidInputException(
                "resume.folder", $"The project folder of run {view.Id} was not found.",
                "Use --project to name it, or resume without --with-changes.");
        var request = await RequestAsync(host, changes.Folder, HomeOptions.Read(result, host).Home, cancellationToken);
        if (!await home.Runs.ResumeWithChangesAsync(view.Id, request, cancellationToken))
            throw Refusal(view);
        host.Say(changes.Changes.IsEmpty
            ? "The project's files have not changed since the run began."
            : $"What has not finished uses the changed files: {Shown.Clean(CodeChange.InWords(changes.Changes)!)}.");
    }

    /// <summary>The project in a folder as it is now.</summary>
    public static async Task<StartRun> RequestAsync(CliHost host, string folder, string home, CancellationToken cancellationToken)
    {
        var source = await GitProjects.LocateAsync(folder, host.Resolve, reference: null, home, cancellationToken);
        var loaded = await ProjectFiles.LoadAsync(host, source.Path, cancellationToken, home);
        return new StartRun
        {
            Project = loaded.Project,
            Folder = loaded.Folder,
            Pipeline = "",
            CodeOrigin = source.Origin,
            Repository = source.Repository,
        };
    }

    private static string? FolderOf(ParseResult result, CliHost host) =>
        result.GetValue(Project) is { } folder ? host.Resolve(folder) : null;

    private static InvalidInputException Refusal(RunView view) => new(
        "run.not-resumable", $"Run {view.Id} {Shown.Word(view.State)}; nothing to resume.",
        "Only failed and cancelled runs can be resumed.");
}
