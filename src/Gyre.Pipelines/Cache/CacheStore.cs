using System.Text.Json;
using Gyre.Core;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Schema;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Pipelines.Cache;

/// <summary>A row of <c>cache_entries</c>.</summary>
internal sealed record CacheRow
{
    public const string Columns = "key, pipeline, node, node_path, run, attempt, created_at, hits, last_hit_at, parts, result";

    public Digest Key { get; init; }

    public string Pipeline { get; init; } = "";

    public string Node { get; init; } = "";

    public string NodePath { get; init; } = "";

    public RunId Run { get; init; }

    public AttemptId Attempt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public int Hits { get; init; }

    public DateTimeOffset? LastHitAt { get; init; }

    public string Parts { get; init; } = "";

    public string Result { get; init; } = "";

    public CacheKeyParts ReadParts() => JsonSerializer.Deserialize(Parts, CacheJson.Default.CacheKeyParts)!;

    public ReusedResult ReadResult() => JsonSerializer.Deserialize(Result, PipelinesJson.Default.ReusedResult)!;

    /// <summary>Bytes of the content that the result needs; content that stands in it more than once is stored once.</summary>
    public long SizeInBytes()
    {
        var result = ReadResult();
        var files = result.Outputs.Select(static file => (file.Digest, file.SizeInBytes));
        var artifacts = result.Artifacts.SelectMany(static named => named.Items).SelectMany(static artifact => artifact.Files)
            .Select(static file => (file.Digest, file.SizeInBytes));
        return files.Concat(artifacts).DistinctBy(static content => content.Digest).Sum(static content => content.SizeInBytes);
    }
}

/// <summary>Somebody computes a key at this moment.</summary>
internal sealed record CacheClaim
{
    public Digest Key { get; init; }

    public RunId Run { get; init; }

    public string NodePath { get; init; } = "";
}

/// <summary>What the cache said to a node run, kept for explaining.</summary>
internal sealed record CacheQuestion
{
    public Digest Key { get; init; }

    public string Outcome { get; init; } = "";

    public string Parts { get; init; } = "";

    public CacheKeyParts ReadParts() => JsonSerializer.Deserialize(Parts, CacheJson.Default.CacheKeyParts)!;
}

/// <summary>Statements over the cache's tables, inside a caller's transaction.</summary>
internal static class CacheStore
{
    public static CacheRow? Find(IDbSession session, Digest key) =>
        session.QuerySingleOrDefault<CacheRow>($"SELECT {CacheRow.Columns} FROM cache_entries WHERE key = @key", new { key });

    /// <summary>Whose result a key has, or null.</summary>
    public static AttemptId? AttemptOf(IDbSession session, Digest key) =>
        session.Query<AttemptId>("SELECT attempt FROM cache_entries WHERE key = @key", new { key }) is [var attempt] ? attempt : null;

    public static CacheClaim? Claim(IDbSession session, Digest key) =>
        session.QuerySingleOrDefault<CacheClaim>("SELECT key, run, node_path FROM cache_claims WHERE key = @key", new { key });

    /// <summary>Says that a node run computes a key; false when another does.</summary>
    public static bool TryClaim(IDbSession session, Digest key, RunId run, string path) => session.Execute(
        """
        INSERT INTO cache_claims (key, run, node_path) VALUES (@key, @run, @path)
        ON CONFLICT (key) DO UPDATE SET key = excluded.key WHERE cache_claims.run = excluded.run AND cache_claims.node_path = excluded.node_path
        """,
        new { key, run, path }) == 1;

    public static void ReleaseClaim(IDbSession session, RunId run, string path) =>
        session.Execute("DELETE FROM cache_claims WHERE run = @run AND node_path = @path", new { run, path });

    public static void BreakClaim(IDbSession session, CacheClaim claim) => session.Execute(
        "DELETE FROM cache_claims WHERE key = @Key AND run = @Run AND node_path = @NodePath", claim);

    public static void Put(IDbSession session, RunPlan plan, NodeRun node, CacheKeyParts parts, DateTimeOffset at) => session.Execute(
        $"INSERT INTO cache_entries ({CacheRow.Columns}) " +
        "VALUES (@key, @pipeline, @Node, @Path, @run, @attempt, @at, 0, NULL, @parts, @result) " +
        """
        ON CONFLICT (key) DO UPDATE SET node_path = excluded.node_path, run = excluded.run, attempt = excluded.attempt,
            created_at = excluded.created_at, parts = excluded.parts, result = excluded.result
        """,
        new
        {
            key = parts.Key(),
            pipeline = plan.Pipeline.Name,
            node.Node,
            node.Path,
            run = plan.Run,
            attempt = node.Attempt!.Value,
            at,
            parts = JsonSerializer.Serialize(parts, CacheJson.Default.CacheKeyParts),
            result = JsonSerializer.Serialize(new ReusedResult(node.Attempt.Value, node.Metadata, node.Outputs) { Results = node.Results, Artifacts = node.OutputArtifacts }, PipelinesJson.Default.ReusedResult),
        });

    public static void CountHit(IDbSession session, Digest key, DateTimeOffset at) =>
        session.Execute("UPDATE cache_entries SET hits = hits + 1, last_hit_at = @at WHERE key = @key", new { key, at });

    public static void Forget(IDbSession session, Digest key) => session.Execute("DELETE FROM cache_entries WHERE key = @key", new { key });

    public static void Remember(IDbSession session, RunId run, string path, CacheOutcome outcome, CacheKeyParts parts) => session.Execute(
        """
        INSERT INTO cache_questions (run, node_path, key, outcome, parts) VALUES (@run, @path, @key, @outcome, @parts)
        ON CONFLICT (run, node_path) DO UPDATE SET key = excluded.key, outcome = excluded.outcome, parts = excluded.parts
        """,
        new { run, path, key = parts.Key(), outcome = outcome.ToString(), parts = JsonSerializer.Serialize(parts, CacheJson.Default.CacheKeyParts) });

    public static CacheQuestion? Question(IDbSession session, RunId run, string path) => session.QuerySingleOrDefault<CacheQuestion>(
        "SELECT key, outcome, parts FROM cache_questions WHERE run = @run AND node_path = @path", new { run, path });

    /// <summary>
    /// Earlier results of a node in other runs, the newest first; where results are shared between pipelines and this one has none, those
    /// of nodes of its name.
    /// </summary>
    public static IReadOnlyList<CacheRow> Nearby(IDbSession session, RunPlan plan, string node)
    {
        var own = session.Query<CacheRow>(
            $"SELECT {CacheRow.Columns} FROM cache_entries WHERE pipeline = @pipeline AND node = @node AND run <> @run ORDER BY created_at DESC LIMIT 50",
            new { pipeline = plan.Pipeline.Name, node, run = plan.Run });
        return own.Count > 0 || plan.Pipeline.CacheScope is null or CacheScope.Pipeline
            ? own
            : session.Query<CacheRow>(
                $"SELECT {CacheRow.Columns} FROM cache_entries WHERE node = @node AND run <> @run ORDER BY created_at DESC LIMIT 50",
                new { node, run = plan.Run });
    }

    public static IReadOnlyList<CacheRow> List(IDbSession session, int limit, string? pipeline) => session.Query<CacheRow>(
        $"SELECT {CacheRow.Columns} FROM cache_entries WHERE @pipeline IS NULL OR pipeline = @pipeline ORDER BY created_at DESC, key LIMIT @limit",
        new { pipeline, limit });

    /// <summary>Entries of nodes of a pipeline, the newest first.</summary>
    public static IReadOnlyList<CacheRow> OfNodes(IDbSession session, string pipeline, IReadOnlyList<string> nodes) =>
    [
        .. nodes.Chunk(500).SelectMany(chunk => session.Query<CacheRow>(
            $"SELECT {CacheRow.Columns} FROM cache_entries WHERE pipeline = @pipeline AND node IN @nodes ORDER BY created_at DESC, key", new { pipeline, nodes = chunk })),
    ];

    public static int Clear(IDbSession session, string? pipeline) =>
        session.Execute("DELETE FROM cache_entries WHERE @pipeline IS NULL OR pipeline = @pipeline", new { pipeline });
}
