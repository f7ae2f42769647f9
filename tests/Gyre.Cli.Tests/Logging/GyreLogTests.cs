using System.Text.Json.Nodes;
using Gyre.Cli.Logging;
using Gyre.Cli.Serving;
using Gyre.Core;
using Gyre.Core.Logging;
using Gyre.Storage;
using Microsoft.Extensions.Logging;

namespace Gyre.Cli.Tests.Logging;

public sealed class GyreLogTests
{
    private const string Secret = "sec\"ret/of the home";

    private const string Store = "postgres://u:pass%20word@host/db";

    private static readonly RunId Run = new(Guid.Parse(Samples.RunText));

    [Theory]
    [InlineData(LogFormat.Plain)]
    [InlineData(LogFormat.Json)]
    internal void A_secret_is_in_no_part_of_a_message(LogFormat format)
    {
        var text = Write(format, static logger =>
        {
            using var scope = logger.BeginScope(new Dictionary<string, object> { ["Name"] = Secret });
            using var words = logger.BeginScope($"words with {Secret}");
            var failure = new InvalidOperationException($"it said {Secret}", new IOException(Secret));
            logger.LogError(failure, "It failed: {Reason}, {Address}", Secret, $"{Store} pass word");
        });
        foreach (var piece in new[] { "of the home", "sec\"", "ret/of", "pass%20word", "pass word" })
            text.ShouldNotContain(piece);
        text.ShouldContain("It failed: ***, postgres://u:***@host/db ***");
    }

    [Fact]
    public void Both_forms_show_the_scopes()
    {
        Write(LogFormat.Plain, Attempt).ShouldContain($"RunId: {Run}, NodePath: train[1], Attempt: {AttemptId.From(Run.Value)}");
        var scope = JsonNode.Parse(Write(LogFormat.Json, Attempt))!["Scopes"]!.AsArray().ShouldHaveSingleItem()!;
        (scope["RunId"]!.GetValue<string>(), scope["NodePath"]!.GetValue<string>()).ShouldBe((Run.ToString(), "train[1]"));

        static void Attempt(ILogger logger)
        {
            var attempt = AttemptId.From(Run.Value);
            using var scope = logger.BeginAttempt(Run, "train[1]", attempt);
            logger.LogInformation("Here");
        }
    }

    [Fact]
    public void Values_of_a_message_stay_numbers_in_JSON()
    {
        var state = JsonNode.Parse(Write(LogFormat.Json, Say))!["State"]!;
        (state["Count"]!.GetValue<int>(), state["Name"]!.GetValue<string>(), state["{OriginalFormat}"]!.GetValue<string>())
            .ShouldBe((3, "x", "{Count} of {Name}"));

        static void Say(ILogger logger)
        {
            if (logger.IsEnabled(LogLevel.Information))
                logger.LogInformation("{Count} of {Name}", 3, "x");
        }
    }

    private static string Write(LogFormat format, Action<ILogger> write)
    {
        using var target = new StringWriter();
        using (var log = GyreLog.Open(new LogSettings(LogLevel.Information, format), target,
            new StorageOptions { Home = "/", Store = Store }))
        {
            log.Secrets.AddPassing([Secret]);
            write(log.Factory.CreateLogger("Gyre.Test"));
        }
        return target.ToString();
    }
}
