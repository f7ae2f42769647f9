using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Cli.Runs;

/// <summary>What of a project is to be run.</summary>
/// <param name="Pipeline">Name of the pipeline.</param>
/// <param name="Cycle">The cycle around it, or null for a single run.</param>
internal sealed record RunTarget(string Pipeline, Cycle? Cycle)
{
    /// <summary>What the user named, else the only thing there is.</summary>
    /// <exception cref="InvalidInputException">The name is unknown, or there is nothing or too much to choose from.</exception>
    public static RunTarget Choose(Project project, string? pipeline, string? cycle)
    {
        if (pipeline is not null)
            return new RunTarget(Find("pipeline", pipeline, project.Pipelines, item => item.Name).Name, null);
        if (cycle is not null)
            return Around(Find("cycle", cycle, project.Cycles, item => item.Name));
        return (project.Pipelines, project.Cycles) switch
        {
            ([], _) => throw new InvalidInputException(
                "pipeline.none", "The project has no pipeline.", "Add a 'pipeline' item to the file. 'gyre init' creates an example."),
            ([var only], []) => new RunTarget(only.Name, null),
            (var all, [var only]) when all.All(item => item.Name == only.Pipeline) => Around(only),
            _ => throw new InvalidInputException("pipeline.choose", "The project has more than one pipeline or cycle.", Choices(project)),
        };
    }

    private static RunTarget Around(Cycle cycle) => new(cycle.Pipeline, cycle);

    private static T Find<T>(string kind, string name, IReadOnlyList<T> items, Func<T, string> nameOf)
        where T : class =>
        items.FirstOrDefault(item => string.Equals(nameOf(item), name, StringComparison.Ordinal))
        ?? throw new InvalidInputException(
            $"{kind}.unknown",
            $"The project has no {kind} '{Shown.Short(name, 200)}'.",
            Nearest.Remedy(name, [.. items.Select(nameOf)]));

    private static string Choices(Project project) =>
        $"Choose one: {string.Join(" or ", project.Pipelines.Select(item => $"--pipeline '{item.Name}'").Concat(project.Cycles.Select(item => $"--cycle '{item.Name}'")))}.";
}
