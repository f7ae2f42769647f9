using System.Net;
using Gyre.Server.Http;

namespace Gyre.Server.Tests;

/// <summary>What a refusal repeats of a request.</summary>
public sealed class QuoteTests : IAsyncLifetime
{
    private static readonly string Long = new('x', 100_000);
    private ServerHome _home = null!;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    public static TheoryData<string, string, string> Requests => new()
    {
        { "POST", "/api/2.0/mlflow/runs/log-metric", """{"run_id": "LONG", "key": "k", "value": 1, "timestamp": 1}""" },
        { "POST", "/api/2.0/mlflow/runs/update", """{"run_id": "LONG"}""" },
        { "POST", "/api/2.0/mlflow/runs/update", """{"run_id": "x", "status": "LONG"}""" },
        { "POST", "/api/2.0/mlflow/experiments/delete", """{"experiment_id": "LONG"}""" },
        { "POST", "/api/2.0/mlflow/experiments/create", """{"name": "LONG"}""" },
        { "POST", "/api/2.0/mlflow/runs/search", """{"experiment_ids": ["0"], "filter": "LONG"}""" },
        { "POST", "/api/2.0/mlflow/runs/search", """{"experiment_ids": ["0"], "filter": "params.a = 'LONG"}""" },
        { "POST", "/api/2.0/mlflow/runs/search", """{"experiment_ids": ["0"], "order_by": ["LONG"]}""" },
        { "POST", "/api/2.0/mlflow/runs/search", """{"experiment_ids": ["0"], "max_results": [LONGNUMBERS]}""" },
        { "POST", "/api/2.0/mlflow/registered-models/create", """{"name": "LONG/"}""" },
        { "POST", "/api/2.0/mlflow/registered-models/alias", """{"name": "LONG", "alias": "a", "version": "1"}""" },
        { "POST", "/api/2.0/mlflow/registered-models/alias", """{"name": "n", "alias": "a", "version": "LONG"}""" },
        { "POST", "/api/2.0/mlflow/model-versions/create", """{"name": "n", "source": "/LONG"}""" },
        { "POST", "/api/2.0/mlflow/logged-models", """{"experiment_id": "0", "name": "LONG/"}""" },
        { "POST", "/api/3.0/mlflow/traces/batchGetInfos", """{"trace_ids": "LONG"}""" },
        { "POST", "/api/2.0/mlflow/traces/link-to-run", """{"run_id": "LONG", "trace_ids": ["a"]}""" },
        { "POST", "/api/v1/runs", """{"project": "LONG", "pipeline": "p"}""" },
        { "POST", "/api/v1/runs", """{"LONG": 1}""" },
        { "POST", "/api/v1/runs", """{"LONG": 1, "LONG": 2}""" },
        { "POST", "/api/v1/projects", """{"folder": "/LONG"}""" },
        { "POST", "/api/v1/tracking/runs/search", """{"filter": "LONG"}""" },
        { "PUT", "/api/v1/triggers", """{"project": "LONG"}""" },
        { "POST", "/api/v1/cache/invalidate", """{"run_id": "LONG", "node": "n"}""" },
        { "POST", "/api/v0/pipelines/", """{"project": "LONG"}""" },
        { "POST", "/api/v0/pipelines/", """{"project": "LONG", "nodes": [{"name": "LONG", "type": "LONG"}], "edges": [["LONG", "LONG"]]}""" },
        { "GET", "/api/v1/runs/SHORT", "" },
        { "GET", "/api/v1/runs?limit=SHORT", "" },
        { "GET", "/api/v1/runs?SHORT=1", "" },
        { "GET", "/api/v1/events?type=SHORT", "" },
        { "GET", "/api/2.0/mlflow/runs/get?run_id=SHORT", "" },
        { "GET", "/api/2.0/mlflow-artifacts/artifacts/SHORT", "" },
        { "GET", "/api/v1/tracking/lineage/SHORT/x", "" },
        { "GET", "/api/v0/pipelines/SHORT/", "" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_refusal_quotes_at_most_200_characters(string method, string path, string body)
    {
        var numbers = string.Join(',', Enumerable.Repeat("1", 50_000));
        var json = body.Replace("LONGNUMBERS", numbers, StringComparison.Ordinal).Replace("LONG", Long, StringComparison.Ordinal);
        var answer = await _home.SendAsync(
            new HttpMethod(method), path.Replace("SHORT", Long[..3000], StringComparison.Ordinal), body.Length == 0 ? null : json);
        ((int)answer.Status).ShouldBeInRange(200, 499, answer.Text[..Math.Min(500, answer.Text.Length)]);
        answer.Text.ShouldNotContain(new string('x', Quotes.MaxLength + 1));
        answer.Text.ShouldNotContain(string.Join(',', Enumerable.Repeat("1", Quotes.MaxLength)));
        answer.Text.Length.ShouldBeLessThan(6000);
    }

    [Fact]
    public void A_message_is_cut_where_something_long_was_given()
    {
        Quotes.Bound("short").ShouldBe("short");
        var given = new string('a', 300);
        Quotes.Bound($"No run '{given}' exists.").ShouldBe($"No run '{given[..199]}...' exists.");
        Quotes.Bound($"Run id={given} not found").ShouldBe($"Run id={given[..197]}... not found");
        var words = string.Join(' ', Enumerable.Repeat("a", 300));
        Quotes.Bound($"No run '{words}' exists.").ShouldBe($"No run '{words[..199]}...' exists.");
        Quotes.Bound(string.Join(' ', Enumerable.Repeat("ab", 5000))).Length.ShouldBeLessThan(1100);
        var surrogates = string.Concat(Enumerable.Repeat("\U0001F600", 300));
        Quotes.Bound($"'{surrogates}'").EnumerateRunes().ShouldNotContain(System.Text.Rune.ReplacementChar);
        Quotes.Shorten(surrogates).EnumerateRunes().ShouldNotContain(System.Text.Rune.ReplacementChar);
    }
}
