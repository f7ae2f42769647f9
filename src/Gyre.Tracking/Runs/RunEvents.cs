using System.Text.Json.Nodes;
using Gyre.Storage;

namespace Gyre.Tracking.Runs;

/// <summary>
/// What happens to runs themselves, for the event log: made, changed, deleted, restored, ended. What is logged to them is not noted there: it would be as much again
/// as is logged (see <see cref="RunSignals"/>).
/// </summary>
internal static class RunEvents
{
    private const string Created = "tracking.run-created";
    private const string Changed = "tracking.run-changed";

    public static void AppendCreated(IDbSession session, RunRow run, DateTimeOffset at) => Append(session, Created, run, at);

    /// <param name="session">The transaction of the change.</param>
    /// <param name="run">As it is after the change.</param>
    /// <param name="at">Now.</param>
    public static void AppendChanged(IDbSession session, RunRow run, DateTimeOffset at) => Append(session, Changed, run, at);

    private static void Append(IDbSession session, string type, RunRow run, DateTimeOffset at)
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
