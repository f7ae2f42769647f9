namespace Gyre.Tracking.Search;

/// <summary>How a column's values compare.</summary>
internal enum ColumnKind
{
    /// <summary>Byte by byte, as <c>{text}</c> columns do.</summary>
    Text,

    /// <summary>As 64-bit integers, exactly, whatever number a filter writes.</summary>
    Integer,

    /// <summary>As doubles.</summary>
    Number,
}

/// <summary>A column of the searched row.</summary>
/// <param name="Sql">The expression, over the alias <c>r</c>; a constant of the program.</param>
/// <param name="Kind">How it compares.</param>
internal sealed record AttributeColumn(string Sql, ColumnKind Kind = ColumnKind.Text)
{
    /// <summary>Whether it may be NULL; then no comparison matches it.</summary>
    public bool IsNullable { get; init; }

    /// <summary>For a text that is stored as a number: what the number of each text is. Comparisons are on the text.</summary>
    public IReadOnlyDictionary<string, int>? Codes { get; init; }
}

/// <summary>
/// Values of the searched row that lie in another table. A comparison matches when any of the rows does.
/// <code>new ChildColumn("tracking_tags x", "x.run=r.number", "x.value") { Key = "x.key", IsPrefixIndexed = true }</code>
/// </summary>
/// <param name="From">The table and its alias, which must not be <c>r</c>; may be a join.</param>
/// <param name="Where">Ties it to the alias <c>r</c>; may restrict it more, with parameters that the caller adds to the statement.</param>
/// <param name="Value">What is compared.</param>
/// <param name="Kind">How it compares.</param>
internal sealed record ChildColumn(string From, string Where, string Value, ColumnKind Kind = ColumnKind.Text)
{
    /// <summary>The column of the key, when the rows of many keys lie in the table.</summary>
    public string? Key { get; init; }

    /// <summary>Whether there is at most one row for a key. All that a filter says of the key is then looked up at once.</summary>
    public bool IsUnique { get; init; }

    /// <summary>The BOOLEAN column that says that the value is not a number; such a value matches <c>!=</c> alone.</summary>
    public string? IsNan { get; init; }

    /// <summary>Whether an index is on <c>substr(value, 1, 100)</c>, which equality then uses.</summary>
    public bool IsPrefixIndexed { get; init; }
}

/// <summary>
/// Where the fields of a target are stored. The service that owns the tables writes it once, as constants:
/// <code>
/// var columns = new SearchColumns
/// {
///     Attributes = new Dictionary&lt;string, AttributeColumn&gt; { ["name"] = new("r.name"), ["creation_timestamp"] = new("r.created_at", ColumnKind.Integer) },
///     Children = new Dictionary&lt;(FieldKind, string?), ChildColumn&gt; { [(FieldKind.Tag, null)] = new("model_tags x", "x.model=r.number", "x.value") { Key = "x.key", IsUnique = true } },
/// };
/// var filter = FilterParser.Parse(SearchTarget.RegisteredModels, text);
/// var (sql, parameters) = FilterCompiler.Compile(filter, columns, session.Kind);
/// session.Query&lt;long&gt;($"SELECT r.number FROM models r WHERE r.deleted=FALSE AND {sql}", parameters);
/// </code>
/// The keys of attributes are the ones that the target's parser gives, aliases resolved.
/// </summary>
internal sealed record SearchColumns
{
    /// <summary>Attribute to column.</summary>
    public required IReadOnlyDictionary<string, AttributeColumn> Attributes { get; init; }

    /// <summary>Kind and key to rows elsewhere; the key null is for every key that is not listed.</summary>
    public required IReadOnlyDictionary<(FieldKind Kind, string? Key), ChildColumn> Children { get; init; }

    /// <summary>The rows of a field; null when it is not stored.</summary>
    public ChildColumn? ChildOf(Field field) => Children.GetValueOrDefault((field.Kind, field.Key)) ?? Children.GetValueOrDefault((field.Kind, null));
}
