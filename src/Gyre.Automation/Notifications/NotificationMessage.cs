using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gyre.Core;
using Gyre.Delivery;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Automation.Notifications;

/// <summary>An event with what it is about.</summary>
/// <param name="Event">The event.</param>
/// <param name="Data">Its data.</param>
/// <param name="Run">The run it is about, or the last turn of the cycle; null when there is none.</param>
/// <param name="Cycle">The cycle it is about; null when it is about a run.</param>
internal sealed record ToldEvent(StoredEvent Event, MapValue Data, RunFacts? Run, CycleFacts? Cycle)
{
    /// <summary>What people call it.</summary>
    public required string Word { get; init; }

    public string? State => Text("state");

    public string Pipeline => Run?.Pipeline ?? Cycle!.Pipeline;

    /// <summary>Null when it is about nothing that is known.</summary>
    public static ToldEvent? Read(IDbSession session, StoredEvent found, EventWords words)
    {
        var at = found.Subject.IndexOf('/', StringComparison.Ordinal);
        var (kind, id) = at < 0 ? ("", "") : (found.Subject[..at], found.Subject[(at + 1)..]);
        if (kind == "run" && GuidIds.TryParse<RunId>(id, out var run) && RunLedger.Find(session, run) is { } row)
            return Of(row, null);
        if (kind == "cycle" && GuidIds.TryParse<CycleId>(id, out var cycle) && RunLedger.FindCycle(session, cycle) is { } facts)
            return Of(facts.LastTurn, facts);
        return null;

        ToldEvent Of(RunFacts? run, CycleFacts? cycle)
        {
            var data = DataOf(found);
            return new ToldEvent(found, data, run, cycle) { Word = words.Of(found.Type, TextOf(data, "state")) };
        }
    }

    public string? Text(string name) => TextOf(Data, name);

    private static string? TextOf(MapValue data, string name) => data.Find(name) is TextValue { Text: var text } ? text : null;

    private static MapValue DataOf(StoredEvent found)
    {
        try
        {
            return ValueJson.Parse(found.Data) as MapValue ?? new MapValue([]);
        }
        catch (JsonException)
        {
            return new MapValue([]);
        }
    }
}

/// <summary>What is sent of an event.</summary>
internal static class NotificationMessage
{
    private const int MaxText = 2000;

    /// <summary>The JSON that is posted, and from which mail is made.</summary>
    public static string Body(ToldEvent told, Guid delivery, string notification, Uri? server)
    {
        var about = told.Cycle is { } cycle ? $"api/v1/cycles/{cycle.Id}" : $"api/v1/runs/{told.Run!.Id}";
        return Write(
            ("schema_version", 1),
            ("delivery_id", delivery.ToString("D", CultureInfo.InvariantCulture)),
            ("notification", notification),
            ("event", told.Word),
            ("type", told.Event.Type),
            ("sequence", told.Event.Sequence),
            ("at", told.Event.At.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)),
            ("project", told.Run?.Project ?? told.Cycle!.Project),
            ("pipeline", told.Pipeline),
            ("title", Short(told.Cycle?.Name ?? told.Run!.Title)),
            ("run_id", told.Run?.Id.ToString()),
            ("cycle_id", (told.Cycle?.Id ?? told.Run?.Cycle)?.ToString()),
            ("turn", told.Run?.Cycle is null ? null : told.Run.Turn),
            ("node", told.Text("path")),
            ("state", told.State ?? (told.Cycle is null ? null : told.Cycle.State)),
            ("reason", Short(told.Text("reason"))),
            ("detail", Short(told.Text("detail"))),
            ("question", Short(told.Text("question"))),
            ("by", Short(told.Text("by"))),
            ("comment", Short(told.Text("comment"))),
            ("link", server is null ? null : new Uri(server, about).ToString()));
    }

    /// <summary>A message that looks like those that will come.</summary>
    public static string Example(Notification notification, Guid delivery, DateTimeOffset now, Uri? server) => Write(
        ("schema_version", 1),
        ("delivery_id", delivery.ToString("D", CultureInfo.InvariantCulture)),
        ("notification", notification.Name),
        ("event", "test"),
        ("type", "notification.test"),
        ("sequence", 0),
        ("at", now.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)),
        ("project", "example"),
        ("pipeline", notification.Pipeline ?? "example"),
        ("title", "Test notification"),
        ("reason", "test requested by a user"),
        ("link", server?.ToString()));

    /// <summary>The same for people.</summary>
    public static MailMessage Mail(string body, MailTarget target)
    {
        var map = (MapValue)ValueJson.Parse(body);
        var (what, title) = (Of(map, "event"), Of(map, "title"));
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{what}: {title}").AppendLine();
        foreach (var (key, name) in (ReadOnlySpan<(string, string)>)[("project", "Project"), ("pipeline", "Pipeline"), ("run_id", "Run"), ("cycle_id", "Cycle"), ("turn", "Turn"), ("node", "Node"),
            ("state", "State"), ("reason", "Reason"), ("detail", "Detail"), ("question", "Question"), ("by", "By"), ("comment", "Comment"), ("at", "At"), ("link", "Link")])
        {
            if (Of(map, key) is { Length: > 0 } value)
                text.Append((name + ":").PadRight(10)).AppendLine(value);
        }
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Sent by Gyre, notification {Of(map, "notification")}.");
        return new MailMessage { From = target.From, To = target.To, Id = Of(map, "delivery_id"), Subject = $"[gyre] {what}: {title} ({Of(map, "project")})", Text = text.ToString() };
    }

    private static string Of(MapValue map, string key) => map.Entries.FirstOrDefault(entry => entry.Key == key).Value switch
    {
        TextValue text => text.Text,
        IntegerValue number => number.Number.ToString(CultureInfo.InvariantCulture),
        _ => "",
    };

    private static string Write(params ReadOnlySpan<(string Name, object? Value)> entries)
    {
        var values = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        foreach (var (name, value) in entries)
        {
            if (value is not null)
                values.Add(new(name, value switch { int number => Value.Of(number), long number => Value.Of(number), _ => Value.Of((string)value) }));
        }
        return ValueJson.Write(new MapValue(values.ToImmutable()));
    }

    private static string? Short(string? text) => text is { Length: > MaxText } ? text[..MaxText] + "…" : text;
}
