using Gyre.Core;

namespace Gyre.Projects.Formats.Valohai;

/// <summary>
/// Gives a node the step that another revision of its project declares. Only values of the node's override are put in, as when a client sends the node to a
/// server that knows the other revision.
/// </summary>
public static class StepOfRevision
{
    /// <param name="node">A node that names a revision.</param>
    /// <param name="project">The project as it was there.</param>
    /// <param name="revision">Where its files are.</param>
    /// <exception cref="InvalidInputException">That revision has no such step or task, or refuses a value.</exception>
    public static Node Take(Node node, Project project, StepRevision revision)
    {
        if (node is not StepNode own)
            return node;
        if (own is not TaskNode { Sweep.Name.Length: > 0 } task)
            return own with { Step = Read(own, own.Step, project, revision) };
        var sweep = project.Sweeps.FirstOrDefault(sweep => sweep.Name == task.Sweep.Name)
            ?? throw Missing(node, "task", task.Sweep.Name, task.Commit!, project.Sweeps.Select(sweep => sweep.Name));
        return task with { Sweep = sweep, Step = Read(task, task.Step with { Name = sweep.Step }, project, revision) };
    }

    private static Step Read(StepNode node, Step known, Project project, StepRevision revision) =>
        Read(node, known, project, node.Commit!, node.Override) with { Revision = revision };

    private static Step Read(Node node, Step known, Project project, string commit, MapValue? overridden)
    {
        if (project.Steps.All(step => step.Name != known.Name))
            throw Missing(node, "step", known.Name, commit, project.Steps.Select(step => step.Name));
        if (project.Steps.Last(step => step.Name == known.Name) is { Component: not null } declared)
            return overridden is null ? declared : throw new InvalidInputException(
                "node.commit",
                $"Node '{node.Name}': step '{Names.Shown(known.Name)}' of revision '{commit}' uses a component, so it cannot be "
                    + "overridden.",
                "Remove the override, and set values with edges or parameters.");
        var problems = new Problems($"node '{node.Name}'");
        var template = new CreatePayload(commit).TemplateOf(known, overridden);
        var read = new TemplateReader(project, problems).Read(new PostedObject(template, DocumentPath.Root, problems), isTask: false);
        return problems.Errors > 0 ? throw new InvalidInputException([.. problems.ToList()]) : read.Step;
    }

    private static InvalidInputException Missing(Node node, string kind, string name, string commit, IEnumerable<string> names) => new(
        "node.commit",
        $"Node '{node.Name}': revision '{commit}' has no {kind} '{Names.Shown(name)}'.",
        Suggestions.Remedy(name, names) ?? $"Use a revision that declares the {kind}.");
}
