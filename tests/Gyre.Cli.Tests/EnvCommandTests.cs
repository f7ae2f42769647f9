namespace Gyre.Cli.Tests;

/// <summary>Variables and secrets of projects from the command line, over a real home.</summary>
public sealed class EnvCommandTests : IDisposable
{
    private const string Secret = "typed-and-not-shown";
    private readonly TestHost _host = new();

    public EnvCommandTests() => _host.Write("digits/gyre.yaml", """
        - step: {name: hello, command: echo hello}
        - pipeline:
            name: main
            nodes: [{name: hello, type: execution, step: hello}]
            edges: []
        """);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_variable_is_set_listed_and_removed()
    {
        (await RunAsync("env", "set", "EPOCHS=2=0", "--project", "digits")).ShouldBe(CliExitCodes.Done, _host.Error);
        _host.Out.ShouldBe("variable EPOCHS of project digits set\n");
        (await RunAsync("env", "list", "--project", "digits", "--format", "json")).ShouldBe(CliExitCodes.Done);
        var variable = _host.Json.GetProperty("variables")[0];
        variable.GetProperty("value").GetString().ShouldBe("2=0");
        variable.GetProperty("changed_by").GetString().ShouldBe(Environment.UserName);
        (await RunAsync("env", "unset", "EPOCHS", "--project", "digits")).ShouldBe(CliExitCodes.Done);
        (await RunAsync("env", "unset", "EPOCHS", "--project", "digits")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("variable.unknown");
    }

    [Fact]
    public async Task A_secret_is_read_from_standard_input_and_never_shown()
    {
        _host.Host = _host.Host with { ReadSecret = _ => Secret };
        (await RunAsync("env", "set", "--secret", "TOKEN", "--project", "digits")).ShouldBe(CliExitCodes.Done, _host.Error);
        (_host.Out + _host.Error).ShouldNotContain(Secret);
        (await RunAsync("env", "list", "--all")).ShouldBe(CliExitCodes.Done);
        _host.Out.ShouldContain("(secret)");
        (await RunAsync("env", "list", "--all", "--format", "json")).ShouldBe(CliExitCodes.Done);
        _host.Out.ShouldNotContain(Secret);
        (await RunAsync("env", "rotate-key", "--format", "json")).ShouldBe(CliExitCodes.Done);
        _host.Json.GetProperty("count").GetInt32().ShouldBe(1);
        foreach (var file in Directory.GetFiles(Path.Join(_host.Folder, ".gyre"), "*", SearchOption.AllDirectories))
            (await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1, TestContext.Current.CancellationToken))
                .ShouldNotContain(Secret, customMessage: file);
    }

    [Theory]
    [InlineData("secret.on-command-line", "env", "set", "--secret", "TOKEN=typed-and-not-shown")]
    [InlineData("secret.empty", "env", "set", "--secret", "TOKEN")]
    [InlineData("variable.value", "env", "set", "TOKEN")]
    [InlineData("variable.name", "env", "set", "1A=2")]
    [InlineData("variable.reserved", "env", "set", "GYRE_X=2")]
    [InlineData("secret.on-command-line", "run", "digits", "--secret-env", "TOKEN=typed-and-not-shown")]
    [InlineData("secret.empty", "run", "digits", "--secret-env", "TOKEN")]
    [InlineData("option.secret-env", "run", "digits", "--secret-env", "A", "--secret-env", "B")]
    [InlineData("option.env", "run", "digits", "--env", "TOKEN")]
    public async Task What_cannot_be_meant_is_refused(string code, params string[] arguments)
    {
        (await RunAsync(arguments[0] == "env" ? [.. arguments, "--project", "digits"] : arguments)).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain(code);
        _host.Error.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Without_a_name_it_is_the_project_of_the_current_folder()
    {
        (await RunAsync("env", "set", "A=1")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("--project");
        _host.Host = _host.Host with { WorkingFolder = Path.Join(_host.Folder, "digits") };
        (await RunAsync("env", "set", "A=1")).ShouldBe(CliExitCodes.Done);
        _host.Out.ShouldContain("of project digits");
    }

    [Fact]
    public async Task The_key_may_lie_elsewhere_and_the_doctor_says_where_it_is()
    {
        _host.Host = _host.Host with { ReadSecret = _ => Secret };
        var key = Path.Join(_host.Folder, "keys", "gyre.key");
        (await RunAsync("env", "set", "--secret", "TOKEN", "--project", "digits", "--secrets-key", key))
            .ShouldBe(CliExitCodes.Done, _host.Error);
        File.Exists(key).ShouldBeTrue();
        File.Exists(Path.Join(_host.Folder, ".gyre", "secrets.key")).ShouldBeFalse();
        _host.Variables["GYRE_SECRETS_KEY"] = key;
        (await RunAsync("doctor", "--format", "json")).ShouldBe(CliExitCodes.Done, _host.Out);
        Detail("secrets").ShouldContain($"outside the home ({key})");
        _host.Variables.Remove("GYRE_SECRETS_KEY");
        (await RunAsync("doctor", "--format", "json")).ShouldBe(CliExitCodes.Failed);
        Detail("secrets").ShouldContain("is not in");
    }

    private string Detail(string check) =>
        _host.Json.GetProperty("checks").EnumerateArray().Single(found => found.GetProperty("name").GetString() == check)
            .GetProperty("detail").GetString()!;

    private Task<int> RunAsync(params string[] arguments) => _host.RunAsync(arguments);
}
