using System.Collections.Immutable;

namespace Gyre.Tracking.Search;

/// <summary>How much of the grammar a filter may use.</summary>
internal enum FilterDialect
{
    /// <summary>Clauses joined by AND, as in MLflow's search language.</summary>
    Plain,

    /// <summary>Also OR, NOT and brackets.</summary>
    Extended,
}

/// <summary>What the left side of a comparison belongs to.</summary>
internal enum FieldKind
{
    /// <summary>A column of the thing itself.</summary>
    Attribute,

    /// <summary>A number logged under a key.</summary>
    Metric,

    /// <summary>A text logged once under a key.</summary>
    Param,

    /// <summary>A text that can be set again.</summary>
    Tag,

    /// <summary>A dataset that went into a run.</summary>
    Dataset,

    /// <summary>A trace's metadata.</summary>
    Metadata,

    /// <summary>A span of a trace.</summary>
    Span,

    /// <summary>What people or judges said about a trace.</summary>
    Feedback,

    /// <summary>What a trace should have given.</summary>
    Expectation,

    /// <summary>An issue that a trace belongs to.</summary>
    Issue,
}

/// <summary>The comparisons, over all targets.</summary>
internal enum FilterOperator
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c>; the key must be there.</summary>
    NotEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary>Case matters; <c>%</c> is any text, <c>_</c> one character.</summary>
    Like,

    /// <summary>As <see cref="Like"/>, but the case of A to Z does not matter.</summary>
    ILike,

    /// <summary>A regular expression.</summary>
    RLike,

    /// <summary>One of a list.</summary>
    In,

    /// <summary>None of a list; the key must be there.</summary>
    NotIn,

    /// <summary>The key is not there.</summary>
    IsNull,

    /// <summary>The key is there.</summary>
    IsNotNull,
}

/// <summary>What is compared: an entity and, within it, a key.</summary>
internal sealed record Field(FieldKind Kind, string Key);

/// <summary>The right side of a comparison.</summary>
internal abstract record FilterValue;

/// <summary>No value: the operator is about presence.</summary>
internal sealed record FilterNothing : FilterValue
{
    public static readonly FilterNothing Instance = new();
}

/// <summary>A text, without its quotes.</summary>
internal sealed record FilterText(string Text) : FilterValue;

/// <summary>A number, as it was written.</summary>
internal sealed record FilterNumber(string Text) : FilterValue;

/// <summary>Texts in brackets. May be empty when none of what was written can match.</summary>
internal sealed record FilterList(ImmutableArray<string> Items) : FilterValue;

/// <summary>A condition on one thing; true or false, never unknown.</summary>
internal abstract record FilterNode;

/// <summary>One comparison.</summary>
internal sealed record Clause(Field Field, FilterOperator Operator, FilterValue Value) : FilterNode;

/// <summary>Every part holds.</summary>
internal sealed record AllOf(ImmutableArray<FilterNode> Parts) : FilterNode;

/// <summary>At least one part holds.</summary>
internal sealed record AnyOf(ImmutableArray<FilterNode> Parts) : FilterNode;

/// <summary>The part does not hold.</summary>
internal sealed record Negation(FilterNode Part) : FilterNode;

/// <summary>A parsed filter.</summary>
/// <param name="Root">Null when everything matches.</param>
internal sealed record Filter(FilterNode? Root)
{
    public static readonly Filter None = new(Root: null);

    /// <summary>The conditions that all have to hold; a plain filter's are all clauses.</summary>
    public IReadOnlyList<FilterNode> Conjuncts => Root switch
    {
        null => [],
        AllOf all => all.Parts,
        _ => [Root],
    };

    /// <summary>Every clause, in the order written.</summary>
    public IEnumerable<Clause> Clauses()
    {
        var open = new Stack<FilterNode>();
        if (Root is not null)
            open.Push(Root);
        while (open.TryPop(out var node))
        {
            switch (node)
            {
                case Clause clause:
                    yield return clause;
                    break;
                case Negation not:
                    open.Push(not.Part);
                    break;
                case AllOf all:
                    PushBackwards(open, all.Parts);
                    break;
                case AnyOf any:
                    PushBackwards(open, any.Parts);
                    break;
                default:
                    break;
            }
        }
    }

    private static void PushBackwards(Stack<FilterNode> open, ImmutableArray<FilterNode> parts)
    {
        for (var i = parts.Length - 1; i >= 0; i--)
            open.Push(parts[i]);
    }
}

/// <summary>One key of an order.</summary>
internal sealed record OrderKey(Field Field, bool Ascending);
