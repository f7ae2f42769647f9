using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Server.Http;
using Gyre.Server.Security;

namespace Gyre.Server.Features.Runs;

/// <summary>Finds the run that a route is about, if it is the caller's to see.</summary>
internal static class RunAccess
{
    /// <summary>A step sees its own run and those it started; of all others it does not even learn whether they are.</summary>
    public static async Task<(RunView? Run, ProblemResult? Refusal)> FindAsync(HttpContext context, IRuns runs, string text, CancellationToken cancellationToken)
    {
        var known = GuidIds.TryParse<RunId>(text, out var id) ? await runs.FindAsync(id, cancellationToken) : null;
        if (context.Caller() is StepCaller step && (known is null || (known.Id != step.Run && known.Parent != step.Run)))
            return (null, Problems.Forbidden("auth.step", "A step's token can only read its own run and the runs it started."));
        return known is null ? (null, Problems.NotFound("run", text)) : (known, null);
    }
}
