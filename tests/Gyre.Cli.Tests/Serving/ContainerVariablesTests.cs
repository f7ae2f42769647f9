using Gyre.Cli.Deployments;
using Gyre.Cli.Homes;
using Gyre.Cli.Serving;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Server;
using Gyre.Storage;

namespace Gyre.Cli.Tests.Serving;

/// <summary>A server that is started like a container for predictions.</summary>
public sealed class ContainerVariablesTests : IDisposable
{
    private readonly TestHost _host = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Variables_say_where_it_listens_and_what_it_answers()
    {
        Set(("AIP_HTTP_PORT", "8080"), ("AIP_PREDICT_ROUTE", "/v1/endpoints/7:predict"), ("AIP_HEALTH_ROUTE", "/ping"));
        var settings = await ServeAsync();
        settings.Port.ShouldBe(8080);
        settings.Predictions.ShouldBe(new PredictionContainer("model", "/v1/endpoints/7:predict", "/ping"));
    }

    [Fact]
    public async Task The_command_line_comes_first()
    {
        Set(("AIP_HTTP_PORT", "8080"), ("AIP_PREDICT_ROUTE", "/predict"), ("AIP_HEALTH_ROUTE", "/health"));
        var settings = await ServeAsync("--port", "9000", "--predict", "films");
        settings.Port.ShouldBe(9000);
        // Its own answer is left as it is.
        settings.Predictions.ShouldBe(new PredictionContainer("films", "/predict", null));
    }

    [Fact]
    public async Task Without_variables_it_is_a_server_like_any_other()
    {
        Set(("AIP_STORAGE_URI", "gs://elsewhere"));
        var settings = await ServeAsync();
        (settings.Port, settings.Predictions).ShouldBe((5000, null));
    }

    [Theory]
    [InlineData("AIP_HTTP_PORT", "0", "not a port")]
    [InlineData("AIP_HTTP_PORT", "http", "not a port")]
    [InlineData("AIP_PREDICT_ROUTE", "predict", "not a path")]
    [InlineData("AIP_PREDICT_ROUTE", "/a?b", "not a path")]
    [InlineData("AIP_HEALTH_ROUTE", "/{x}", "not a path")]
    [InlineData("AIP_STORAGE_URI", "gs://bucket/model", "not on this machine")]
    [InlineData("AIP_STORAGE_URI", "nowhere", "does not exist")]
    [InlineData("AIP_STORAGE_URI", ".", "has no file")]
    public async Task What_cannot_be_followed_is_refused(string variable, string value, string words)
    {
        Set(("AIP_PREDICT_ROUTE", "/predict"), (variable, value));
        (await _host.RunAsync("serve")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain(words);
        _host.Server.Served.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deployment_without_a_path_is_refused()
    {
        (await _host.RunAsync("serve", "--predict", "films")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("AIP_PREDICT_ROUTE is not set");
    }

    [Fact]
    public async Task The_policy_in_the_folder_is_deployed_once()
    {
        var folder = Directory.CreateDirectory(Path.Join(_host.Folder, "model")).FullName;
        await using (var file = File.Create(Path.Join(folder, "policy.json")))
        {
            var specification = new PolicySpecification
            {
                Options = new UniformOptions(),
                ContextFields = ["age"],
                Arms = ["red", "green"],
            };
            await PolicyFile.WriteAsync(Policy.Create(specification), file, Cancel);
        }
        Set(("AIP_PREDICT_ROUTE", "/predict"), ("AIP_STORAGE_URI", "model"));
        await ServeAsync();
        _host.Error.ShouldContain("Deployed policy.json as version 1 of 'model'.");

        await using var desk = new HomeDesk(await OpenAsync(), null);
        (await StoredModel.DeployAsync(desk, "model", folder, Cancel))
            .ShouldBe("The champion of 'model' is policy.json already.");
        await File.WriteAllTextAsync(Path.Join(folder, "other.json"), "{}", Cancel);
        var refusal = await Should.ThrowAsync<InvalidInputException>(
            () => StoredModel.DeployAsync(desk, "model", folder, Cancel));
        refusal.Message.ShouldContain("several files");
        await Should.ThrowAsync<InvalidInputException>(
            () => StoredModel.DeployAsync(desk, "model", Path.Join(folder, "other.json"), Cancel));
        (await desk.VersionsAsync("model", Cancel)).Versions.ShouldHaveSingleItem();
    }

    private Task<IHome> OpenAsync() =>
        ProgramHomes.Standard.OpenAsync(new StorageOptions { Home = Path.Join(_host.Folder, ".gyre") }, Cancel);

    private void Set(params ReadOnlySpan<(string Name, string Value)> variables)
    {
        foreach (var (name, value) in variables)
            _host.Variables[name] = value;
    }

    private async Task<ServeSettings> ServeAsync(params string[] options)
    {
        var serving = _host.RunAsync(["serve", .. options]);
        await Task.WhenAny(_host.Server.Listening.Task, serving);
        await _host.InterruptAsync();
        (await serving).ShouldBe(CliExitCodes.Done, _host.Error);
        return _host.Server.Served.ShouldHaveSingleItem();
    }
}
