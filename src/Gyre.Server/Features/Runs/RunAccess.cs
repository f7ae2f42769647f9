using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Gyre.Tracking;

namespace Gyre.Server.Features.Runs;

/// <summary>Finds the run that a route is about, if it is the caller's to see.</summary>
internal static class RunAccess
{
    /// <summary>A step sees the runs of its project; of all others it does not even learn whether they are.</summary>
    public static async Task<(RunView? Run, ProblemResult? Refusal)> FindAsync(HttpContext context, IRuns runs, string text, CancellationToken cancellationToken)
    {
        var known = GuidIds.TryParse<RunId>(text, out var id) ? await runs.FindAsync(id, cancellationToken) : null;
        if (context.Judge() is { } judge
            && (known is null || !judge.May(Thing.PipelineRun, new Owner(known.Project, known.Id.ToString()))))
            return (null, Problems.Forbidden("auth.step", "A step's token can only read the runs of its own project."));
        return known is null ? (null, Problems.NotFound("run", text)) : (known, null);
    }
}
