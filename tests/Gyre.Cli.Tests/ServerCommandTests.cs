using Gyre.Cli.Forms;
using Gyre.Cli.Logging;
using Gyre.Cli.Serving;
using Microsoft.Extensions.Logging;

namespace Gyre.Cli.Tests;

public class ServerCommandTests
{
    [Fact]
    public async Task Serving_says_where_it_listens_and_ends_well_with_an_interrupt()
    {
        using var host = new TestHost();
        var serving = host.RunAsync("serve", "--port", "5123", "--format", "json");
        await host.Server.Listening.Task;
        await host.InterruptAsync();
        (await serving).ShouldBe(CliExitCodes.Done);
        host.Out.Trim().ShouldBe("""{"url":"http://127.0.0.1:5123/"}""");
        host.Server.Served.ShouldHaveSingleItem().Storage.Home.ShouldBe(Path.Join(host.Folder, ".gyre"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Webhooks_go_into_the_own_network_only_when_that_is_said(bool said)
    {
        using var host = new TestHost();
        var serving = host.RunAsync(said ? ["serve", "--allow-private-webhooks"] : ["serve"]);
        await host.Server.Listening.Task;
        await host.InterruptAsync();
        (await serving).ShouldBe(CliExitCodes.Done);
        host.Server.Served.ShouldHaveSingleItem().AllowPrivateWebhooks.ShouldBe(said);
    }

    [Theory]
    [InlineData(null, null, LogLevel.Information, false)]
    [InlineData("warning", null, LogLevel.Warning, false)]
    [InlineData("none", "json", LogLevel.None, true)]
    public async Task What_is_logged_is_said_by_options(string? level, string? form, LogLevel expectedLevel, bool isJson)
    {
        using var host = new TestHost();
        string[] arguments = ["serve", .. level is null ? (string[])[] : ["--log-level", level], .. form is null ? (string[])[] : ["--log-format", form]];
        var serving = host.RunAsync(arguments);
        await host.Server.Listening.Task;
        await host.InterruptAsync();
        (await serving).ShouldBe(CliExitCodes.Done);
        host.Server.Served.ShouldHaveSingleItem().Logs.ShouldBe(new LogSettings(expectedLevel, isJson ? LogFormat.Json : LogFormat.Plain));
    }

    [Theory]
    [InlineData("--log-level", "loud")]
    [InlineData("--log-format", "xml")]
    public async Task A_log_that_there_is_not_is_refused(string option, string value)
    {
        using var host = new TestHost();
        (await host.RunAsync("serve", option, value)).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain($"'{value}' is not a valid value for {option}");
        host.Server.Served.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("70000")]
    [InlineData("http")]
    public async Task A_port_that_is_none_is_refused(string port)
    {
        using var host = new TestHost();
        (await host.RunAsync("serve", $"--port={port}")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("is not a valid port");
    }

    [Fact]
    public async Task A_token_is_shown_once_listed_without_its_text_and_revoked()
    {
        using var host = new TestHost();
        (await host.RunAsync("token", "create", "--name", "laptop", "--days", "30", "--format", "json")).ShouldBe(CliExitCodes.Done);
        host.Json.GetProperty("token").GetString().ShouldBe("gyre_secret");
        host.Error.ShouldContain("shown only once");
        (await host.RunAsync("token", "list")).ShouldBe(CliExitCodes.Done);
        host.Out.ShouldContain("laptop");
        host.Out.ShouldContain("LAST USED (UTC)");
        host.Out.ShouldContain(Shown.Time(Samples.Begin.AddHours(3)));
        host.Out.ShouldNotContain("gyre_secret");
        (await host.RunAsync("token", "revoke", "t1")).ShouldBe(CliExitCodes.Done);
        (await host.RunAsync("token", "revoke", "t1")).ShouldBe(CliExitCodes.BadInput);
        host.Error.ShouldContain("token.unknown");
    }
}
