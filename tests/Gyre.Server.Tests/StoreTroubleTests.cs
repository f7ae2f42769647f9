using System.Net;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Server.Tests;

/// <summary>Uploads while the artifact store cannot store.</summary>
public sealed class StoreTroubleTests : IAsyncLifetime
{
    private TroubledBlobs _blobs = null!;
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Troubles => new()
    {
        { "away", "artifacts.unavailable" },
        { "no space", "store.full" },
        { "over quota", "store.full" },
        { "windows without space", "store.full" },
        { "read-only", "store.read-only" },
        { "refuses", "store.failed" },
        { "broken disk", "store.failed" },
    };

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync(artifacts: inner => _blobs = new TroubledBlobs(inner));

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task An_upload_that_cannot_be_stored_may_be_sent_again(string trouble, string code)
    {
        var run = (await _home.Services.Tracking.Runs.CreateAsync(new NewTrackingRun { Experiment = 0 }, Cancel)).Info;
        var upload = await _home.Services.Tracking.Uploads.CreateAsync(run.ArtifactUri, "big", 1, Cancel);
        _blobs.Failure = FailureOf(trouble);
        var answers = new[]
        {
            await _home.SendAsync(HttpMethod.Put, $"/api/2.0/mlflow-artifacts/artifacts/0/{run.RunId}/artifacts/a.txt", "1"),
            await _home.PostAsync($"/ajax-api/2.0/mlflow/upload-artifact?run_id={run.RunId}&path=b.txt", "1"),
        };
        foreach (var answer in answers)
        {
            answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable, answer.Text);
            int.Parse(answer.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(0);
            answer.Text.ShouldNotContain("MARK");
        }
        code.ShouldNotBeEmpty();
        _blobs.Failure = null;
        (await _home.SendAsync(HttpMethod.Put, $"/api/2.0/mlflow-artifacts/artifacts/0/{run.RunId}/artifacts/a.txt",
            "1")).Status.ShouldBe(HttpStatusCode.OK);
        upload.Parts.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_trouble_of_the_store_has_a_code_of_its_own(string trouble, string code)
    {
        _home.Engine.Broken = FailureOf(trouble);
        var answer = await _home.GetAsync($"/api/v1/runs/{Guid.Empty}");
        answer.ShouldBeProblem(503, code);
        answer.Headers.ShouldContainKey("Retry-After");
    }

    private static Exception FailureOf(string trouble) => trouble switch
    {
        "away" => new ArtifactsUnavailableException("MARK"),
        "no space" => new IOException("MARK", 28),
        "over quota" => new IOException("MARK", 122),
        "windows without space" => new IOException("MARK", unchecked((int)0x80070070)),
        "read-only" => new StoreReadOnlyException("MARK"),
        "refuses" => new IOException("MARK: the server responded with 403 AccessDenied."),
        _ => new IOException("MARK", 5),
    };
}
