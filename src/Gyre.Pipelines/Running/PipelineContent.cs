using System.Runtime.CompilerServices;
using System.Text.Json;
using Gyre.Core;
using Gyre.Pipelines.Code;
using Gyre.Pipelines.Schema;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Pipelines.Running;

/// <summary>
/// The content that this module keeps: results in the cache, files in the catalog, and of every run its code, its inputs and what it left behind. Every digest that
/// stands in a stored document counts, whatever stands for, so that a document may grow without this being told. The cache is asked first: what a run takes from it
/// meanwhile is with the run when that is asked.
/// </summary>
internal sealed class PipelineContent(IDatabase database, CodeSnapshots snapshots) : IContentUser
{
    private const int PageSize = 1000;
    private const int RunsAtOnce = 50;

    public async IAsyncEnumerable<Digest> InUseAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var text in PagesAsync("SELECT key AS id, result AS document FROM cache_entries WHERE key > @after ORDER BY key LIMIT @most", PageSize, cancellationToken))
        {
            foreach (var digest in Digest.FindAll(text))
                yield return digest;
        }
        await foreach (var text in PagesAsync("SELECT id, digest AS document FROM catalog_files WHERE id > @after ORDER BY id LIMIT @most", PageSize, cancellationToken))
            yield return Digest.Parse(text);
        await foreach (var text in PagesAsync("SELECT id, definition AS document FROM cycles WHERE id > @after ORDER BY id LIMIT @most", PageSize, cancellationToken))
        {
            foreach (var digest in Digest.FindAll(text))
                yield return digest;
        }
        var trees = new HashSet<Digest>();
        await foreach (var plan in PagesAsync("SELECT run AS id, plan AS document FROM run_plans WHERE run > @after ORDER BY run LIMIT @most", RunsAtOnce, cancellationToken))
        {
            foreach (var digest in Digest.FindAll(plan))
                yield return digest;
            foreach (var code in TreesOf(plan).Where(trees.Add))
            {
                foreach (var file in await FilesOfAsync(code, cancellationToken))
                    yield return file;
            }
        }
        await foreach (var run in PagesAsync("SELECT id, id AS document FROM runs WHERE id > @after ORDER BY id LIMIT @most", PageSize, cancellationToken))
        {
            var nodes = await database.ReadAsync(session => session.Query<string>("SELECT document FROM node_runs WHERE run = @run", new { run }), cancellationToken);
            foreach (var digest in nodes.SelectMany(Digest.FindAll))
                yield return digest;
        }
    }

    /// <param name="sql">Gives rows of <c>id</c> and <c>document</c> after one, by id.</param>
    /// <param name="most">Rows at once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private async IAsyncEnumerable<string> PagesAsync(string sql, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var after = ""; ;)
        {
            var from = after;
            var rows = await database.ReadAsync(session => session.Query<Row>(sql, new { after = from, most }), cancellationToken);
            foreach (var row in rows)
                yield return row.Document;
            if (rows.Count < most)
                yield break;
            after = rows[^1].Id;
        }
    }

    /// <summary>The code of the run and of steps that are taken from other revisions, and inputs that are trees.</summary>
    private static IEnumerable<Digest> TreesOf(string plan)
    {
        var read = JsonSerializer.Deserialize(plan, PipelinesJson.Default.RunPlan)!;
        yield return read.Code;
        foreach (var earlier in read.EarlierCode)
            yield return earlier;
        foreach (var revision in read.Pipeline.Graph.Nodes.OfType<StepNode>().Select(node => node.Step.Revision).OfType<StepRevision>())
            yield return revision.Code;
        foreach (var tree in read.Defaults.Values.SelectMany(static files => files).Where(static file => file.IsTree))
            yield return tree.Digest;
    }

    private async Task<IEnumerable<Digest>> FilesOfAsync(Digest code, CancellationToken cancellationToken)
    {
        try
        {
            return (await snapshots.ReadAsync(code, cancellationToken)).Files.Select(file => file.Digest);
        }
        catch (Exception exception) when (exception is BlobMissingException or BlobCorruptException)
        {
            // Nobody can tell any more what was in it, and so nobody can need it.
            return [];
        }
    }

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Document { get; init; } = "";
    }
}
