using System.Net;
using System.Net.Sockets;
using System.Text;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Testing.Storage;

namespace Gyre.Pipelines.Tests.Engines;

public sealed class InputSchemeTests : IAsyncLifetime
{
    private readonly HttpListener _listener = new();
    private readonly List<string> _requests = [];
    private readonly List<string> _logins = [];
    private EngineWorld _world = null!;
    private string _address = "";
    private int _failures;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await EngineWorld.CreateAsync();
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            _address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }
        _listener.Prefixes.Add(_address);
        _listener.Start();
        _ = Task.Run(ServeAsync, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task A_file_of_the_web_is_fetched_once_when_the_run_is_accepted_and_known_by_its_digest()
    {
        var files = await InputsAsync($"{_address}data/a%20b.csv?signature=secret");
        files.Select(file => file.Name).ShouldBe(["a b.csv", "a b-2.csv"], "two inputs of one name in one list");
        files[0].Digest.ShouldBe(Digest.Of("content of /data/a%20b.csv"));
        files[0].Md5.ShouldNotBeNull();
        files[0].Uri.ShouldBe($"{_address}data/a%20b.csv", "queries may hold secrets");
        _requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_secret_parts_of_an_address_are_in_no_file_and_are_used_again_from_the_copy_of_the_project()
    {
        var place = _address["http://".Length..];
        var yaml = $"""
            - step: {"{"}name: make, image: any, command: make, inputs: [{"{"}name: set, default: "http://me:hidden-word@{place}a?X-Amz-Signature=hidden-sign"{"}"}]{"}"}
            - pipeline:
                name: p
                nodes: [{"{"}name: make, type: execution, step: make{"}"}]
                edges: []
            """;
        var run = await _world.RunAsync(yaml);
        run.State.ShouldBe(RunState.Succeeded);
        foreach (var file in Directory.GetFiles(_world.Home, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            (await reader.ReadToEndAsync(Cancel)).Contains("hidden-", StringComparison.Ordinal).ShouldBeFalse(file);
        }
        // The next turn of a cycle, a trigger, a run of the same code: they have only the copy.
        var copy = (await _world.Engine.Runs.ProjectOfAsync(run.Id, Cancel)).ShouldNotBeNull();
        copy.Steps[0].Inputs[0].Default[0].ShouldBe($"http://me:***@{place}a?X-Amz-Signature=***");
        await _world.RunAsync(new StartRun { Project = copy, Folder = _world.Folder, Pipeline = "p", UseCache = false });
        _logins.Count.ShouldBe(2);
        var login = $"Basic {Convert.ToBase64String("me:hidden-word"u8)} ?X-Amz-Signature=hidden-sign";
        _logins.ShouldAllBe(given => given == login);
        (await Should.ThrowAsync<InvalidInputException>(() => _world.Engine.Runs.StartAsync(
            new StartRun { Project = copy, Folder = _world.Folder, Pipeline = "p", ProjectName = "other" },
                Cancel))).Message.ShouldContain("is not known in this home");
    }

    [Fact]
    public async Task A_pinned_digest_is_checked()
    {
        var digest = Digest.Of("content of /a").Hex;
        (await InputsAsync($"{_address}a#sha256={digest}")).Count.ShouldBe(2);
        var refused = await Should.ThrowAsync<InvalidInputException>(() => InputsAsync($"{_address}a#sha256={new string('0', 64)}"));
        refused.Message.ShouldContain("not the expected one");
    }

    [Fact]
    public async Task Trouble_that_may_pass_is_tried_again_and_a_refusal_is_not()
    {
        _failures = 1;
        (await InputsAsync($"{_address}flaky")).Count.ShouldBe(2);
        _requests.Count.ShouldBe(2);
        var refused = await Should.ThrowAsync<InvalidInputException>(() => InputsAsync($"http://user:hidden@{_address["http://".Length..]}missing?token=hidden"));
        refused.Diagnostics[0].Message.ShouldContain("404");
        refused.Message.ShouldNotContain("hidden");
        refused.Diagnostics[0].Message.ShouldContain("Input 'set' of node 'make'");
        (await _world.Engine.Runs.ListAsync(10, null, Cancel)).Count.ShouldBe(1, "nothing is stored of what was refused");
    }

    [Theory]
    [InlineData("gs://bucket/key", "scheme")]
    [InlineData("model://name/1", "scheme")]
    [InlineData("datum://nobody", "neither a file nor an alias")]
    [InlineData("dataset://words/latest", "has no version")]
    [InlineData("dataset://words", "not a valid dataset://NAME/VERSION URI")]
    [InlineData("s3://bucket", "not a valid s3://BUCKET/KEY URI")]
    [InlineData("../outside.txt", "is not valid")]
    [InlineData("missing.txt", "does not exist")]
    [InlineData("data/{parameter:unknown}.txt", "uses parameter 'unknown'")]
    public async Task What_cannot_be_found_is_refused_with_its_input(string uri, string message)
    {
        var refused = await Should.ThrowAsync<InvalidInputException>(() => InputsAsync(uri));
        refused.Message.ShouldContain(message);
        refused.Message.ShouldContain("Input 'set' of node 'make'");
    }

    [Fact]
    public async Task A_parameter_in_an_address_is_filled_with_the_given_value_or_the_default()
    {
        (await InputsAsync($"{_address}part-{{parameter:number}}.csv")).ShouldAllBe(file => file.Uri.EndsWith("part-3.csv", StringComparison.Ordinal));
        (await InputsAsync($"{_address}part-{{parameter:number}}.csv", ("make.number", Value.Of(7)))).ShouldAllBe(file => file.Uri.EndsWith("part-7.csv", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Objects_of_a_bucket_are_picked_by_pattern()
    {
        if (await S3Server.SharedAsync() is not { } server)
        {
            Assert.Skip(S3Server.MissingReason);
            return;
        }
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_S3", server.Endpoint.ToString());
        var bucket = (await server.CreateBucketAsync(Cancel))["s3://".Length..].Split('/')[0];
        foreach (var key in new[] { "raw/2024/a.csv", "raw/2024/b.csv", "raw/c.txt", "other.csv" })
            await server.OverwriteAsync(bucket, key, Encoding.UTF8.GetBytes($"bytes of {key}"), Cancel);
        (await InputsAsync($"s3://{bucket}/raw/*.csv")).Take(2).Select(file => file.Digest).ShouldBe([Digest.Of("bytes of raw/2024/a.csv"), Digest.Of("bytes of raw/2024/b.csv")]);
        (await InputsAsync($"s3://{bucket}/raw/*.csv", "suffix")).Take(2).Select(file => file.Name).ShouldBe(["2024/a.csv", "2024/b.csv"]);
        (await InputsAsync($"s3://{bucket}/other.csv", "full")).Count.ShouldBe(2);
        (await Should.ThrowAsync<InvalidInputException>(() => InputsAsync($"s3://{bucket}/none.csv")))
            .Message.ShouldContain("does not exist");
    }

    [Fact]
    public async Task A_folder_of_this_machine_comes_with_all_that_is_in_it_but_links()
    {
        var folder = Directory.CreateTempSubdirectory("gyre-input-folder-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Join(folder, "in", "side"));
            await File.WriteAllTextAsync(Path.Join(folder, "a.csv"), "a", Cancel);
            await File.WriteAllTextAsync(Path.Join(folder, "in", "side", "b.csv"), "b", Cancel);
            if (!OperatingSystem.IsWindows())
                File.CreateSymbolicLink(Path.Join(folder, "link"), "/etc/hostname");
            var uri = new Uri(folder + "/").AbsoluteUri;
            (await InputsAsync(uri, "full")).Take(2).Select(file => file.Name).ShouldBe(["a.csv", "in/side/b.csv"]);
            (await InputsAsync(uri)).Take(2).Select(file => file.Name).ShouldBe(["a.csv", "b.csv"]);
            (await Should.ThrowAsync<InvalidInputException>(() => InputsAsync(uri + "none/"))).Message.ShouldContain("does not exist");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Task<IReadOnlyList<InputFile>> InputsAsync(string uri, params (string Name, Value Value)[] values) => InputsAsync(uri, "none", values);

    /// <summary>Files of a run that names the address twice in one input.</summary>
    private async Task<IReadOnlyList<InputFile>> InputsAsync(string uri, string keep, params (string Name, Value Value)[] values)
    {
        var yaml = $"""
            - step:
                name: make
                image: any
                command: python make.py
                parameters: [{"{"}name: number, type: integer, default: 3{"}"}]
                inputs:
                  - name: set
                    keep-directories: {keep}
                    default: ["{uri}", "{uri}"]
            - pipeline:
                name: p
                nodes: [{"{"}name: make, type: execution, step: make{"}"}]
                edges: []
            """;
        var run = await _world.RunAsync(_world.Request(yaml, values));
        return (await _world.Engine.Runs.NodesAsync(run.Id, Cancel))[0].Inputs[0].Files;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            var path = context.Request.Url!.AbsolutePath;
            _requests.Add(path);
            _logins.Add($"{context.Request.Headers["Authorization"]} {context.Request.Url.Query}");
            context.Response.StatusCode = path == "/missing" ? 404 : path == "/flaky" && Interlocked.Decrement(ref _failures) >= 0 ? 503 : 200;
            context.Response.Close(Encoding.UTF8.GetBytes($"content of {path}"), willBlock: false);
        }
    }
}
