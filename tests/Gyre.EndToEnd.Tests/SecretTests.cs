using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Gyre.EndToEnd.Tests.Crash;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests;

/// <summary>
/// Plants known secrets everywhere a project can have them, runs it, lets steps print them in every form and fail, and then looks for any
/// form of any of them in every file of
/// the home, in every answer of the API and in everything the program said.
/// </summary>
public sealed class SecretTests : IDisposable
{
    private const string Password = "pw-Alpha7/of+address";
    private const string Signature = "sig-Bravo7-of-address";
    private const string OfProject = "tok-Charlie7-of-project";
    private const string OfRun = "tok-Delta7?of=run";
    private const string OfHost = "tok-Echo7-of-host";
    private const string OfFile = "tok-Foxtrot7-of-file";

    private static readonly string[] All = [Password, Signature, OfProject, OfRun, OfHost, OfFile];

    private const string Script = """
        import base64, json, os, sys, urllib.parse, urllib.request
        names = ["OF_PROJECT", "OF_RUN", "OF_HOST", "OF_FILE"]
        for name in names:
            value = os.environ[name]
            raw = value.encode()
            print(value, file=sys.stderr)
            print("in words", value, raw.hex(), raw.hex().upper())
            print(base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode(), base64.b64encode(b"user:" + raw).decode())
            print(base64.b64encode(b"u:" + raw).decode(), base64.b64encode(b"us:" + raw + b"!").decode(), urllib.parse.quote(value, safe=""), urllib.parse.quote_plus(value))
            print(json.dumps({name.lower(): value, "nested": {"a": [value]}}))
            if os.environ.get("MLFLOW_TRACKING_URI"):
                for path, body in (("runs/log-parameter", {"key": name, "value": value}), ("runs/set-tag", {"key": name, "value": "x" + value + "x"})):
                    request = urllib.request.Request(os.environ["MLFLOW_TRACKING_URI"] + "/api/2.0/mlflow/" + path,
                        json.dumps({"run_id": os.environ["MLFLOW_RUN_ID"], **body}).encode(),
                        {"Content-Type": "application/json", "Authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"]})
                    urllib.request.urlopen(request).read()
        assert open(os.path.join(os.environ["GYRE_INPUTS_DIR"], "data", "rows.csv")).read() == "content"
        assert os.environ["PLAIN"] == "plain-value"
        print("all seen")
        sys.exit(3 if "--fail" in sys.argv else 0)
        """;

    private readonly ShortLivedFolder _folder = new();
    private readonly HttpListener _listener = new();
    private readonly StringBuilder _said = new();
    private int _authorised;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Home => Path.Join(_folder.Path, "home");

    private string Project => Path.Join(_folder.Path, "project");

    public void Dispose()
    {
        _listener.Close();
        CrashHome.EndProcessesOf(_folder.Path);
        _folder.Dispose();
    }

    [Fact]
    public async Task No_secret_is_left_in_any_form_anywhere()
    {
        Assert.SkipWhen(!Programs.Exist("python3"), "python3 is missing");
        var address = Listen();
        await WriteProjectAsync($"http://me:{Uri.EscapeDataString(Password)}@{address}/rows.csv?X-Amz-Signature={Signature}");
        await SayAsync(OfProject, [], "env", "set", "--secret", "OF_PROJECT", "--project", "project");
        await SayAsync("", [], "env", "set", "PLAIN=plain-value", "--project", "project");
        var variables = new Dictionary<string, string> { ["OF_RUN"] = OfRun, ["OF_HOST"] = OfHost };
        (await SayAsync("", variables, "run", Project, "--pipeline", "good", "--secret-env", "OF_RUN")).ShouldBe(0, _said.ToString());
        (await SayAsync("", variables, "run", Project, "--pipeline", "bad", "--secret-env", "OF_RUN", "-vv"))
            .ShouldBe(1, _said.ToString());
        _authorised.ShouldBe(2);
        (await SayAsync("", [], "logs", "last", "fail")).ShouldBe(0);
        _said.ToString().ShouldContain("all seen");
        _said.ToString().ShouldContain("***");
        foreach (var command in (string[][])[["runs"], ["runs", "show", "last"], ["cache", "list"], ["cache", "explain", "last", "fail"],
            ["env", "list", "--all"], ["doctor", "--deep"]])
            (await SayAsync("", [], [.. command, "--format", "json"])).ShouldBe(0, _said.ToString());
        await AskServerAsync();
        ShouldHoldNone(_said.ToString(), "what the program said");
        foreach (var file in Directory.EnumerateFiles(Home, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file) != "secrets.key" && Execution.FileKinds.IsReadable(file))
                ShouldHoldNone(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Cancel)), file);
        }
    }

    private async Task WriteProjectAsync(string address)
    {
        Directory.CreateDirectory(Project);
        await File.WriteAllTextAsync(Path.Join(Project, "print.py"), Script, Cancel);
        await File.WriteAllTextAsync(Path.Join(Project, "gyre.yaml"), $$"""
            - step:
                name: good
                command: python3 print.py
                inputs: [{name: data, default: "{{address}}"}]
                environment-variables: &variables
                  - {name: OF_HOST, secret: true}
                  - {name: OF_FILE, secret: true, default: {{OfFile}}}
            - step:
                name: fail
                command: python3 print.py --fail
                inputs: [{name: data, default: "{{address}}"}]
                environment-variables: *variables
            - pipeline:
                name: good
                nodes: [{name: good, type: execution, step: good}]
                edges: []
            - pipeline:
                name: bad
                nodes: [{name: fail, type: execution, step: fail}]
                edges: []

            """, Cancel);
    }

    private async Task AskServerAsync()
    {
        using var server = GyreProgram.Start(new Dictionary<string, string>(), "serve", "--home", Home, "--port", "0", "--log-level",
            "trace");
        var line = await server.ReadLineAsync(Cancel);
        using var client = new HttpClient { BaseAddress = new Uri(line[(line.LastIndexOf(' ') + 1)..]) };
        var runs = await TakeAsync(client, "/api/v1/runs");
        foreach (var run in JsonDocument.Parse(runs).RootElement.GetProperty("runs").EnumerateArray()
            .Select(run => run.GetProperty("run_id").GetString()))
        {
            var whole = await TakeAsync(client, $"/api/v1/runs/{run}?nodes=true");
            foreach (var node in JsonDocument.Parse(whole).RootElement.GetProperty("nodes").EnumerateArray()
                .Select(node => node.GetProperty("name").GetString()))
            {
                await TakeAsync(client, $"/api/v1/runs/{run}/logs/{node}");
                await TakeAsync(client, $"/api/v1/runs/{run}/cache/{node}");
            }
            await TakeAsync(client, $"/api/v1/runs/{run}/results");
            await TakeAsync(client, $"/runs/{run}");
        }
        foreach (var path in (string[])["/api/v1/variables", "/api/v1/cache", "/api/v1/projects", "/api/v1/cycles", "/metrics",
            "/health", "/", "/api/v0/executions/", "/api/v0/pipelines/"])
            await TakeAsync(client, path);
        using var search = new StringContent("{}", Encoding.UTF8, "application/json");
        using var found = await client.PostAsync(new Uri("/api/v1/tracking/runs/search", UriKind.Relative), search, Cancel);
        var tracking = await found.Content.ReadAsStringAsync(Cancel);
        _said.Append(tracking);
        tracking.ShouldContain("****", customMessage: "parameters that were logged over the API");
        await server.KillAsync();
        _said.Append(server.Said);
    }

    private async Task<string> TakeAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        _said.Append(path).Append('\n').Append(text).Append('\n');
        return text;
    }

    private async Task<int> SayAsync(string input, Dictionary<string, string> variables, params string[] arguments)
    {
        var (code, output, errors) = await GyreProgram.RunAsync(input, variables, [.. arguments, "--home", Home]);
        _said.Append("gyre ").AppendJoin(' ', arguments).Append('\n').Append(output).Append(errors);
        return code;
    }

    private string Listen()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            _listener.Prefixes.Add($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }
        _listener.Start();
        _ = Task.Run(AnswerAsync, Cancel);
        return new Uri(_listener.Prefixes.Single()).Authority;
    }

    private async Task AnswerAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var isWelcome =
                    context.Request.Headers["Authorization"] == $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"me:{Password}"))}"
                    && context.Request.Url!.Query == $"?X-Amz-Signature={Signature}";
                _authorised += isWelcome ? 1 : 0;
                context.Response.StatusCode = isWelcome ? 200 : 401;
                context.Response.Close("content"u8.ToArray(), willBlock: false);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static void ShouldHoldNone(string text, string where)
    {
        foreach (var (secret, form) in All.SelectMany(secret => FormsOf(secret).Select(form => (secret, form))))
            text.Contains(form, StringComparison.Ordinal).ShouldBeFalse($"{secret} as {form} in {where}");
    }

    private static IEnumerable<string> FormsOf(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return secret;
        yield return Convert.ToHexStringLower(bytes);
        yield return Convert.ToHexString(bytes);
        yield return Uri.EscapeDataString(secret);
        foreach (var before in (string[])["", "u", "us"])
        {
            // The middle, which is the same whatever stands around it.
            var text = Convert.ToBase64String([.. Encoding.UTF8.GetBytes(before), .. bytes]);
            yield return text[4..^4];
            yield return text[4..^4].Replace('+', '-').Replace('/', '_');
        }
    }
}
