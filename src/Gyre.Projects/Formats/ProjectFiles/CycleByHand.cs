using System.Text.RegularExpressions;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>
/// Finds the node of a declared cycle's pipeline that posts the next turn by hand: then two turns would follow each one. Code is
/// not read; the names of the node and of its step and the texts of the commands tell.
/// </summary>
internal static partial class CycleByHand
{
    public static void Check(Problems problems, Pipeline pipeline, string owner, DocumentPath path, YamlPlace place)
    {
        foreach (var node in pipeline.Graph.Nodes)
        {
            if (node is StepNode { Step: var step } && SignOf(node.Name, step) is { } sign)
                problems.Warning(
                    "cycle.also-by-hand",
                    $"{owner}: node '{Names.Shown(node.Name)}' of its pipeline appears to start the next turn as well ({sign}).",
                    path,
                    place,
                    "Remove either the node from the pipeline or the cycle from this file.");
        }
    }

    private static string? SignOf(string node, Step step)
    {
        if (Starter().IsMatch(node))
            return "judging by its name";
        if (Starter().IsMatch(step.Name))
            return $"judging by the name of its step, '{Names.Shown(step.Name)}'";
        foreach (var command in step.Commands)
        {
            if (Posting().Match(command) is { Success: true } post)
                return $"its command contains '{post.Value}'";
            if (Starter().Match(command) is { Success: true } start)
                return $"its command contains '{start.Value}'";
        }
        return null;
    }

    /// <summary><c>start-cycle</c>, <c>start_next_turn</c>, <c>StartCycle</c>; not <c>restart-cycle-timer</c> or <c>start_cycles</c>.</summary>
    [GeneratedRegex(@"(?<![a-z])start[-_ ]?(the[-_ ]?)?(next[-_ ]?)?(cycle|turn)(?![a-z])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Starter();

    /// <summary>The address that pipelines are posted to; not that of one pipeline, and not a query.</summary>
    [GeneratedRegex(@"/api/v0/pipelines(?>(/create-from-template)?/?)(?![\w?${<-])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Posting();
}
