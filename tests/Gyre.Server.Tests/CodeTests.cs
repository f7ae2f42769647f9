using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Execution;

namespace Gyre.Server.Tests;

/// <summary>Code is uploaded by digest and checked whole before a run is accepted with it.</summary>
public sealed class CodeTests : IAsyncLifetime
{
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync(
        ) => _home = await ServerHome.StartAsync(new ServeOptions { Port = 0, Limits = new ServeLimits { MaxUploadInBytes = 1 << 16 } });

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task Only_what_the_store_lacks_is_asked_for_and_a_run_starts_with_the_tree()
    {
        var (yaml, extra) = (Digest.Of(ServerHome.Yaml), Digest.Of("extra"));
        var tree = new CodeTree([new CodeFile("gyre.yaml", yaml, false), new CodeFile("sub/extra.txt", extra, true)]).ToText();
        await UploadAsync(extra, "extra");
        var asked = await _home.PostAsync("/api/v1/artifacts/missing", $$"""{"digests": ["{{yaml}}", "{{extra}}", "{{yaml}}"]}""");
        asked.As<MissingContentInfo>().Missing.ShouldBe([yaml]);
        (await UploadAsync(yaml, ServerHome.Yaml)).Status.ShouldBe(HttpStatusCode.Created);
        (await UploadAsync(Digest.Of(tree), tree)).As<StoredContentInfo>().Size.ShouldBe(tree.Length);

        var body = $$$"""
            {"code": {"tree": "{{{Digest.Of(tree)}}}", "project_name": "mine", "commit": "{{{new string('a', 40)}}}", "dirty": true},
             "pipeline": "main", "seed": 7, "concurrency": {"jobs": 2, "pools": {"gpu": 1}}, "turns": {"max_iterations": 3}}
            """;
        (await _home.PostAsync("/api/v1/runs", body)).Status.ShouldBe(HttpStatusCode.Created);
        var started = _home.Engine.Started.ShouldHaveSingleItem();
        started.Code.ShouldBe(Digest.Of(tree));
        started.Folder.ShouldBeEmpty();
        (started.ProjectName, started.Seed, started.Limits.MaxIterations).ShouldBe(("mine", 7L, 3));
        started.CodeOrigin.ShouldBe(new Gyre.Pipelines.CodeOrigin { Commit = new string('a', 40), Dirty = true });
        started.Concurrency!.Jobs.ShouldBe(2);
        started.Concurrency.Pools.ShouldBe([new PoolSize("gpu", 1)]);
        (await _home.PostAsync("/api/v1/runs/plan", body)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Content_with_another_digest_or_beyond_the_limit_is_not_stored()
    {
        (await UploadAsync(Digest.Of("a"), "b")).ShouldBeProblem(400, "artifact.mismatch");
        (await UploadAsync(Digest.Of("a"), "")).ShouldBeProblem(400, "artifact.mismatch");
        (await _home.Blobs.FindAsync(Digest.Of("b"), Cancel)).ShouldBeNull();
        var large = new string('x', (1 << 16) + 1);
        (await UploadAsync(Digest.Of(large), large)).ShouldBeProblem(413, "http.too-large");
        (await _home.Blobs.FindAsync(Digest.Of(large), Cancel)).ShouldBeNull();
        var many = string.Join(',', Enumerable.Repeat($"\"{Digest.Of("a")}\"", MissingContentRequest.MaxDigests + 1));
        (await _home.PostAsync("/api/v1/artifacts/missing", $$"""{"digests": [{{many}}]}""")).ShouldBeProblem(400, "artifact.too-many");
    }

    [Theory]
    [InlineData("not a tree", "code.tree")]
    [InlineData("gyre-tree 1\n- DIGEST ../gyre.yaml\n", "path.invalid")]
    [InlineData("gyre-tree 1\n- DIGEST /etc/passwd\n", "path.invalid")]
    [InlineData("gyre-tree 1\n- DIGEST b\n- DIGEST a\n", "code.tree")]
    [InlineData("gyre-tree 1\n- DIGEST a\n- DIGEST a\n", "code.tree")]
    [InlineData("gyre-tree 1\n- DIGEST a\n- DIGEST a/b\n", "code.tree")]
    [InlineData("gyre-tree 1\n- DIGEST gyre.yaml", "code.tree")]
    [InlineData("gyre-tree 1\n- DIGEST other.txt\n", "project.missing")]
    [InlineData("gyre-tree 1\n- LACKING gyre.yaml\n", "code.missing")]
    [InlineData("gyre-tree 1\n- TEXT gyre.yaml\n", "structure.type")]
    public async Task A_tree_that_is_none_starts_nothing(string text, string code)
    {
        await UploadAsync(Digest.Of(ServerHome.Yaml), ServerHome.Yaml);
        await UploadAsync(Digest.Of("text"), "text");
        var tree = text.Replace("DIGEST", Digest.Of(ServerHome.Yaml).ToString(), StringComparison.Ordinal)
            .Replace("LACKING", Digest.Of("lacking").ToString(), StringComparison.Ordinal)
                .Replace("TEXT", Digest.Of("text").ToString(), StringComparison.Ordinal);
        await UploadAsync(Digest.Of(tree), tree);
        (await StartAsync(Digest.Of(tree), "mine")).ShouldBeProblem(400, code);
        _home.Engine.Started.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"pipeline": "main", "project": "x", "code": {"tree": "TREE", "project_name": "mine"}}""", "run.project")]
    [InlineData("""{"pipeline": "main", "code": {"tree": "TREE", "project_name": "a/b"}}""", "project.name")]
    [InlineData("""{"pipeline": "main", "code": {"tree": "TREE", "project_name": "mine", "commit": "abc"}}""", "code.commit")]
    [InlineData("""{"pipeline": "main", "code": CODE, "concurrency": {"jobs": 0}}""", "jobs.count")]
    [InlineData("""{"pipeline": "main", "code": CODE, "concurrency": {"pools": {"a b": 1}}}""", "pool.name")]
    [InlineData("""{"pipeline": "main", "code": CODE, "concurrency": {"pools": {"gpu": -1}}}""", "pool.size")]
    [InlineData("""{"pipeline": "main", "code": CODE, "turns": {"max_executions": 0}}""", "turns.max-executions")]
    public async Task Bad_input_is_named(string body, string code)
    {
        const string Code = """{"tree": "TREE", "project_name": "mine"}""";
        var asked = body.Replace("CODE", Code, StringComparison.Ordinal)
            .Replace("TREE", Digest.Of("x").ToString(), StringComparison.Ordinal);
        (await _home.PostAsync("/api/v1/runs", asked)).ShouldBeProblem(400, code);
        _home.Engine.Started.ShouldBeEmpty();
    }

    private Task<Answer> StartAsync(Digest tree, string name) =>
        _home.PostAsync("/api/v1/runs", $$"""{"code": {"tree": "{{tree}}", "project_name": "{{name}}" }, "pipeline": "main"}""");

    private async Task<Answer> UploadAsync(Digest digest, string text)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var response = await _home.Client.PutAsync($"/api/v1/artifacts/{digest}", content, Cancel);
        var body = await response.Content.ReadAsByteArrayAsync(Cancel);
        return new Answer(response.StatusCode, body, response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }
}
