using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gyre.Tracking.Search;

/// <summary>The grammar of runs.</summary>
internal sealed class RunTarget : SearchTarget
{
    private static readonly string[] SearchKeys =
        ["run_id", "run_name", "user_id", "status", "start_time", "end_time", "artifact_uri", "created", "Created", "run name", "Run name", "Run Name"];

    private static readonly string[] OrderKeys = ["run_id", "run_name", "user_id", "status", "start_time", "end_time", "artifact_uri", "created", "Created"];
    private static readonly string[] DatasetKeys = ["name", "digest", "context"];
    private static readonly string[] EntityNames = ["metric", "parameter", "tag", "attribute", "dataset"];
    private static readonly string[] ListComparators = [.. TextComparators, "IN", "NOT IN"];

    private static readonly FrozenDictionary<string, FieldKind> Entities = new Dictionary<string, FieldKind>
    {
        ["metric"] = FieldKind.Metric,
        ["metrics"] = FieldKind.Metric,
        ["parameter"] = FieldKind.Param,
        ["parameters"] = FieldKind.Param,
        ["param"] = FieldKind.Param,
        ["params"] = FieldKind.Param,
        ["tag"] = FieldKind.Tag,
        ["tags"] = FieldKind.Tag,
        ["attribute"] = FieldKind.Attribute,
        ["attributes"] = FieldKind.Attribute,
        ["attr"] = FieldKind.Attribute,
        ["run"] = FieldKind.Attribute,
        ["dataset"] = FieldKind.Dataset,
        ["datasets"] = FieldKind.Dataset,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>
    {
        ["created"] = "start_time",
        ["Created"] = "start_time",
        ["run name"] = "run_name",
        ["Run name"] = "run_name",
        ["Run Name"] = "run_name",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>How messages call an entity.</summary>
    public static string NameOf(FieldKind kind) => kind switch
    {
        FieldKind.Metric => "metric",
        FieldKind.Param => "parameter",
        FieldKind.Tag => "tag",
        FieldKind.Dataset => "dataset",
        _ => "attribute",
    };

    public override Reading Read(RawClause clause)
    {
        var (kind, key) = Resolve(RequireIdentifier(clause).Text, SearchKeys);
        if (clause.Right is not { } right)
        {
            return kind is FieldKind.Tag or FieldKind.Param
                ? new Reading(new Field(kind, key), clause.Comparator, NoValue.Instance)
                : throw SearchText.Refuse($"IS NULL / IS NOT NULL is only supported for tags and params, not for '{NameOf(kind)}' '{key}'");
        }
        return new Reading(new Field(kind, Aliases.GetValueOrDefault(key, key)), clause.Comparator, Value(kind, key, right));
    }

    public override Field OrderField(string identifier)
    {
        var (kind, key) = Resolve(identifier, OrderKeys);
        return kind != FieldKind.Dataset ? new Field(kind, kind == FieldKind.Attribute ? Aliases.GetValueOrDefault(key, key) : key) : throw SearchText.Refuse("Invalid identifier type 'dataset'");
    }

    public override TrackingException InvalidClauses(string text, IReadOnlyList<string> parts) =>
        SearchText.Refuse($"Invalid clause(s) in filter string: {string.Join(", ", parts.Select(part => $"'{part}'"))}");

    protected override void CheckComparator(Reading reading)
    {
        var comparator = reading.Comparator;
        var isNumber = IsNumber(reading.Field.Key);
        var (valid, shown, closed) = reading.Field.Kind switch
        {
            FieldKind.Metric => (NumberComparators, NumberComparators, false),
            FieldKind.Param => (TextComparators, TextComparators, true),
            FieldKind.Tag => (TextComparators, TextComparators, false),
            FieldKind.Dataset => (ListComparators, ListComparators, false),
            _ when isNumber => (NumberComparators, ListComparators, false),
            _ => (ListComparators, ListComparators, true),
        };
        if (!valid.Contains(comparator, StringComparer.Ordinal))
            throw InvalidComparator(comparator, shown, closed);
    }

    private static bool IsNumber(string key) => key is "start_time" or "end_time" or "created" or "Created";

    private static (FieldKind Kind, string Key) Resolve(string identifier, string[] attributes)
    {
        var (entity, rest) = Part(identifier);
        var name = entity is null ? "attribute" : SearchText.IsQuoted(entity, '`') ? entity[1..^1] : entity;
        if (!Entities.TryGetValue(name, out var kind))
            throw SearchText.Refuse($"Invalid entity type '{name}'. Valid values are {SearchText.List(EntityNames)}");
        var key = SearchText.Unquote(rest);
        if (kind == FieldKind.Attribute && !attributes.Contains(key, StringComparer.Ordinal))
            throw UnknownAttribute(key, attributes);
        if (kind == FieldKind.Dataset && !DatasetKeys.Contains(key, StringComparer.Ordinal))
            throw SearchText.Refuse($"Invalid dataset key '{key}' specified. Valid keys are '{SearchText.Set(DatasetKeys)}'");
        return (kind, key);
    }

    private static FilterValue Value(FieldKind kind, string key, Operand value) => kind switch
    {
        FieldKind.Metric => value.Kind == PieceKind.Number
            ? new NumberValue(value.Text)
            : throw SearchText.Refuse($"Expected numeric value type for metric. Found {value.Text}"),
        FieldKind.Param or FieldKind.Tag => IsText(value)
            ? Text(value)
            : throw SearchText.Refuse($"Expected a quoted string value for {NameOf(kind)} (e.g. 'my-value'). Got value {value.Text}"),
        FieldKind.Dataset when value.Kind == PieceKind.Bracket => new ListValue(ListLiteral.Read(value.Text)),
        FieldKind.Dataset => IsText(value) ? Text(value) : throw SearchText.Refuse($"Expected a quoted string value for dataset attributes. Got value {value.Text}"),
        _ => AttributeValue(key, value, IsNumber(key)),
    };

    /// <summary>The value of an attribute; also for experiments, which have the same rules.</summary>
    public static FilterValue AttributeValue(string key, Operand value, bool isNumber)
    {
        if (isNumber)
        {
            return value.Kind == PieceKind.Number
                ? new NumberValue(value.Text)
                : throw SearchText.Refuse($"Expected numeric value type for numeric attribute: {key}. Found {value.Text}");
        }
        if (IsText(value))
            return Text(value);
        if (value.Kind != PieceKind.Bracket)
            throw SearchText.Refuse($"Expected a quoted string value for attributes. Got value {value.Text}");
        return RunIds(key, value);
    }

    /// <summary>A list of run ids; those that have capitals are dropped, because no run has such an id.</summary>
    public static ListValue RunIds(string key, Operand value) => key == "run_id"
        ? new ListValue([.. ListLiteral.Read(value.Text).Where(id => !id.Any(char.IsUpper))])
        : throw SearchText.Refuse("Only the 'run_id' attribute supports comparison with a list of quoted string values.");
}
