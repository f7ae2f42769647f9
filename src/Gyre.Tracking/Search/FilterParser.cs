using System.Collections.Immutable;
using System.Globalization;

namespace Gyre.Tracking.Search;

/// <summary>
/// Reads a filter. First all fields and values are looked at, then all operators, because messages name the first fault in that order. What a filter may cost is bounded:
/// its length, its clauses, and how deep its brackets stand.
/// </summary>
internal sealed class FilterParser
{
    /// <summary>The most comparisons in a filter.</summary>
    public const int MaxClauses = 1000;

    /// <summary>The most brackets in each other.</summary>
    public const int MaxDepth = 64;

    /// <summary>The most parts that a message lists.</summary>
    private const int MaxNamed = 50;

    private readonly SearchTarget _target;
    private readonly string _text;
    private readonly FilterPieces _pieces;
    private int _clauses;

    private FilterParser(SearchTarget target, string text)
    {
        _target = target;
        _text = text;
        _pieces = new FilterPieces(text);
    }

    /// <summary>Parses a filter.</summary>
    /// <param name="target">What is searched.</param>
    /// <param name="text">Null or empty matches everything.</param>
    /// <param name="dialect">How much of the grammar may be used.</param>
    /// <exception cref="TrackingException">It is no filter of this target (<see cref="TrackingError.InvalidParameter"/>).</exception>
    public static Filter Parse(SearchTarget target, string? text, FilterDialect dialect = FilterDialect.Plain)
    {
        if (string.IsNullOrEmpty(text))
            return Filter.None;
        SearchText.Require(text, "filter");
        return new FilterParser(target, text).Parse(dialect);
    }

    private Filter Parse(FilterDialect dialect)
    {
        if (_pieces.TokenCount == 0)
            throw _target.Blank(_text);
        if (_pieces.HasSeveralStatements)
            throw _target.SeveralStatements(_text);
        var pieces = _pieces.Read(Range.All);
        var root = dialect == FilterDialect.Extended && NeedsExtension(pieces) ? ParseAny(pieces) : ParsePlain(pieces);
        return new Filter(root is null ? null : Resolve(root));
    }

    private bool NeedsExtension(List<Piece> pieces) => pieces.Any(p => p.Kind == PieceKind.Bracket || _pieces.IsWord(p, "OR") || _pieces.IsWord(p, "NOT"));

    // An AND that joins nothing, and clauses that nothing joins, are taken as they always were.
    private FilterNode? ParsePlain(List<Piece> pieces)
    {
        var joined = FilterPieces.JoinNeighbours(pieces, _text);
        var invalid = joined.Where(p => p.Kind != PieceKind.Clause && !_pieces.IsWord(p, "AND")).Select(_pieces.Text).ToList();
        if (invalid.Count > 0)
            throw _target.InvalidClauses(_text, invalid.Count <= MaxNamed ? invalid : [.. invalid.Take(MaxNamed), "..."]);
        var clauses = joined.Where(p => p.Kind == PieceKind.Clause).Select(Read).ToImmutableArray();
        return Join(clauses, all: true);
    }

    private FilterNode ParseAny(List<Piece> pieces)
    {
        if (_pieces.Depth > MaxDepth)
            throw SearchText.Refuse(string.Create(
                CultureInfo.InvariantCulture, $"The filter has parentheses nested {_pieces.Depth} deep; the maximum is {MaxDepth}."));
        var at = 0;
        var node = ParseOr(pieces, ref at);
        return at == pieces.Count ? node : throw Unexpected(pieces, at, "AND, OR or the end");
    }

    private FilterNode ParseOr(List<Piece> pieces, ref int at)
    {
        var parts = ImmutableArray.CreateBuilder<FilterNode>();
        do
        {
            parts.Add(ParseAnd(pieces, ref at));
        }
        while (TakeWord(pieces, ref at, "OR"));
        return Join(parts.ToImmutable(), all: false)!;
    }

    private FilterNode ParseAnd(List<Piece> pieces, ref int at)
    {
        var parts = ImmutableArray.CreateBuilder<FilterNode>();
        do
        {
            parts.Add(ParseNot(pieces, ref at));
        }
        while (TakeWord(pieces, ref at, "AND"));
        return Join(parts.ToImmutable(), all: true)!;
    }

    private FilterNode ParseNot(List<Piece> pieces, ref int at)
    {
        var negated = false;
        while (TakeWord(pieces, ref at, "NOT"))
            negated = !negated;
        var node = ParseOne(pieces, ref at);
        return negated ? new Negation(node) : node;
    }

    private FilterNode ParseOne(List<Piece> pieces, ref int at)
    {
        if (at >= pieces.Count || pieces[at].Kind is not (PieceKind.Clause or PieceKind.Bracket))
            throw Unexpected(pieces, at, "a comparison, NOT or '('");
        var piece = pieces[at++];
        if (piece.Kind == PieceKind.Clause)
            return Read(piece);
        var inner = _pieces.Read(piece.Bracket);
        var inside = 0;
        var node = ParseOr(inner, ref inside);
        return inside == inner.Count ? node : throw Unexpected(inner, inside, "AND, OR or ')'");
    }

    private bool TakeWord(List<Piece> pieces, ref int at, string word)
    {
        if (at >= pieces.Count || !_pieces.IsWord(pieces[at], word))
            return false;
        at++;
        return true;
    }

    private TrackingException Unexpected(List<Piece> pieces, int at, string expected) => SearchText.Refuse(
        at < pieces.Count
            ? string.Create(CultureInfo.InvariantCulture, $"Invalid filter string: expected {expected} at position {pieces[at].Start}, found {SearchText.Quote(_pieces.Text(pieces[at]))}.")
            : $"Invalid filter string: expected {expected}, found the end{(at > 0 && pieces[^1].End == _text.TrimEnd().Length ? "" : " of a parenthesis")}.");

    private FilterNode Read(Piece piece)
    {
        if (++_clauses > MaxClauses)
            throw SearchText.Refuse(string.Create(CultureInfo.InvariantCulture, $"The filter has more than {MaxClauses} comparisons."));
        return new Pending(_target.Read(piece.Clause!));
    }

    private static FilterNode? Join(ImmutableArray<FilterNode> parts, bool all) => parts.Length switch
    {
        0 => null,
        1 => parts[0],
        _ when all => new AllOf(Flatten(parts, p => p is AllOf inner ? inner.Parts : [p])),
        _ => new AnyOf(Flatten(parts, p => p is AnyOf inner ? inner.Parts : [p])),
    };

    private static ImmutableArray<FilterNode> Flatten(ImmutableArray<FilterNode> parts, Func<FilterNode, ImmutableArray<FilterNode>> open) => [.. parts.SelectMany(part => open(part))];

    private FilterNode Resolve(FilterNode node) => node switch
    {
        Pending { Reading: var reading } => new Clause(reading.Field, _target.Operator(reading), reading.Value),
        AllOf all => new AllOf([.. all.Parts.Select(Resolve)]),
        AnyOf any => new AnyOf([.. any.Parts.Select(Resolve)]),
        Negation not => new Negation(Resolve(not.Part)),
        _ => node,
    };

    /// <summary>A comparison whose operator has not been looked at.</summary>
    private sealed record Pending(Reading Reading) : FilterNode;
}
