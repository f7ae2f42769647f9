using System.CommandLine;
using Gyre.Automation;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Core;

namespace Gyre.Cli.Triggers;

/// <summary>Finds the trigger that a command names.</summary>
internal static class TriggerPlace
{
    public static Argument<string> Name() => CliCommand.Word("TRIGGER", "Name of the trigger, or its id.");

    public static Option<string?> Project() => CliCommand.Text("--project", "NAME", "Of this project. Needed where two projects have a trigger of the name.");

    /// <exception cref="InvalidInputException">None or several are meant.</exception>
    public static async Task<TriggerView> FindAsync(IHome home, string text, string? project, CancellationToken cancellationToken)
    {
        if (GuidIds.TryParse<TriggerId>(text, out var id) && await home.Triggers.FindAsync(id, cancellationToken) is { } known)
            return known;
        var all = await home.Triggers.ListAsync(project, cancellationToken);
        return all.Where(view => view.Definition.Name == text).ToList() switch
        {
            [var view] => view,
            [] => throw new InvalidInputException(
                "trigger.unknown",
                $"There is no trigger '{Shown.Short(text, 80)}'{(project is null ? "" : $" in the project '{Shown.Short(project, 80)}'")}.",
                all.Count == 0 ? "'gyre trigger add PROJECT' registers those that a project declares." : $"There are: {string.Join(", ", all.Take(20).Select(view => view.Definition.Name))}."),
            var several => throw new InvalidInputException(
                "trigger.ambiguous", $"{several.Count} projects have a trigger '{text}'.", $"Add --project: {string.Join(", ", several.Select(view => view.Project))}."),
        };
    }
}
