using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Automation.Triggers.Sources.Events;

/// <summary>Events of a type make it occur, so many at a time.</summary>
internal sealed class EventCondition(EventSource source) : ISourceCondition
{
    public string? Watches => source.Type;

    public int Count => source.Count;

    public TimeSpan? Window => source.Window;

    public bool IsMet(string type, MapValue data) => type == source.Type;
}
