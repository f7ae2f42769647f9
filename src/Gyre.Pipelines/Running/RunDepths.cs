using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Pipelines.Running;

/// <summary>How deep runs stand in lines of runs that trigger each other. Runs that are in no such line have no row.</summary>
internal static class RunDepths
{
    public static void Put(IDbSession session, RunId run, int depth) =>
        session.Execute("INSERT INTO run_depths (run, depth) VALUES (@run, @depth) ON CONFLICT (run) DO NOTHING", new { run, depth });

    /// <summary>What a run starts stands as deep as it does: it goes on with the same work.</summary>
    public static void Inherit(IDbSession session, RunId run, RunId parent)
    {
        if (Of(session, parent) is > 0 and var depth)
            Put(session, run, depth);
    }

    public static int Of(IDbSession session, RunId run) =>
        session.QuerySingleOrDefault<int>("SELECT depth FROM run_depths WHERE run = @run", new { run });

    /// <summary>Of the run that caused an event; 0 when none that was triggered did.</summary>
    public static int OfCause(IDbSession session, string subject, MapValue data)
    {
        var named = data.Find("run") is TextValue text ? text.Text : subject.StartsWith("run/", StringComparison.Ordinal) ? subject["run/".Length..] : null;
        if (GuidIds.TryParse<RunId>(named, out var run))
            return Of(session, run);
        return subject.StartsWith("cycle/", StringComparison.Ordinal) && GuidIds.TryParse<CycleId>(subject["cycle/".Length..], out var cycle)
            ? session.QuerySingleOrDefault<int>("SELECT COALESCE(MAX(depth), 0) FROM run_depths JOIN runs ON runs.id = run_depths.run WHERE runs.cycle = @cycle", new { cycle })
            : 0;
    }
}
