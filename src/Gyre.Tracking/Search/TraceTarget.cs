using System.Collections.Frozen;
using Gyre.Tracking.Search.Formats;

namespace Gyre.Tracking.Search;

/// <summary>
/// The grammar of traces. Some attributes stand for tags or metadata and come out as those: <c>name</c>, <c>run_id</c>, <c>prompt</c>; <c>text</c> is what spans contain.
/// </summary>
internal sealed class TraceTarget : SearchTarget
{
    private const string SpanAttributes = "attributes.";

    private static readonly string[] SearchKeys =
    [
        "request_id", "timestamp", "timestamp_ms", "execution_time", "execution_time_ms", "end_time", "end_time_ms", "status", "client_request_id", "name", "run_id", "prompt", "text",
    ];

    private static readonly string[] OrderKeys =
        ["experiment_id", "timestamp", "timestamp_ms", "execution_time", "execution_time_ms", "end_time", "end_time_ms", "status", "request_id", "name", "run_id"];

    private static readonly string[] Numbers = ["timestamp_ms", "timestamp", "execution_time_ms", "execution_time", "end_time_ms", "end_time"];
    private static readonly string[] ListKeys = ["name", "status", "request_id", "run_id", "client_request_id"];
    private static readonly string[] SpanKeys = ["name", "status", "type"];
    private static readonly string[] PatternComparators = [.. TextComparators, "RLIKE"];
    private static readonly string[] ListComparators = [.. PatternComparators, "IN", "NOT IN"];
    private static readonly string[] ContentComparators = ["LIKE", "ILIKE"];
    private static readonly string[] JudgedComparators = [.. NumberComparators, "LIKE", "ILIKE", "RLIKE"];

    private static readonly FrozenDictionary<string, FieldKind> Entities = new Dictionary<string, FieldKind>
    {
        ["attribute"] = FieldKind.Attribute,
        ["attributes"] = FieldKind.Attribute,
        ["trace"] = FieldKind.Attribute,
        ["tag"] = FieldKind.Tag,
        ["tags"] = FieldKind.Tag,
        ["request_metadata"] = FieldKind.Metadata,
        ["metadata"] = FieldKind.Metadata,
        ["span"] = FieldKind.Span,
        ["feedback"] = FieldKind.Feedback,
        ["expectation"] = FieldKind.Expectation,
        ["issue"] = FieldKind.Issue,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public override Reading Read(RawClause clause)
    {
        var field = Resolve(RequireIdentifier(clause).Text, SearchKeys);
        if (clause.Right is not { } right)
        {
            return field.Kind is FieldKind.Tag or FieldKind.Metadata or FieldKind.Feedback or FieldKind.Expectation
                ? new Reading(field, clause.Comparator, NoValue.Instance)
                : throw SearchText.Refuse($"IS NULL / IS NOT NULL is only supported for tags, metadata, feedback and expectations, not for '{NameOf(field.Kind)}' '{field.Key}'");
        }
        if (field.Kind is FieldKind.Feedback or FieldKind.Expectation)
            CheckJudged(field, clause.Comparator, right);
        var reading = new Reading(field, clause.Comparator, Value(field, right));
        if (field.Kind == FieldKind.Span)
            CheckSpan(reading);
        return Translate(reading);
    }

    public override Field OrderField(string identifier) => Translate(new Reading(Resolve(identifier, OrderKeys), "", NoValue.Instance)).Field;

    public override TrackingException InvalidClauses(string text, IReadOnlyList<string> parts) => Runs.InvalidClauses(text, parts);

    protected override void CheckComparator(Reading reading)
    {
        var (valid, closed) = reading.Field.Kind switch
        {
            FieldKind.Attribute when Numbers.Contains(reading.Field.Key, StringComparer.Ordinal) => (NumberComparators, false),
            FieldKind.Attribute => (ListComparators, true),
            FieldKind.Feedback or FieldKind.Expectation => (JudgedComparators, true),
            FieldKind.Issue => (["="], true),
            FieldKind.Tag or FieldKind.Metadata when reading.Value is ListValue => (ListComparators, false),
            FieldKind.Tag or FieldKind.Metadata => (PatternComparators, false),
            _ => (ListComparators, true),
        };
        if (!valid.Contains(reading.Comparator, StringComparer.Ordinal))
            throw InvalidComparator(reading.Comparator, valid, closed);
        if (ReferenceEquals(valid, NumberComparators) && reading.Value is TextValue { Text: var text })
            throw SearchText.Refuse($"Expected numeric value type for numeric attribute: {reading.Field.Key}. Found '{text}'");
    }

    private static string NameOf(FieldKind kind) => kind switch
    {
        FieldKind.Metadata => "request_metadata",
        FieldKind.Tag => "tag",
        FieldKind.Span => "span",
        FieldKind.Feedback => "feedback",
        FieldKind.Expectation => "expectation",
        FieldKind.Issue => "issue",
        _ => "attribute",
    };

    private static Field Resolve(string identifier, string[] attributes)
    {
        var (entity, rest) = Part(identifier);
        var name = entity is null ? "attribute" : SearchText.IsQuoted(entity, '`') ? entity[1..^1] : entity;
        if (!Entities.TryGetValue(name, out var kind))
            throw SearchText.Refuse($"Invalid entity type '{name}'. Valid values are {SearchText.Set(Entities.Keys.Order(StringComparer.Ordinal))}");
        var key = SearchText.Unquote(rest);
        return kind != FieldKind.Attribute || attributes.Contains(key, StringComparer.Ordinal) ? new Field(kind, key) : throw UnknownAttribute(key, attributes);
    }

    private static FilterValue Value(Field field, Operand value)
    {
        if (IsText(value))
            return Text(value);
        var isNumber = value.Kind == PieceKind.Number;
        var isList = value.Kind == PieceKind.Bracket;
        return field.Kind switch
        {
            FieldKind.Attribute when isList => ListKeys.Contains(field.Key, StringComparer.Ordinal)
                ? new ListValue(ListLiteral.Read(value.Text))
                : throw SearchText.Refuse($"Only attributes in {SearchText.Set(ListKeys)} supports comparison with a list of quoted string values."),
            FieldKind.Attribute when isNumber => Numbers.Contains(field.Key, StringComparer.Ordinal)
                ? new NumberValue(value.Text)
                : throw SearchText.Refuse($"Only the '{SearchText.Set(Numbers)}' attributes support comparison with numeric values."),
            FieldKind.Attribute => throw SearchText.Refuse($"Expected a quoted string value or a list of quoted string values for attributes. Got value {value.Text}"),
            FieldKind.Tag or FieldKind.Span when isList => new ListValue(ListLiteral.Read(value.Text)),
            FieldKind.Feedback or FieldKind.Expectation when isNumber => new NumberValue(value.Text),
            _ => throw NotQuoted(field, value),
        };
    }

    private static void CheckJudged(Field field, string comparator, Operand value)
    {
        var wantsNumber = comparator is ">" or ">=" or "<" or "<=";
        if (wantsNumber && value.Kind != PieceKind.Number)
            throw SearchText.Refuse($"Expected a numeric value for {NameOf(field.Kind)} when using comparator '{comparator}'. Got value {value.Text}");
        if (!wantsNumber && !IsText(value))
            throw NotQuoted(field, value);
    }

    private static TrackingException NotQuoted(Field field, Operand value) =>
        SearchText.Refuse($"Expected a quoted string value for {NameOf(field.Kind)} (e.g. 'my-value'). Got value {value.Text}");

    private static void CheckSpan(Reading reading)
    {
        var key = reading.Field.Key;
        if (key == SpanAttributes)
            throw SearchText.Refuse("Span attribute name cannot be empty after 'attributes.'");
        var valid = key == "content" ? ContentComparators : ListComparators;
        if (key != "content" && !key.StartsWith(SpanAttributes, StringComparison.Ordinal) && !SpanKeys.Contains(key, StringComparer.Ordinal))
            throw SearchText.Refuse($"Invalid span attribute '{key}'. Supported attributes: {string.Join(", ", SpanKeys)}, attributes.<attribute_name>.");
        if (!valid.Contains(reading.Comparator, StringComparer.Ordinal))
            throw SearchText.Refuse($"span.{key} comparator '{reading.Comparator}' not one of '{SearchText.Set(valid)}'");
    }

    private static Reading Translate(Reading reading) => reading.Field is not { Kind: FieldKind.Attribute, Key: var key }
        ? reading
        : key switch
        {
            "name" => reading with { Field = new Field(FieldKind.Tag, ReservedKeys.TraceName) },
            "run_id" => reading with { Field = new Field(FieldKind.Metadata, ReservedKeys.SourceRun) },
            "timestamp" => reading with { Field = new Field(FieldKind.Attribute, "timestamp_ms") },
            "execution_time" => reading with { Field = new Field(FieldKind.Attribute, "execution_time_ms") },
            "end_time" => reading with { Field = new Field(FieldKind.Attribute, "end_time_ms") },
            "prompt" => ForPrompt(reading),
            "text" => ContentComparators.Contains(reading.Comparator, StringComparer.Ordinal)
                ? reading with { Field = new Field(FieldKind.Span, "content") }
                : throw InvalidComparator(reading.Comparator, ContentComparators),
            _ => reading,
        };

    /// <summary>A trace's prompts are a tag of JSON, in which the version's entry is looked for as it is written.</summary>
    private static Reading ForPrompt(Reading reading)
    {
        if (reading.Comparator != "=" || reading.Value is not TextValue { Text: var text } || text.Split('/') is not [{ Length: > 0 } name, { Length: > 0 } version])
            throw SearchText.Refuse($"Invalid comparator '{reading.Comparator}' for prompts filter. Only '=' is supported with format: prompt = \"name/version\"");
        return new Reading(new Field(FieldKind.Tag, ReservedKeys.LinkedPrompts), "LIKE", new TextValue($"%{{\"name\": \"{name}\", \"version\": \"{version}\"}}%"));
    }
}
