using System.CommandLine;
using Gyre.Automation;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Core;

namespace Gyre.Cli.Triggers;

/// <summary>Finds the trigger that a command names.</summary>
internal static class TriggerPlace
{
    public static Argument<string> Name() => CliCommand.Word("TRIGGER", "Name or id of the trigger.");

    public static Option<string?> Project() => CliCommand.Text(
        "--project", "NAME", "Project of the trigger. Required if several projects have a trigger with this name.");

    /// <exception cref="InvalidInputException">None or several are meant.</exception>
    public static async Task<TriggerView> FindAsync(IHome home, string text, string? project, CancellationToken cancellationToken)
    {
        if (GuidIds.TryParse<TriggerId>(text, out var id) && await home.Triggers.FindAsync(id, cancellationToken) is { } known)
            return known;
        var all = await home.Triggers.ListAsync(project, cancellationToken);
        var named = all.Where(view => view.Definition.Name == text).ToList();
        // A name comes first: an id is what a program says, and its beginning what a person copies from a table.
        var found = named.Count > 0 || text.Length < 4
            ? named
            : [.. all.Where(view => view.Id.ToString().StartsWith(text, StringComparison.Ordinal))];
        return found switch
        {
            [var view] => view,
            [] => throw new InvalidInputException(
                "trigger.unknown",
                $"Trigger '{Shown.Short(text, 80)}' was not found{(project is null ? "" : $" in project '{Shown.Short(project, 80)}'")}.",
                all.Count == 0
                    ? "Run 'gyre trigger add PROJECT' to register the triggers of a project."
                    : Nearest.Remedy(text, [.. all.Select(view => view.Definition.Name)])),
            var several when named.Count == 0 => throw new InvalidInputException(
                "trigger.ambiguous", $"'{Shown.Short(text, 80)}' matches {several.Count} trigger ids.",
                $"Use a longer prefix: {string.Join(", ", several.Take(5).Select(view => view.Id))}."),
            var several => throw new InvalidInputException(
                "trigger.ambiguous", $"{several.Count} projects have a trigger named '{text}'.", $"Add --project: {string.Join(", ", several.Select(view => view.Project))}."),
        };
    }
}
