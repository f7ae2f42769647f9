using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.Testing;

namespace Gyre.Server.Tests.Mlflow;

/// <summary>Uploads in parts over HTTP, as clients do them: parts go to signed addresses without a token.</summary>
public sealed class MultipartTests : IAsyncLifetime
{
    private const string Root = "/api/2.0/mlflow-artifacts";
    private ServerHome _home = null!;
    private string? _token;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _home = await ServerHome.StartAsync();
        _token = (await _home.Tokens.CreateAsync("writer", TokenScope.Admin, null, Cancel)).Text;
    }

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task A_file_in_parts_is_there_when_it_is_complete()
    {
        var (id, parts) = await CreateAsync("1/run/artifacts", "/home/me/model.bin", 3);
        var listed = new JsonArray();
        foreach (var (url, number) in parts.Select((url, index) => (url, index + 1)).Reverse())
            listed.Insert(0, new JsonObject { ["part_number"] = number, ["etag"] = await PutPartAsync(url, $"part {number};") });
        (await _home.GetAsync($"{Root}/artifacts/1/run/artifacts/model.bin", _token)).Status.ShouldBe(HttpStatusCode.NotFound);
        for (var time = 0; time < 2; time++)
            (await FinishAsync("complete", "1/run/artifacts", id, listed)).Text.ShouldBe("{}");
        (await _home.GetAsync($"{Root}/artifacts/1/run/artifacts/model.bin", _token)).Text.ShouldBe("part 1;part 2;part 3;");
    }

    [Fact]
    public async Task An_address_of_a_part_is_good_for_that_part_alone()
    {
        var (id, parts) = await CreateAsync("1", "a", 2);
        foreach (var wrong in new[] { parts[0].Replace("/1?", "/2?", StringComparison.Ordinal), parts[0].Split('?')[0], parts[0][..^1], $"{parts[0]}0", parts[0].Replace(id, new string('0', 32), StringComparison.Ordinal) })
        {
            using var content = new StringContent("x");
            (await _home.Client.PutAsync(wrong, content, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound, wrong);
        }
        (await FinishAsync("abort", "1", id, [])).Status.ShouldBe(HttpStatusCode.OK);
        using var late = new StringContent("x");
        (await _home.Client.PutAsync(parts[0], late, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("1", "../x", 1)]
    [InlineData("1", "..", 1)]
    [InlineData("1", "C:\\..\\x", 1)]
    [InlineData("%2e%2e%2fx", "a", 1)]
    [InlineData("1", "a", 0)]
    [InlineData("1", "a", 10001)]
    [InlineData("1", "CON", 1)]
    public async Task What_is_no_upload_is_refused(string folder, string path, int parts) =>
        (await _home.PostAsync($"{Root}/mpu/create/{folder}", new JsonObject { ["path"] = path, ["num_parts"] = parts }.ToJsonString(), _token)).Status.ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task An_upload_with_which_nobody_goes_on_is_forgotten_while_the_server_runs()
    {
        var clock = new ManualClock();
        await using var home = await ServerHome.StartAsync(clock: clock);
        var uploads = home.Services.Tracking.Uploads;
        var left = await uploads.CreateAsync(home.Services.Tracking.Artifacts.Root, "a", 2, Cancel);
        using var content = new MemoryStream([1, 2, 3]);
        await uploads.PutPartAsync(left.Id, 1, content, Cancel);
        clock.Advance(TimeSpan.FromDays(6));
        (await home.Services.Tracking.Artifacts.InUseAsync(null, 10, Cancel)).ShouldHaveSingleItem();
        clock.Advance(TimeSpan.FromDays(2));
        await Patience.UntilAsync(
            async () =>
            {
                clock.Advance(TimeSpan.FromMinutes(10));
                return (await home.Services.Tracking.Artifacts.InUseAsync(null, 10, Cancel)).IsEmpty;
            },
            Cancel);
    }

    [Fact]
    public async Task Without_a_token_there_is_no_upload() =>
        (await _home.PostAsync($"{Root}/mpu/create/1", "{\"path\":\"a\",\"num_parts\":1}")).Status.ShouldBe(HttpStatusCode.Unauthorized);

    private async Task<(string Id, string[] Parts)> CreateAsync(string folder, string path, int parts)
    {
        var answer = await _home.PostAsync($"{Root}/mpu/create/{folder}", new JsonObject { ["path"] = path, ["num_parts"] = parts }.ToJsonString(), _token);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return (answer.Json["upload_id"]!.ToString(), [.. answer.Json["credentials"]!.AsArray().Select(part => part!["url"]!.ToString())]);
    }

    private async Task<string> PutPartAsync(string url, string text)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        using var response = await _home.Client.PutAsync(url, content, Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return response.Headers.ETag!.ToString();
    }

    private Task<Answer> FinishAsync(string how, string folder, string id, JsonArray parts) => _home.PostAsync(
        $"{Root}/mpu/{how}/{folder}", new JsonObject { ["path"] = folder.Contains('/', StringComparison.Ordinal) ? "model.bin" : "a", ["upload_id"] = id, ["parts"] = parts.DeepClone() }.ToJsonString(), _token);
}
