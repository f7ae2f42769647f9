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

        <!-- Made from the table of event types (src/Gyre.Core/Events) by EventReferenceTests; change it there. -->

        What happens is kept in one ordered log. Triggers wait for events ([triggers](../guides/triggers.md)), notifications tell people of them
        ([notifications](../guides/notifications.md)), and `GET /api/v1/events?type=TYPE,TYPE` streams them ([the API](api.md)). A type that
        is not listed here is refused by name.

        An event has a `sequence`, a `type`, a `subject`, a time `at` and `data`. The version of a type grows when a field goes or changes its
        meaning; fields that are added leave it, so readers should ignore what they do not know.

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
        var text = new StringBuilder(Head.ReplaceLineEndings("\n")).Append("\n| type | what happened |\n|---|---|\n");
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
            text.Append("No trigger may wait for it.\n");
        if (type.IsTold)
        {
            var words = string.Join(", ", type.Words.Select(Describe).Append($"`{type.Name}`"));
            text.Append(CultureInfo.InvariantCulture, $"Notifications tell it as {words}.\n");
        }
        if (type.Fields.IsEmpty)
            text.Append("It has no data.\n");
        else
            text.Append("\n| field | kind | there | meaning |\n|---|---|---|---|\n");
        foreach (var field in type.Fields)
        {
            var presence = field.IsOptional ? "not always" : "always";
            text.Append(CultureInfo.InvariantCulture, $"| `{field.Name}` | {KebabCase.Of(field.Kind)} | {presence} | {field.Meaning} |\n");
        }
    }

    private static string Describe(EventWord word) => word.State is null ? $"`{word.Word}`" : $"`{word.Word}` (only `{word.State}`)";
}
