using Gyre.Learning;
using Gyre.Serving.Schema;
using Gyre.Storage;

namespace Gyre.Serving.Decisions;

/// <summary>Looks at slates and activates held ones.</summary>
internal sealed class SlateDesk(IDatabase database, TimeProvider clock)
{
    public Task<Slate?> FindAsync(string deployment, string slate, CancellationToken cancellationToken) =>
        database.ReadAsync(session => Find(session, deployment, slate)?.ToSlate(), cancellationToken);

    public async Task<bool> ActivateAsync(string deployment, string slate, CancellationToken cancellationToken)
    {
        // Most are active already, and reading does not hold up the writer.
        var found = await database.ReadAsync(session => Find(session, deployment, slate), cancellationToken);
        return found?.Held is null
            ? found is not null
            : await database.WriteAsync(session => Activate(session, deployment, slate), cancellationToken);
    }

    private SlateRow? Find(IDbSession session, string deployment, string slate) =>
        DeploymentTable.Find(session, deployment) is { } row
        && SlateTable.Find(session, row.Number, slate) is { } found && !found.IsOver(clock.GetUtcNow())
            ? found
            : null;

    private bool Activate(IDbSession session, string deployment, string id)
    {
        if (Find(session, deployment, id) is not { } slate)
            return false;
        if (slate.Held is null)
            return true;
        var rows = slate.ReadHeld();
        if (DecisionTable.Find(session, slate.Deployment, rows.Select(static row => row.Id)).FirstOrDefault() is { } other)
        {
            throw new ServingConflictException(
                "decision.id-taken", $"The decision '{other.Id}' was logged with other content since.", "Decide again with another id.");
        }
        SlateTable.Activate(session, slate.Deployment, id);
        DecisionTable.Insert(session, rows);
        BookTable.Add(session, slate.Deployment, new RewardBooks { Decisions = rows.Length, Pending = rows.Length });
        return true;
    }
}
