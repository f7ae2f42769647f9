using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Projects;

namespace Gyre.Automation.Triggers.Sources.RunEnds;

/// <summary>Ends of runs of a pipeline make it occur.</summary>
internal sealed class RunEndedCondition(RunEndedSource source) : ISourceCondition
{
    public string? Watches => RunEvents.Ended.Name;

    public bool IsMet(string type, MapValue data) =>
        type == RunEvents.Ended.Name
        && data.Find("pipeline") is TextValue pipeline && pipeline.Text == source.Pipeline
        && data.Find("state") is TextValue state && source.States.Any(wanted => KebabCase.Of(wanted) == state.Text);

    /// <summary>Runs of a pipeline with the same name in another project are none of a trigger's business.</summary>
    public bool IsOfProject(string project, MapValue data) => data.Find("project") is not TextValue other || other.Text == project;
}
