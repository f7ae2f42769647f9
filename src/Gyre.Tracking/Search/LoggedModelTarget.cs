namespace Gyre.Tracking.Search;

/// <summary>The grammar of logged models: one spelling per entity, lists for every text, nothing about absence.</summary>
internal sealed class LoggedModelTarget : SearchTarget
{
    private static readonly string[] EntityNames = ["attributes", "metrics", "params", "tags"];
    private static readonly string[] Attributes = ["name", "model_id", "model_type", "status", "source_run_id", "creation_timestamp", "last_updated_timestamp"];
    private static readonly string[] ListComparators = ["=", "!=", "LIKE", "ILIKE", "IN", "NOT IN"];

    /// <summary>The attribute of a name; null when there is none.</summary>
    public static string? AttributeOf(string name) => name switch
    {
        "creation_time" or "creation_timestamp_ms" => "creation_timestamp",
        "last_updated_time" or "last_updated_timestamp_ms" => "last_updated_timestamp",
        _ => Attributes.Contains(name, StringComparer.Ordinal) ? name : null,
    };

    public override Reading Read(RawClause clause)
    {
        var field = Resolve(clause.Left.Text);
        if (clause.Right is not { } right)
            throw SearchText.Refuse($"Invalid comparison: {clause.Text}. Expected a comparison with 3 tokens.");
        var isNumber = IsNumber(field);
        if (!(isNumber ? NumberComparators : ListComparators).Contains(clause.Comparator, StringComparer.Ordinal))
        {
            throw SearchText.Refuse(
                $"Invalid comparison operator for {NameOf(field.Kind)}.{field.Key}: {SearchText.Quote(clause.Comparator)}. Expected one of {SearchText.Tuple(ListComparators)}.");
        }
        return new Reading(field, clause.Comparator, isNumber ? Number(field, right) : TextOrList(field, right));
    }

    public override Field OrderField(string identifier) => throw new NotSupportedException("Orders of logged models are objects.");

    public override TrackingException Blank(string text) => SeveralStatements(text);

    public override TrackingException SeveralStatements(string text) => SearchText.Refuse($"Invalid filter string: {SearchText.Quote(text)}. Expected a single SQL expression.");

    public override TrackingException InvalidClauses(string text, IReadOnlyList<string> parts) => SearchText.Refuse(
        $"Invalid filter string: {SearchText.Quote(text)}. Expected a list of comparisons separated by 'AND' (e.g. 'metrics.loss > 0.1 AND params.lr = 0.01').");

    protected override void CheckComparator(Reading reading)
    {
        // Was checked with the field, before the value.
    }

    private static bool IsNumber(Field field) => field.Kind == FieldKind.Metric || field is { Kind: FieldKind.Attribute, Key: "creation_timestamp" or "last_updated_timestamp" };

    private static string NameOf(FieldKind kind) => kind switch
    {
        FieldKind.Metric => "metrics",
        FieldKind.Param => "params",
        FieldKind.Tag => "tags",
        _ => "attributes",
    };

    private static Field Resolve(string identifier)
    {
        var (entity, rest) = Part(identifier);
        if (entity is null || rest.Length == 0 || !entity.All(char.IsAsciiLetterLower))
            return Attribute(identifier.Trim('`'));
        var key = SearchText.Unquote(rest.Trim('`'));
        return entity switch
        {
            "attributes" => Attribute(key),
            "metrics" => new Field(FieldKind.Metric, key),
            "params" => new Field(FieldKind.Param, key),
            "tags" => new Field(FieldKind.Tag, key),
            _ => throw SearchText.Refuse($"Invalid entity type: {SearchText.Quote(entity)}. Expected one of {SearchText.List(EntityNames)}."),
        };
    }

    private static Field Attribute(string key) => new(FieldKind.Attribute, AttributeOf(key) ?? throw UnknownAttribute(key, Attributes));

    private static NumberValue Number(Field field, Operand value) => value.Kind == PieceKind.Number
        ? new NumberValue(value.Text)
        : throw SearchText.Refuse($"Expected a number for {NameOf(field.Kind)}.{field.Key}. Got value {value.Text}");

    // A value without quotes is the text itself, as in params.lr = 0.01.
    private static FilterValue TextOrList(Field field, Operand value) => value.Kind switch
    {
        PieceKind.Bracket => new ListValue(ListLiteral.Read(value.Text)),
        _ when SearchText.IsQuoted(value.Text, '\'') || SearchText.IsQuoted(value.Text, '"') => Text(value),
        PieceKind.Identifier or PieceKind.Number => new TextValue(value.Text),
        _ => throw SearchText.Refuse($"Expected a quoted string value for {NameOf(field.Kind)}.{field.Key}. Got value {value.Text}"),
    };
}

/// <summary>One key of an order of logged models.</summary>
/// <param name="Field">An attribute, or a metric whose latest value counts.</param>
/// <param name="Ascending">Direction; models without a value come last either way.</param>
/// <param name="DatasetName">Only metric values on this dataset count; null for any.</param>
/// <param name="DatasetDigest">Only metric values on this version of the dataset count; null for any.</param>
internal sealed record LoggedModelOrder(Field Field, bool Ascending, string? DatasetName, string? DatasetDigest)
{
    /// <summary>Reads what a client sent.</summary>
    /// <param name="fieldName">An attribute, or <c>metrics.K</c>.</param>
    /// <param name="ascending">Null for true.</param>
    /// <param name="datasetName">Empty counts as absent.</param>
    /// <param name="datasetDigest">Empty counts as absent.</param>
    /// <exception cref="TrackingException">There is no such field to order by.</exception>
    public static LoggedModelOrder Parse(string? fieldName, bool? ascending, string? datasetName, string? datasetDigest)
    {
        if (string.IsNullOrEmpty(fieldName))
            throw SearchText.Refuse("`field_name` in the `order_by` clause must be specified.");
        SearchText.Require(fieldName, "field_name");
        return new LoggedModelOrder(
            Resolve(fieldName), ascending ?? true, string.IsNullOrEmpty(datasetName) ? null : datasetName, string.IsNullOrEmpty(datasetDigest) ? null : datasetDigest);
    }

    private static Field Resolve(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            return new Field(FieldKind.Attribute, LoggedModelTarget.AttributeOf(name) ?? throw SearchText.Refuse($"Invalid order by field name: {name}"));
        return name.AsSpan(0, dot).SequenceEqual("metrics")
            ? new Field(FieldKind.Metric, SearchText.Unquote(name[(dot + 1)..]))
            : throw SearchText.Refuse($"Invalid order by field name: {name}. Only metrics are supported.");
    }
}
