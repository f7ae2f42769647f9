using Gyre.Core.Events;

namespace Gyre.Projects;

/// <summary>What project files may say beyond the grammar itself: the modules of a home bring it, and every reader of a project is given it.</summary>
public sealed record ProjectLanguage
{
    /// <summary>The grammar alone.</summary>
    public static ProjectLanguage Standard { get; } = new();

    /// <summary>Components that steps may use by name.</summary>
    public BuiltInComponents Components { get; init; } = BuiltInComponents.None;

    /// <summary>Kinds of nodes that pipelines may have.</summary>
    public NodeKinds Nodes { get; init; } = NodeKinds.Standard;

    /// <summary>Events that triggers may wait for and people may be told of.</summary>
    public EventTypes Events { get; init; } = EventTypes.Standard;

    /// <summary>
    /// The language for files whose triggers were registered earlier, or matter to nobody now: a type of events that has gone since must not
    /// keep the pipelines of the file from being run.
    /// </summary>
    public ProjectLanguage ForAcceptedFiles() => this with { Events = Events.TakingAny() };
}
