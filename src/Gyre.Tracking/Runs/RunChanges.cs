using System.Text.Json.Nodes;
using Gyre.Core.Events;
using Gyre.Storage;

namespace Gyre.Tracking.Runs;

/// <summary>
/// What happens to runs themselves, for the event log: made, changed, deleted, restored, ended. What is logged to them is not noted there: it would be as much again
/// as is logged (see <see cref="RunSignals"/>).
/// </summary>
internal static class RunChanges
{
    public static void AppendCreated(IDbSession session, RunRow run, DateTimeOffset at) =>
        Append(session, TrackingEvents.RunCreated, run, at);

    /// <param name="session">The transaction of the change.</param>
    /// <param name="run">As it is after the change.</param>
    /// <param name="at">Now.</param>
    public static void AppendChanged(IDbSession session, RunRow run, DateTimeOffset at) =>
        Append(session, TrackingEvents.RunChanged, run, at);

    private static void Append(IDbSession session, EventType type, RunRow run, DateTimeOffset at)
    {
        var data = new JsonObject
        {
            ["run_id"] = run.RunId,
            ["experiment"] = run.Experiment,
            ["name"] = run.Name,
            ["status"] = run.ToInfo().Status.ToString().ToLowerInvariant(),
            ["stage"] = run.LifecycleStage,
        };
        session.Append(new NewEvent(type, $"tracking-run/{run.RunId}", at, data.ToJsonString()));
    }
}
