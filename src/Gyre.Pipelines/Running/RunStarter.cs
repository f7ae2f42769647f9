using Gyre.Core;
using Gyre.Pipelines.Schema;
using Gyre.Storage;

namespace Gyre.Pipelines.Running;

/// <summary>Starts runs inside transactions of other modules.</summary>
internal sealed class RunStarter(RunAcceptance acceptance) : IRunStarter
{
    public async Task<PreparedRun> PrepareAsync(StartRun request, CancellationToken cancellationToken) =>
        new(await acceptance.PrepareAsync(request, cancellationToken));

    public RunId Keep(IDbSession session, PreparedRun run, string key, int depth)
    {
        if (RunStore.FindByKey(session, key) is { } known)
            return known.Id;
        acceptance.Store(session, run.Run, key);
        if (depth > 0)
            RunDepths.Put(session, run.Run.Plan.Run, depth);
        return run.Run.Plan.Run;
    }
}
