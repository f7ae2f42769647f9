namespace Gyre.Tracking.Search;

/// <summary>The grammar of experiments.</summary>
internal sealed class ExperimentTarget : SearchTarget
{
    private static readonly string[] SearchKeys = ["name", "creation_time", "last_update_time"];
    private static readonly string[] OrderKeys = ["name", "experiment_id", "creation_time", "last_update_time"];
    private static readonly string[] ListComparators = [.. TextComparators, "IN", "NOT IN"];

    public override Reading Read(RawClause clause)
    {
        var field = Resolve(RequireIdentifier(clause).Text, SearchKeys);
        if (clause.Right is not { } right)
        {
            return field.Kind == FieldKind.Tag
                ? new Reading(field, clause.Comparator, NoValue.Instance)
                : throw SearchText.Refuse($"IS NULL / IS NOT NULL is only supported for tags, not for attribute '{field.Key}'");
        }
        if (field.Kind == FieldKind.Attribute)
            return new Reading(field, clause.Comparator, RunTarget.AttributeValue(field.Key, right, IsNumber(field.Key)));
        return IsText(right)
            ? new Reading(field, clause.Comparator, Text(right))
            : throw SearchText.Refuse($"Expected a quoted string value for tag (e.g. 'my-value'). Got value {right.Text}");
    }

    public override Field OrderField(string identifier)
    {
        var field = Resolve(identifier, OrderKeys);
        return field.Kind == FieldKind.Attribute ? field : throw SearchText.Refuse("Invalid order_by entity: tag");
    }

    protected override void CheckComparator(Reading reading)
    {
        if (reading.Field.Kind == FieldKind.Tag)
        {
            if (!TextComparators.Contains(reading.Comparator, StringComparer.Ordinal))
                throw SearchText.Refuse($"Invalid comparator for tag: {reading.Comparator}");
            return;
        }
        var isNumber = IsNumber(reading.Field.Key);
        if (!(isNumber ? NumberComparators : ListComparators).Contains(reading.Comparator, StringComparer.Ordinal))
            throw InvalidComparator(reading.Comparator, ListComparators, closed: !isNumber);
    }

    /// <summary>The field of an identifier with the entities attribute and tag, as experiments, registered models and their versions have them.</summary>
    public static Field Resolve(string identifier, string[] attributes)
    {
        var (entity, rest) = Part(identifier);
        if (entity is not (null or "attribute" or "tag" or "tags"))
            throw SearchText.Refuse($"Invalid entity type '{entity}'. Valid entity types are ('attribute', 'tag', 'tags')");
        var key = SearchText.Unquote(rest);
        if (entity is "tag" or "tags")
            return new Field(FieldKind.Tag, key);
        return attributes.Contains(key, StringComparer.Ordinal) ? new Field(FieldKind.Attribute, key) : throw UnknownAttribute(key, attributes);
    }

    private static bool IsNumber(string key) => key is "creation_time" or "last_update_time";
}
