using System.Collections.Frozen;

namespace Gyre.Tracking.Search;

/// <summary>A comparison whose field and value are understood.</summary>
internal sealed record Reading(Field Field, string Comparator, FilterValue Value);

/// <summary>
/// The grammar of what can be searched: its entities, keys, operators, values, and the wording of what is wrong. Filters are read by <see cref="FilterParser"/>, orders by
/// <see cref="OrderParser"/>.
/// </summary>
internal abstract class SearchTarget
{
    /// <summary>Runs: metrics, params, tags, attributes, datasets.</summary>
    public static readonly SearchTarget Runs = new RunTarget();

    /// <summary>Experiments: attributes and tags.</summary>
    public static readonly SearchTarget Experiments = new ExperimentTarget();

    /// <summary>Registered models: the name and tags.</summary>
    public static readonly SearchTarget RegisteredModels = new RegistryTarget(versions: false);

    /// <summary>Versions of registered models.</summary>
    public static readonly SearchTarget ModelVersions = new RegistryTarget(versions: true);

    /// <summary>Logged models, whose grammar is stricter and whose orders are objects (<see cref="LoggedModelOrder"/>).</summary>
    public static readonly SearchTarget LoggedModels = new LoggedModelTarget();

    /// <summary>Traces.</summary>
    public static readonly SearchTarget Traces = new TraceTarget();

    protected static readonly string[] NumberComparators = [">", ">=", "!=", "=", "<", "<="];
    protected static readonly string[] TextComparators = ["!=", "=", "LIKE", "ILIKE"];

    private static readonly FrozenDictionary<string, FilterOperator> Operators = new Dictionary<string, FilterOperator>
    {
        ["="] = FilterOperator.Equal,
        ["!="] = FilterOperator.NotEqual,
        [">"] = FilterOperator.Greater,
        [">="] = FilterOperator.GreaterOrEqual,
        ["<"] = FilterOperator.Less,
        ["<="] = FilterOperator.LessOrEqual,
        ["LIKE"] = FilterOperator.Like,
        ["ILIKE"] = FilterOperator.ILike,
        ["RLIKE"] = FilterOperator.RLike,
        ["IN"] = FilterOperator.In,
        ["NOT IN"] = FilterOperator.NotIn,
        ["IS NULL"] = FilterOperator.IsNull,
        ["IS NOT NULL"] = FilterOperator.IsNotNull,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Understands the sides of a comparison.</summary>
    /// <exception cref="TrackingException">The field is not known, or the value does not fit it.</exception>
    public abstract Reading Read(RawClause clause);

    /// <summary>Understands the operator of a comparison.</summary>
    /// <exception cref="TrackingException">The field has no such operator.</exception>
    public FilterOperator Operator(Reading reading)
    {
        if (!IsPresence(reading.Comparator))
            CheckComparator(reading);
        var known = Operators[reading.Comparator];
        if (reading.Value is ListValue != known is FilterOperator.In or FilterOperator.NotIn)
            throw SearchText.Refuse($"Invalid comparator '{reading.Comparator}' for {(reading.Value is ListValue ? "a list of values; use IN or NOT IN" : "a single value")}.");
        return known;
    }

    /// <summary>The field that an order names; null when the target's orders are not of this form.</summary>
    /// <param name="identifier">As written, possibly in quotes.</param>
    /// <exception cref="TrackingException">There is no such field to order by.</exception>
    public abstract Field OrderField(string identifier);

    /// <summary>A filter of blanks alone.</summary>
    public virtual TrackingException Blank(string text) => SearchText.Refuse($"Invalid filter '{text}'. Could not be parsed.");

    /// <summary>A filter with a semicolon in it.</summary>
    public virtual TrackingException SeveralStatements(string text) =>
        SearchText.Refuse($"Search filter contained multiple expression {SearchText.Quote(text)}. Provide AND-ed expression list.");

    /// <summary>A filter with parts that are neither comparisons nor AND.</summary>
    public virtual TrackingException InvalidClauses(string text, IReadOnlyList<string> parts) =>
        SearchText.Refuse($"Invalid clause(s) in filter string: {string.Join(", ", parts)}");

    /// <summary>Refuses an operator that the field does not have. Not called for IS NULL and IS NOT NULL.</summary>
    protected abstract void CheckComparator(Reading reading);

    protected static bool IsPresence(string comparator) => comparator is "IS NULL" or "IS NOT NULL";

    protected static Operand RequireIdentifier(RawClause clause) => clause.Left.Kind == PieceKind.Identifier
        ? clause.Left
        : throw SearchText.Refuse($"Invalid comparison clause. Expected 'Identifier' found '{clause.Left.Text}'");

    /// <summary>Parts an identifier at its first dot; no entity when there is none.</summary>
    protected static (string? Entity, string Key) Part(string identifier)
    {
        var dot = identifier.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? (null, identifier) : (identifier[..dot], identifier[(dot + 1)..]);
    }

    protected static TrackingException UnknownAttribute(string key, IEnumerable<string> valid) =>
        SearchText.Refuse($"Invalid attribute key '{key}' specified. Valid keys are '{SearchText.Set(valid)}'");

    /// <summary>The message that ends without its closing quote where that is how clients know it.</summary>
    protected static TrackingException InvalidComparator(string comparator, IEnumerable<string> valid, bool closed = true) =>
        SearchText.Refuse($"Invalid comparator '{comparator}' not one of '{SearchText.Set(valid)}{(closed ? "'" : "")}");

    /// <summary>Whether a value is a text or a name, which is then refused for having no quotes.</summary>
    protected static bool IsText(Operand value) => value.Kind is PieceKind.Text or PieceKind.Identifier;

    protected static TextValue Text(Operand value)
    {
        var text = value.Text;
        if (!SearchText.IsQuoted(text, '\'') && !SearchText.IsQuoted(text, '"'))
            throw SearchText.Refuse($"Parameter value is either not quoted or unidentified quote types used for string value {text}. Use either single or double quotes.");
        var quote = text[..1];
        return new TextValue(text[1..^1].Replace(quote + quote, quote, StringComparison.Ordinal));
    }
}
