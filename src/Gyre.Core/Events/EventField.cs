using System.Globalization;

namespace Gyre.Core.Events;

/// <summary>Kinds of values in the data of an event.</summary>
public enum EventFieldKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>An id, written as a UUID with dashes.</summary>
    Id,

    /// <summary>A point in time as ISO 8601, with its offset.</summary>
    Time,

    /// <summary>A content digest.</summary>
    Digest,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>Any number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>An object with keys of its own.</summary>
    Map,
}

/// <summary>A field in the data of an event.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Meaning">What it says, as a phrase.</param>
public sealed record EventField(string Name, EventFieldKind Kind, string Meaning)
{
    /// <summary>Whether it may be missing or null. Default false.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The same field, which may be missing or null.</summary>
    public EventField Optional => this with { IsOptional = true };

    internal static EventField Text(string name, string meaning) => new(name, EventFieldKind.Text, meaning);

    internal static EventField Id(string name, string meaning) => new(name, EventFieldKind.Id, meaning);

    internal static EventField Time(string name, string meaning) => new(name, EventFieldKind.Time, meaning);

    internal static EventField Content(string name, string meaning) => new(name, EventFieldKind.Digest, meaning);

    internal static EventField Integer(string name, string meaning) => new(name, EventFieldKind.Integer, meaning);

    internal static EventField Number(string name, string meaning) => new(name, EventFieldKind.Number, meaning);

    internal static EventField Flag(string name, string meaning) => new(name, EventFieldKind.Flag, meaning);

    internal static EventField Map(string name, string meaning) => new(name, EventFieldKind.Map, meaning);

    /// <summary>Whether the value is of the field's kind.</summary>
    internal bool Takes(Value value) => Kind switch
    {
        EventFieldKind.Text => value is TextValue,
        EventFieldKind.Id => value is TextValue id && Guid.TryParseExact(id.Text, "D", out _),
        EventFieldKind.Time => value is TextValue time && IsTime(time.Text),
        EventFieldKind.Digest => value is TextValue digest && Core.Digest.TryParse(digest.Text, out _),
        EventFieldKind.Integer => value is IntegerValue,
        EventFieldKind.Number => value is IntegerValue or FloatValue,
        EventFieldKind.Flag => value is BooleanValue,
        EventFieldKind.Map => value is MapValue,
        _ => throw new InvalidOperationException($"Unknown field kind {Kind}."),
    };

    private static bool IsTime(string text) =>
        DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _);
}
