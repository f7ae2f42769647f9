namespace Gyre.Tracking.Search;

/// <summary>The grammar of registered models and of their versions.</summary>
internal sealed class RegistryTarget(bool versions) : SearchTarget
{
    private const string LastUpdated = "last_updated_timestamp";

    private static readonly string[] VersionNumbers = ["version_number", "creation_timestamp", LastUpdated];
    private static readonly string[] VersionOrderKeys = ["name", "version_number", "creation_timestamp", LastUpdated];
    private static readonly string[] ModelOrderKeys = ["name", "timestamp"];
    private readonly string[] _searchKeys = versions ? ["name", "version_number", "run_id", "source_path"] : ["name"];

    public override Reading Read(RawClause clause)
    {
        var field = ExperimentTarget.Resolve(RequireIdentifier(clause).Text, _searchKeys);
        if (clause.Right is not { } right)
            throw SearchText.Refuse($"Invalid comparator for {(field.Kind == FieldKind.Tag ? "tag" : "attribute")}: {clause.Comparator}");
        return new Reading(field, clause.Comparator, Value(field, right));
    }

    public override Field OrderField(string identifier)
    {
        if (versions)
        {
            var field = ExperimentTarget.Resolve(identifier, VersionOrderKeys);
            return field.Kind == FieldKind.Attribute ? field : throw InvalidOrderKey(field.Key, VersionOrderKeys);
        }
        return identifier switch
        {
            "name" => new Field(FieldKind.Attribute, "name"),
            "timestamp" or LastUpdated => new Field(FieldKind.Attribute, LastUpdated),
            _ => throw InvalidOrderKey(identifier, ModelOrderKeys),
        };
    }

    protected override void CheckComparator(Reading reading)
    {
        var (field, comparator) = (reading.Field, reading.Comparator);
        if (field.Kind == FieldKind.Tag)
        {
            if (!TextComparators.Contains(comparator, StringComparer.Ordinal))
                throw SearchText.Refuse($"Invalid comparator for tag: {comparator}");
        }
        else if (IsNumber(field.Key))
        {
            if (!NumberComparators.Contains(comparator, StringComparer.Ordinal))
                throw SearchText.Refuse($"Invalid comparator for attribute {field.Key}: {comparator}");
            if (reading.Value is TextValue text)
                throw SearchText.Refuse($"Expected numeric value type for numeric attribute: {field.Key}. Found '{text.Text}'");
        }
        else if (!TextComparators.Contains(comparator, StringComparer.Ordinal) && !(versions && comparator == "IN" && field.Key == "run_id"))
        {
            throw SearchText.Refuse($"Invalid comparator for attribute: {comparator}");
        }
    }

    private static bool IsNumber(string key) => key == "version_number";

    private FilterValue Value(Field field, Operand value)
    {
        if (IsText(value))
            return Text(value);
        if (field.Kind == FieldKind.Tag)
            throw SearchText.Refuse($"Expected a quoted string value for tag (e.g. 'my-value'). Got value {value.Text}");
        if (value.Kind == PieceKind.Bracket)
            return RunTarget.RunIds(field.Key, value);
        if (!versions || value.Kind != PieceKind.Number)
            throw SearchText.Refuse($"Expected a quoted string value or a list of quoted string values for attributes. Got value {value.Text}");
        return IsNumber(field.Key)
            ? new NumberValue(value.Text)
            : throw SearchText.Refuse($"Only the '{SearchText.Set(VersionNumbers)}' attributes support comparison with numeric values.");
    }

    private static TrackingException InvalidOrderKey(string key, IEnumerable<string> valid) =>
        SearchText.Refuse($"Invalid order by key '{key}' specified. Valid keys are '{SearchText.Set(valid)}'");
}
