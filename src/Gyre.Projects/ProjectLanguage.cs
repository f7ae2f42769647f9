using Gyre.Core.Events;

namespace Gyre.Projects;

/// <summary>
/// What project files may say beyond the grammar itself. The modules of a home provide it, and every reader of a project takes it. The
/// tables are
/// built when they are first read: most commands never read a project, and building them would slow every start.
/// </summary>
public sealed record ProjectLanguage
{
    private readonly Lazy<BuiltInComponents> _components = new(BuiltInComponents.None);
    private readonly Lazy<NodeKinds> _nodes = new(static () => NodeKinds.Standard);
    private readonly Lazy<EventTypes> _events = new(static () => EventTypes.Standard);

    /// <summary>The grammar alone.</summary>
    public ProjectLanguage()
    {
    }

    /// <summary>A language whose tables are built when they are first read.</summary>
    /// <param name="components">Builds <see cref="Components"/>.</param>
    /// <param name="nodes">Builds <see cref="Nodes"/>.</param>
    /// <param name="events">Builds <see cref="Events"/>.</param>
    public ProjectLanguage(Func<BuiltInComponents> components, Func<NodeKinds> nodes, Func<EventTypes> events) =>
        (_components, _nodes, _events) = (new(components), new(nodes), new(events));

    /// <summary>The grammar alone.</summary>
    public static ProjectLanguage Standard { get; } = new();

    /// <summary>Components that steps may use by name.</summary>
    public BuiltInComponents Components
    {
        get => _components.Value;
        init => _components = new(value);
    }

    /// <summary>Kinds of nodes that pipelines may have.</summary>
    public NodeKinds Nodes
    {
        get => _nodes.Value;
        init => _nodes = new(value);
    }

    /// <summary>Events that triggers may wait for and notifications may report.</summary>
    public EventTypes Events
    {
        get => _events.Value;
        init => _events = new(value);
    }

    /// <summary>Names of the executors that steps may select; null where nobody knows them, and no name is questioned.</summary>
    public IReadOnlyList<string>? Executors { get; init; }

    /// <summary>
    /// The pools there are, with their sizes: a step that asks for another, or for one of size 0, is refused where it stands. Null where
    /// they are not known, and nothing is
    /// checked.
    /// </summary>
    public IReadOnlyDictionary<string, int>? Pools { get; init; }

    /// <summary>
    /// The language for files that were accepted earlier: an event type that was removed since must not keep the pipelines of the file from
    /// running.
    /// </summary>
    public ProjectLanguage ForAcceptedFiles() => new(() => Components, () => Nodes, () => Events.TakingAny());
}
