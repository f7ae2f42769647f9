using System.Collections.Immutable;
using Gyre.Tracking;

namespace Gyre.Server.Security.Steps;

/// <summary>Lineage for a step: what it may read, without what leads to others.</summary>
internal sealed class StepLineage(ILineage all, StepJudge judge) : ILineage
{
    public async Task<LineageView> FindAsync(LineageKind kind, string id, CancellationToken cancellationToken)
    {
        if (ThingOf(kind) is { } thing)
            await judge.DemandAsync(thing, id, cancellationToken);
        var found = await all.FindAsync(kind, id, cancellationToken);
        return found with
        {
            MadeFrom = await AmongAsync(found.MadeFrom, cancellationToken),
            LedTo = await AmongAsync(found.LedTo, cancellationToken),
        };
    }

    private async Task<ImmutableArray<LineageLink>> AmongAsync(ImmutableArray<LineageLink> links, CancellationToken cancellationToken)
    {
        var hidden = new HashSet<LineageLink>();
        foreach (var group in links.GroupBy(static link => link.Kind))
        {
            if (ThingOf(group.Key) is not { } thing)
                continue;
            var seen = await judge.AmongAsync(thing, [.. group.Select(static link => link.Id)], cancellationToken);
            hidden.UnionWith(group.Where(link => !seen.Contains(link.Id)));
        }
        return [.. links.Where(link => !hidden.Contains(link))];
    }

    /// <summary>Null for data, which belongs to nobody, and for what the engine recorded about the run itself.</summary>
    private static Thing? ThingOf(LineageKind kind) => kind switch
    {
        LineageKind.Run => Thing.Run,
        LineageKind.LoggedModel => Thing.LoggedModel,
        LineageKind.ModelVersion => Thing.Version,
        _ => null,
    };
}
