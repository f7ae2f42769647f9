using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.Tracking;

namespace Gyre.Server.Tests.Mlflow;

/// <summary>The registry, logged models and webhooks over HTTP, where no recording looks.</summary>
public sealed class RegistryApiTests : IAsyncLifetime
{
    private const string Root = "/api/2.0/mlflow";
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync();

    public async ValueTask DisposeAsync() => await _home.DisposeAsync();

    [Fact]
    public async Task A_reading_request_may_have_its_fields_in_a_body()
    {
        await OkAsync(HttpMethod.Post, "/registered-models/create", """{"name":"m"}""");
        (await OkAsync(HttpMethod.Get, "/registered-models/get", """{"name":"m"}"""))["registered_model"]!["name"]!.GetValue<string>().ShouldBe("m");
        (await OkAsync(HttpMethod.Get, "/registered-models/get?name=m", """{"name":"other"}"""))["registered_model"]!["name"]!.GetValue<string>().ShouldBe("m");
    }

    [Theory]
    [InlineData("GET", "/model-versions/search?max_results=0", null, "Invalid value for max_results. It must be a positive integer, but got 0")]
    [InlineData("GET", "/model-versions/search?max_results=200001", null, "Invalid value \"200001\" for parameter 'max_results' supplied:  Hint: Value was of type 'str'. See the API docs for more information about request parameters.")]
    [InlineData("GET", "/model-versions/search?page_token=xx-", null, "Invalid page token, could not base64-decode")]
    [InlineData("POST", "/logged-models/search", "{}", "Missing value for required parameter 'experiment_ids'. See the API docs for more information about request parameters.")]
    [InlineData("POST", "/logged-models/search", """{"experiment_ids":["0"],"order_by":[{}]}""", "Missing value for required parameter 'order_by[0].field_name'. See the API docs for more information about request parameters.")]
    [InlineData("POST", "/logged-models/search", """{"experiment_ids":["0"],"filter":"foo.x = 'y'"}""", "Invalid entity type: 'foo'. Expected one of ['attributes', 'metrics', 'params', 'tags'].")]
    [InlineData("PATCH", "/logged-models/m-1", """{"status":"LOGGED_MODEL_READY"}""", "Missing value for required parameter 'model_id'. See the API docs for more information about request parameters.")]
    [InlineData("PATCH", "/logged-models/m-1", """{"model_id":"m-1","status":"DONE"}""", "Invalid value \"DONE\" for parameter 'status' supplied:  Hint: Value was of type 'str'. See the API docs for more information about request parameters.")]
    [InlineData("DELETE", "/model-versions/delete-tag", """{"name":"m","version":"1"}""", "Missing value for required parameter 'key'. See the API docs for more information about request parameters.")]
    [InlineData("POST", "/webhooks", """{"name":"w","events":[{"entity":"PROMPT","action":"CREATED"}]}""", "Missing value for required parameter 'url'. See the API docs for more information about request parameters.")]
    [InlineData("POST", "/webhooks", """{"name":"w","url":"https://x.example"}""", "Missing value for required parameter 'events'. See the API docs for more information about request parameters.")]
    [InlineData("POST", "/webhooks", """{"name":"w","url":"http://x.example","events":[{"entity":"PROMPT","action":"CREATED"}]}""", "Invalid webhook URL scheme: 'http'. Allowed schemes are: https.")]
    [InlineData("POST", "/webhooks", """{"name":"w","url":"https://[::1]/","events":[{"entity":"PROMPT","action":"CREATED"}]}""", "Invalid webhook URL: the host has an address that is not public. An administrator can allow private webhooks.")]
    public async Task A_mistake_is_told_in_the_words_that_clients_know(string method, string path, string? body, string message)
    {
        var answer = await _home.SendAsync(new HttpMethod(method), Root + path, body);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest, answer.Text);
        answer.Json["message"]!.GetValue<string>().ShouldBe(message);
        answer.Json["error_code"]!.GetValue<string>().ShouldBe("INVALID_PARAMETER_VALUE");
    }

    [Theory]
    [InlineData("99999999999999999999")]
    [InlineData("-1")]
    [InlineData("0")]
    public async Task A_number_that_no_version_can_have_is_not_found(string version)
    {
        await OkAsync(HttpMethod.Post, "/registered-models/create", """{"name":"m"}""");
        (await _home.GetAsync($"{Root}/model-versions/get?name=m&version={version}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_tag_with_a_slash_in_its_name_can_be_taken_away()
    {
        var model = (await OkAsync(HttpMethod.Post, "/logged-models", """{"experiment_id":"0","tags":[{"key":"a/b","value":"1"},{"key":"c/d","value":"1"}]}"""))["model"]!;
        var id = model["info"]!["model_id"]!.GetValue<string>();
        await OkAsync(HttpMethod.Delete, $"/logged-models/{id}/tags/a%2Fb", null);
        await OkAsync(HttpMethod.Delete, $"/logged-models/{id}/tags/c/d", null);
        (await OkAsync(HttpMethod.Get, $"/logged-models/{id}", null))["model"]!["info"]!.AsObject().ShouldNotContainKey("tags");
    }

    [Fact]
    public async Task A_change_reaches_a_webhook_and_its_secret_is_neither_shown_nor_logged()
    {
        const string Secret = "a-very-secret-word";
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var home = await ServerHome.StartAsync(tracking: new TrackingOptions { AllowPrivateWebhooks = true });
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/hook");
        var made = await home.PostAsync($"{Root}/webhooks", $$"""{"name":"w","url":"{{url}}","secret":"{{Secret}}","events":[{"entity":"REGISTERED_MODEL","action":"CREATED"}]}""");
        made.Status.ShouldBe(HttpStatusCode.OK, made.Text);
        await home.PostAsync($"{Root}/registered-models/create", """{"name":"m"}""");
        var request = await AnswerOneAsync(listener);
        request.ShouldContain("X-MLflow-Signature: v1,");
        request.ShouldContain("\"name\":\"m\"");
        var id = made.Json["webhook"]!["webhook_id"]!.GetValue<string>();
        var shown = made.Text + (await home.GetAsync($"{Root}/webhooks")).Text + (await home.GetAsync($"{Root}/webhooks/{id}")).Text
            + (await home.SendAsync(HttpMethod.Patch, $"{Root}/webhooks/{id}", $$"""{"secret":"{{Secret}}2","status":"DISABLED"}""")).Text;
        shown.ShouldContain("DISABLED");
        shown.ShouldNotContain(Secret);
        request.ShouldNotContain(Secret);
        home.Log.All.ShouldNotContain(Secret);
        (await home.Store.Events.ReadAsync(0, 1000, null, Cancel)).ShouldAllBe(found => !found.Data.Contains(Secret, StringComparison.Ordinal));
    }

    private static async Task<string> AnswerOneAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(Cancel);
        await using var stream = client.GetStream();
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().EndsWith("}}", StringComparison.Ordinal))
            text.Append(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, Cancel)));
        await stream.WriteAsync("HTTP/1.1 204 Thanks\r\nConnection: close\r\n\r\n"u8.ToArray(), Cancel);
        return text.ToString();
    }

    private async Task<JsonNode> OkAsync(HttpMethod method, string path, string? body)
    {
        var answer = await _home.SendAsync(method, Root + path, body);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }
}
