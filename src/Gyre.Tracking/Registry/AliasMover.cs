using System.Text.Json.Nodes;
using Gyre.Core.Events;
using Gyre.Storage;

namespace Gyre.Tracking.Registry;

/// <summary>Moves an alias with its record and its event, in a caller's transaction.</summary>
internal static class AliasMover
{
    public static AliasMove Move(IDbSession session, string model, NewAliasMove move, DateTimeOffset at)
    {
        RegistryRules.CheckName(model);
        RegistryRules.CheckMove(move);
        var number = ModelTable.Require(session, model).Number;
        var row = VersionTable.Require(session, model, move.Version);
        var previous = ModelTable.VersionOf(session, number, move.Alias);
        ModelTable.PointAlias(session, number, move.Alias, move.Version);
        var made = new AliasMove
        {
            Alias = move.Alias,
            From = previous,
            To = move.Version,
            Reason = move.Reason,
            Evidence = move.Evidence,
            By = move.By,
            At = at,
        };
        if (previous != move.Version || move.Reason is not null)
            AliasMoveTable.Insert(session, number, made);
        var data = new JsonObject { ["alias"] = move.Alias, ["version"] = move.Version, ["previous"] = previous };
        var isPrompt = RegistryService.IsPrompt(session, number);
        RegistryLog.Append(session, RegistryEvents.AliasMoved, model, isPrompt, at, RegistryLog.WithCause(session, data, row.RunId));
        return made;
    }
}
