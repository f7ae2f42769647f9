using System.Collections.Immutable;
using Gyre.Projects;

namespace Gyre.Server.Security;

/// <summary>What a route touches.</summary>
internal enum Thing
{
    /// <summary>A project, by its name.</summary>
    Project,

    /// <summary>A run of a pipeline, with its node runs and outputs.</summary>
    PipelineRun,

    /// <summary>An execution, which is its own run's when it is the step itself.</summary>
    Execution,

    /// <summary>An experiment.</summary>
    Experiment,

    /// <summary>A tracking run and what is logged to it.</summary>
    Run,

    /// <summary>A logged model.</summary>
    LoggedModel,

    /// <summary>A trace with its spans and assessments.</summary>
    Trace,

    /// <summary>A registered model.</summary>
    Model,

    /// <summary>A version of a registered model.</summary>
    Version,

    /// <summary>A place in the space of all artifacts.</summary>
    Artifact,

    /// <summary>A deployment with its versions and decisions.</summary>
    Deployment,
}

/// <summary>How near a thing is to the step that asks. Each includes those after it.</summary>
internal enum Reach
{
    /// <summary>Anything.</summary>
    Anything,

    /// <summary>A registered model that belongs to no project.</summary>
    Shared,

    /// <summary>It belongs to the step's project.</summary>
    Project,

    /// <summary>The step's own run recorded it, or made it.</summary>
    Own,
}

/// <summary>What a step has to be to a thing that a route touches.</summary>
/// <param name="Thing">What is touched.</param>
/// <param name="Reach">How near it has to be.</param>
/// <param name="Declared">What the project's file has to allow as well; null for nothing.</param>
internal readonly record struct Need(Thing Thing, Reach Reach, ModelRight? Declared = null)
{
    /// <summary>What the project's file has to allow for a deployment; null for nothing.</summary>
    public DeploymentRight? Deployment { get; init; }
}

/// <summary>A row of the table of rights.</summary>
/// <param name="Method">The first method of the route.</param>
/// <param name="Pattern">The route, as <c>RoutePatterns</c> writes it.</param>
/// <param name="Right">What a token of a user needs.</param>
/// <param name="Steps">What the route touches, for the token of a step; null where no step has any business.</param>
internal sealed record RouteRule(string Method, string Pattern, Right Right, ImmutableArray<Need>? Steps)
{
    public string Key => $"{Method} {Pattern}";

    /// <summary>What is asked of a step for a thing; null when the row does not say that the route touches such things.</summary>
    public Need? NeedFor(Thing thing)
    {
        foreach (var need in Steps ?? [])
        {
            if (need.Thing == thing)
                return need;
        }
        return null;
    }
}
