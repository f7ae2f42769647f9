using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Core.Events;

namespace Gyre.Architecture.Tests;

/// <summary>
/// The reference of event types is made of their table. When it is stale, run the test once with GYRE_ACCEPT=1 and look at the diff: a field that
/// went, or means something else, needs a new version of its type.
/// </summary>
public sealed class EventReferenceTests
{
    private const string Head = """
        # Events

        <!-- Generated from the table of event types (src/Gyre.Core/Events) by EventReferenceTests; change it there. -->

        Events are recorded in one ordered log. Triggers react to events ([triggers](../guides/triggers.md)), notifications report them
        ([notifications](../guides/notifications.md)), and `GET /api/v1/events?type=TYPE,TYPE` streams them ([the API](api.md)). Types
        that are not listed here are rejected.

        An event has a `sequence`, a `type`, a `subject`, a time `at` and `data`. The version of a type is increased when a field is removed or
        changes its meaning. Added fields do not change the version, so ignore fields that you do not know.

        """;

    [Fact]
    public void The_reference_of_events_says_what_the_table_says()
    {
        var path = Path.Join(Repository.Root, "docs", "reference", "events.md");
        var now = Reference(EventTypes.Standard);
        if (Environment.GetEnvironmentVariable("GYRE_ACCEPT") == "1")
            File.WriteAllText(path, now);
        now.ShouldBe(File.Exists(path) ? File.ReadAllText(path) : "");
    }

    private static string Reference(EventTypes types)
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n")).Append("\n| type | meaning |\n|---|---|\n");
        foreach (var type in types.All)
        {
            var anchor = type.Name.Replace(".", "", StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"| [`{type.Name}`](#{anchor}) | {type.Summary} |\n");
        }
        foreach (var type in types.All)
            Describe(text, type);
        return text.ToString();
    }

    private static void Describe(StringBuilder text, EventType type)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {type.Name}\n\n{type.Summary} Version {type.Version}, subject `{type.Subject}`.\n");
        if (!type.StartsTriggers)
            text.Append("Triggers cannot react to it.\n");
        if (type.IsTold)
        {
            var words = string.Join(", ", type.Words.Select(Describe).Append($"`{type.Name}`"));
            text.Append(CultureInfo.InvariantCulture, $"Notifications report it as {words}.\n");
        }
        if (type.Fields.IsEmpty)
            text.Append("It has no data.\n");
        else
            text.Append("\n| field | kind | present | meaning |\n|---|---|---|---|\n");
        foreach (var field in type.Fields)
        {
            var presence = field.IsOptional ? "sometimes" : "always";
            text.Append(CultureInfo.InvariantCulture, $"| `{field.Name}` | {KebabCase.Of(field.Kind)} | {presence} | {field.Meaning} |\n");
        }
    }

    private static string Describe(EventWord word) => word.State is null ? $"`{word.Word}`" : $"`{word.Word}` (only `{word.State}`)";
}
