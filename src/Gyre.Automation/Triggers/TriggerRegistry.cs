using Gyre.Core;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Automation.Triggers;

/// <summary>Makes triggers what their project declares, inside one transaction.</summary>
/// <param name="session">The transaction.</param>
/// <param name="ids">New ids.</param>
/// <param name="now">Now.</param>
/// <param name="lastEvent">What is new or begins anew is told of events after this one.</param>
internal sealed class TriggerRegistry(IDbSession session, IdSource ids, DateTimeOffset now, long lastEvent)
{
    public void Register(Project project, string name, string folder)
    {
        var before = TriggerStore.List(session, name).ToDictionary(row => row.Name, StringComparer.Ordinal);
        RefuseOthers(before.Values, name, folder);
        foreach (var row in before.Values.Where(row => project.Triggers.All(trigger => trigger.Name != row.Name)))
            TriggerStore.Remove(session, row.Id);
        foreach (var trigger in project.Triggers)
        {
            var definition = TriggerRow.Write(trigger);
            if (!before.TryGetValue(trigger.Name, out var row))
                Add(trigger, definition, name, folder);
            else if (row.Definition != definition)
            {
                var watches = TriggerSources.ConditionOf(trigger.Source).Watches;
                BeginAnew(row with { Definition = definition, Folder = folder, Watches = watches, ChangedAt = now }, dropCounts: true);
            }
            else if (row.Folder != folder)
                TriggerStore.Update(session, row with { Folder = folder });
        }
    }

    public bool Enable(TriggerRow row, bool enabled)
    {
        if (enabled && !row.ReadDefinition().Enabled)
            throw new InvalidInputException(
                "trigger.declared-off",
                $"Trigger '{row.Name}' is disabled in the project file.",
                "Remove 'enabled: false' from the file and register the project's triggers again.");
        if (enabled && row is { Enabled: true, SetAside: null })
            return true;
        if (enabled)
        {
            BeginAnew(row with { Enabled = true }, dropCounts: false);
            return true;
        }
        var off = row with { Enabled = false, Revision = row.Revision + 1 };
        var desk = new TriggerDesk(session, off, off.ReadPlan(), ids, now);
        desk.Tell(new TimeReached(now));
        desk.Save();
        return true;
    }

    private void Add(Trigger trigger, string definition, string project, string folder)
    {
        var row = new TriggerRow
        {
            Id = new TriggerId(GuidIds.FromNames("trigger", project, trigger.Name)),
            Project = project,
            Name = trigger.Name,
            Folder = folder,
            Definition = definition,
            Revision = 1,
            Enabled = true,
            State = TriggerRow.Write(TriggerState.Empty with { LastSequence = lastEvent }),
            Watches = TriggerSources.ConditionOf(trigger.Source).Watches,
            EventCursor = lastEvent,
            CreatedAt = now,
            ChangedAt = now,
        };
        TriggerStore.Insert(session, row);
        var desk = new TriggerDesk(session, row, row.ReadPlan(), ids, now);
        desk.Tell(new TimeReached(now));
        desk.Save();
    }

    /// <summary>What happened up to now, and was not decided about, is not made up for.</summary>
    private void BeginAnew(TriggerRow row, bool dropCounts)
    {
        var state = row.ReadState();
        state = state with { LastSequence = Math.Max(state.LastSequence, lastEvent), Counters = dropCounts ? [] : state.Counters };
        var next = row with { Revision = row.Revision + 1, State = TriggerRow.Write(state) };
        var desk = new TriggerDesk(session, next, next.ReadPlan(), ids, now);
        desk.Tell(new TakenUp(now));
        desk.Save();
    }

    /// <summary>Two folders with one name would take each other's triggers away. A folder that was moved may.</summary>
    private static void RefuseOthers(IEnumerable<TriggerRow> rows, string name, string folder)
    {
        if (rows.FirstOrDefault(row => row.Folder != folder && TriggerProject.Find(row.Folder) is not null) is { } other)
        {
            throw new InvalidInputException(
                "trigger.project-taken", $"The triggers of project '{name}' are registered from another folder, {other.Folder}.", "Use another project name, or remove those triggers first.");
        }
    }
}
