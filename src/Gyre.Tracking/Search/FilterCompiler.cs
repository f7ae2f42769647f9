using System.Collections.Immutable;
using System.Globalization;
using Gyre.Storage;

namespace Gyre.Tracking.Search;

/// <summary>A filter for the WHERE of a statement.</summary>
/// <param name="Sql">A condition over the alias <c>r</c>, in brackets where it needs them; never unknown (NULL).</param>
/// <param name="Parameters">The values in it, by name; may be given to the session as they are.</param>
internal sealed record CompiledFilter(string Sql, IReadOnlyDictionary<string, object> Parameters);

/// <summary>
/// Writes filters in SQL. Values are parameters without exception. The text is kept without a blank before a parameter, because the storage layer remembers each statement that
/// has one, and filters come in endless forms. Conditions are nested as little as can be: SQLite's parser has a stack of 100.
/// </summary>
internal sealed class FilterCompiler
{
    private const int Chunk = 20;
    private const int MaxJoins = 8;
    private const string Never = "FALSE";
    private const string Always = "TRUE";

    private readonly SearchColumns _columns;
    private readonly DatabaseKind _engine;
    private readonly SqlParameters _parameters;
    private readonly bool _isPerRow;
    private string _fence = "";

    /// <param name="columns">Where fields are.</param>
    /// <param name="engine">The dialect.</param>
    /// <param name="parameters">Takes the values.</param>
    /// <param name="isPerRow">
    /// Whether other tables are to be asked row by row, as they come. PostgreSQL else likes to join them first, which is right for a whole table and wrong for the first rows of one.
    /// </param>
    public FilterCompiler(SearchColumns columns, DatabaseKind engine, SqlParameters parameters, bool isPerRow = false)
    {
        _isPerRow = isPerRow;
        _columns = columns;
        _engine = engine;
        _parameters = parameters;
    }

    /// <summary>Compiles a whole filter.</summary>
    /// <param name="filter">What has to hold.</param>
    /// <param name="columns">Where its fields are.</param>
    /// <param name="engine">The dialect.</param>
    /// <param name="prefix">Begins the names of its parameters.</param>
    /// <exception cref="TrackingException">A field is not stored here, or a pattern is too costly.</exception>
    public static CompiledFilter Compile(Filter filter, SearchColumns columns, DatabaseKind engine, string prefix = "f")
    {
        var parameters = new SqlParameters(prefix);
        return new CompiledFilter(new FilterCompiler(columns, engine, parameters).Condition(filter), parameters.Values);
    }

    /// <summary>The condition of a whole filter.</summary>
    public string Condition(Filter filter)
    {
        if (filter.Root is null)
            return Always;
        // The OFFSET keeps PostgreSQL from making joins of subqueries. With many of them, its search for the best order of joins would not end.
        _fence = _engine == DatabaseKind.PostgreSql && (_isPerRow || filter.Clauses().Skip(MaxJoins).Any()) ? " OFFSET 0" : "";
        return Bracketed(Write(filter.Root, negated: false));
    }

    /// <summary>What the rows of a field must fulfil, without what ties them to <c>r</c>.</summary>
    /// <param name="field">Whose rows.</param>
    /// <param name="child">Where they are.</param>
    /// <param name="clauses">What is said of them; those about presence say nothing of a row.</param>
    public string RowCondition(Field field, ChildColumn child, IEnumerable<Clause> clauses)
    {
        var key = child.Key is null ? [] : new[] { $"{child.Key}={_parameters.Add(field.Key)}" };
        var parts = key.Concat(clauses.Where(c => c.Operator is not (FilterOperator.IsNull or FilterOperator.IsNotNull)).Select(c => ChildValue(c, child))).ToList();
        return parts.Count == 0 ? Always : All(parts);
    }

    private static string Bracketed(Expression expression) => expression.IsOr ? $"({expression.Sql})" : expression.Sql;

    private Expression Write(FilterNode node, bool negated) => node switch
    {
        Negation not => Write(not.Part, !negated),
        AllOf all when negated => Join([.. all.Parts.Select(part => Write(part, negated))], isOr: true),
        AllOf all => Join([.. OfSharedRows(all.Parts), .. all.Parts.Where(part => !SharesRow(part)).Select(part => Write(part, negated))], isOr: false),
        AnyOf any => Join([.. any.Parts.Select(part => Write(part, negated))], isOr: !negated),
        Clause clause => new Expression(negated ? $"NOT {Clause(clause)}" : Clause(clause), IsOr: false, Size: 1),
        _ => throw new InvalidOperationException($"A filter cannot hold {node.GetType().Name}."),
    };

    /// <summary>One look-up for all clauses on the same key.</summary>
    private IEnumerable<Expression> OfSharedRows(ImmutableArray<FilterNode> parts) => parts.Where(SharesRow).Cast<Clause>().GroupBy(c => c.Field).Select(
        group => new Expression(Exists(_columns.ChildOf(group.Key)!, RowCondition(group.Key, _columns.ChildOf(group.Key)!, group)), IsOr: false, Size: group.Count()));

    private bool SharesRow(FilterNode part) =>
        part is Clause { Operator: not FilterOperator.IsNull, Field: var field } && !IsAttribute(field) && _columns.ChildOf(field) is { IsUnique: true };

    // The largest part comes first, so that the parser has the least on its stack when it goes into it.
    private static Expression Join(IReadOnlyList<Expression> parts, bool isOr)
    {
        if (parts.Count == 1)
            return parts[0];
        var texts = parts.OrderByDescending(e => e.Size).Select(e => isOr ? e.Sql : Bracketed(e)).ToList();
        return new Expression(isOr ? Any(texts) : All(texts), isOr, parts.Sum(e => e.Size));
    }

    private static string All(IReadOnlyList<string> texts) => Balance(texts, " AND ");

    private static string Any(IReadOnlyList<string> texts) => Balance(texts, " OR ");

    // A chain of a thousand would be a tree a thousand deep, which SQLite refuses.
    private static string Balance(IReadOnlyList<string> texts, string word)
    {
        while (texts.Count > Chunk)
            texts = [.. texts.Chunk(Chunk).Select(chunk => $"({string.Join(word, chunk)})")];
        return string.Join(word, texts);
    }

    private bool IsAttribute(Field field) => field.Kind == FieldKind.Attribute && _columns.Attributes.ContainsKey(field.Key);

    private string Clause(Clause clause)
    {
        if (clause.Field.Kind == FieldKind.Attribute && _columns.Attributes.TryGetValue(clause.Field.Key, out var column))
            return Attribute(clause, column);
        if (_columns.ChildOf(clause.Field) is not { } child)
            throw SearchText.Refuse($"A filter on '{clause.Field.Key}' is not supported by this server.");
        var exists = Exists(child, RowCondition(clause.Field, child, [clause]));
        return clause.Operator == FilterOperator.IsNull ? $"(NOT {exists})" : exists;
    }

    private string Exists(ChildColumn child, string condition) => $"EXISTS(SELECT 1 FROM {child.From} WHERE {child.Where} AND {condition}{_fence})";

    private string Attribute(Clause clause, AttributeColumn column)
    {
        var condition = column.Codes is { } codes ? Code(clause, column.Sql, codes) : Compare(clause, column.Sql, column.Kind);
        return column.IsNullable ? $"({column.Sql} IS NOT NULL AND {condition})" : $"({condition})";
    }

    private string ChildValue(Clause clause, ChildColumn child)
    {
        if (child.IsNan is { } isNan)
        {
            var number = _parameters.Add(Double(clause));
            return clause.Operator == FilterOperator.NotEqual ? $"({isNan} OR {child.Value}<>{number})" : $"{isNan}=FALSE AND {child.Value}{Sign(clause.Operator)}{number}";
        }
        return Compare(clause, child.Value, child.Kind);
    }

    private string Compare(Clause clause, string column, ColumnKind kind) => (kind, clause.Value) switch
    {
        (ColumnKind.Integer, FilterNumber number) => Integer(clause.Operator, column, number.Text),
        (ColumnKind.Number, FilterNumber) => $"{column}{Sign(clause.Operator)}{_parameters.Add(Double(clause))}",
        (ColumnKind.Text, FilterList list) => OneOf(column, list.Items, clause.Operator == FilterOperator.In),
        (ColumnKind.Text, FilterText text) => Text(clause.Operator, column, text.Text),
        _ => throw SearchText.Refuse($"The value for '{clause.Field.Key}' has the wrong type."),
    };

    private string Text(FilterOperator comparison, string column, string text)
    {
        switch (comparison)
        {
            case FilterOperator.Like:
                LikePattern.Require(text);
                return _engine == DatabaseKind.Sqlite ? $"{column} GLOB({_parameters.Add(LikePattern.ToGlob(text))})" : $"{column} LIKE({_parameters.Add(text)})ESCAPE ''";
            case FilterOperator.ILike:
                LikePattern.Require(text);
                return _engine == DatabaseKind.Sqlite
                    ? $"{column} LIKE({_parameters.Add(text)})"
                    : $"lower({column} COLLATE \"C\") LIKE({_parameters.Add(LikePattern.ToLowerAscii(text))})ESCAPE ''";
            case FilterOperator.RLike:
                throw SearchText.Refuse("RLIKE is not supported by this server; use LIKE or ILIKE.");
            default:
                return $"{column}{Sign(comparison)}{_parameters.Add(text)}";
        }
    }

    // One parameter for the whole list: SQLite looks parameters up one by one, and lists may have thousands.
    private string OneOf(string column, ImmutableArray<string> items, bool isIn)
    {
        if (items.IsEmpty)
            return isIn ? Never : Always;
        return _engine == DatabaseKind.Sqlite
            ? $"{column} {(isIn ? "" : "NOT ")}IN(SELECT value FROM json_each({_parameters.Add(TextArray.ToJson(items))}))"
            : $"{column}{(isIn ? "=ANY" : "<>ALL")}({_parameters.Add(items.ToArray())})";
    }

    private static string Code(Clause clause, string column, IReadOnlyDictionary<string, int> codes)
    {
        var matching = codes.Where(pair => CodeMatches(clause, pair.Key)).Select(pair => pair.Value.ToString(CultureInfo.InvariantCulture)).ToList();
        return matching.Count == 0 ? Never : $"{column} IN ({string.Join(",", matching)})";
    }

    private static bool CodeMatches(Clause clause, string name) => (clause.Operator, clause.Value) switch
    {
        (FilterOperator.Equal, FilterText text) => name == text.Text,
        (FilterOperator.NotEqual, FilterText text) => name != text.Text,
        (FilterOperator.Like, FilterText text) => LikePattern.Fits(name, text.Text),
        (FilterOperator.ILike, FilterText text) => LikePattern.Fits(LikePattern.ToLowerAscii(name), LikePattern.ToLowerAscii(text.Text)),
        (FilterOperator.In, FilterList list) => list.Items.Contains(name, StringComparer.Ordinal),
        (FilterOperator.NotIn, FilterList list) => !list.Items.Contains(name, StringComparer.Ordinal),
        _ => throw SearchText.Refuse($"The comparison of '{clause.Field.Key}' is not supported by this server."),
    };

    /// <summary>Compares an integer column with any number without rounding the column.</summary>
    private string Integer(FilterOperator comparison, string column, string number)
    {
        var (floor, isWhole) = Floor(number);
        if (floor is null)
            return Beyond(comparison, isBelow: number[0] == '-');
        if (isWhole)
            return $"{column}{Sign(comparison)}{_parameters.Add(floor.Value)}";
        return comparison switch
        {
            FilterOperator.Equal => Never,
            FilterOperator.NotEqual => Always,
            FilterOperator.Greater or FilterOperator.GreaterOrEqual => $"{column}>{_parameters.Add(floor.Value)}",
            _ => $"{column}<={_parameters.Add(floor.Value)}",
        };
    }

    // A number beyond 64 bits is above or below every value of the column.
    private static string Beyond(FilterOperator comparison, bool isBelow) => comparison switch
    {
        FilterOperator.Equal => Never,
        FilterOperator.NotEqual => Always,
        FilterOperator.Less or FilterOperator.LessOrEqual => isBelow ? Never : Always,
        _ => isBelow ? Always : Never,
    };

    private static (long? Floor, bool IsWhole) Floor(string number)
    {
        if (!decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || value is > long.MaxValue or < long.MinValue)
            return (null, false);
        var floor = decimal.Floor(value);
        return ((long)floor, floor == value);
    }

    private static double Double(Clause clause) => clause.Value is FilterNumber number
        ? double.Parse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture)
        : throw SearchText.Refuse($"Expected a number for '{clause.Field.Key}'.");

    private static string Sign(FilterOperator comparison) => comparison switch
    {
        FilterOperator.Equal => "=",
        FilterOperator.NotEqual => "<>",
        FilterOperator.Greater => ">",
        FilterOperator.GreaterOrEqual => ">=",
        FilterOperator.Less => "<",
        FilterOperator.LessOrEqual => "<=",
        _ => throw SearchText.Refuse("The comparison is not supported by this server."),
    };

    private readonly record struct Expression(string Sql, bool IsOr, int Size);
}
