namespace Gyre.Tracking.Search;

/// <summary>What a part of a filter can be on the next level above tokens.</summary>
internal enum PieceKind
{
    /// <summary>A name.</summary>
    Identifier,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>A text in single quotes.</summary>
    Text,

    /// <summary>The word NULL.</summary>
    Null,

    /// <summary>Something in brackets.</summary>
    Bracket,

    /// <summary>A name with a bracket right behind.</summary>
    Call,

    /// <summary>Operands with arithmetic between.</summary>
    Operation,

    /// <summary>A comparison operator that has lost an operand.</summary>
    Comparison,

    /// <summary>Any other word of the language.</summary>
    Keyword,

    /// <summary>A whole comparison.</summary>
    Clause,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>One side of a comparison, as written.</summary>
internal readonly record struct Operand(PieceKind Kind, string Text);

/// <summary>A comparison whose sides have not been looked at.</summary>
/// <param name="Left">The left side.</param>
/// <param name="Comparator">The operator in capitals, words parted by one blank.</param>
/// <param name="Right">Null for IS NULL and IS NOT NULL.</param>
/// <param name="Text">All of it, as written.</param>
internal sealed record RawClause(Operand Left, string Comparator, Operand? Right, string Text);

/// <summary>A part of a filter and, when it is a comparison, what it compares. Positions are in the filter's text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Past its last character.</param>
/// <param name="Bracket">For a bracket, the tokens inside; else empty.</param>
/// <param name="Clause">Only for a whole comparison.</param>
internal readonly record struct Piece(PieceKind Kind, int Start, int End, Range Bracket = default, RawClause? Clause = null)
{
    public bool IsOperand => Kind is PieceKind.Identifier or PieceKind.Number or PieceKind.Text or PieceKind.Null or PieceKind.Bracket or PieceKind.Call or PieceKind.Operation;
}

/// <summary>
/// Puts tokens together: brackets, arithmetic, comparisons, and whatever stands between them. Nothing is refused here, so that the parser can name all that is wrong at once.
/// Each pass is linear, and none of them recurses.
/// </summary>
internal sealed class FilterPieces
{
    private readonly string _text;
    private readonly List<Token> _tokens;
    private readonly int[] _closing;

    public FilterPieces(string text)
    {
        _text = text;
        _tokens = SearchLexer.Read(text);
        _closing = new int[_tokens.Count];
        Depth = MatchBrackets();
    }

    /// <summary>How deep brackets stand in each other.</summary>
    public int Depth { get; }

    public int TokenCount => _tokens.Count;

    /// <summary>Whether a semicolon stands before more text.</summary>
    public bool HasSeveralStatements => _tokens.SkipLast(1).Any(t => t.Kind == TokenKind.Other && _text[t.Start] == ';');

    public string Text(Piece piece) => _text[piece.Start..piece.End];

    public bool IsWord(Piece piece, string word) =>
        piece.Kind is PieceKind.Keyword && _text.AsSpan(piece.Start, piece.End - piece.Start).Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>The pieces of some of the tokens.</summary>
    public List<Piece> Read(Range tokens)
    {
        var (from, count) = tokens.GetOffsetAndLength(_tokens.Count);
        return JoinWordComparisons(JoinComparisons(ReadOperands(from, from + count)));
    }

    /// <summary>Joins names and lists that stand beside each other without a word between; only what messages show depends on it.</summary>
    public static List<Piece> JoinNeighbours(List<Piece> pieces, string text)
    {
        var joined = new List<Piece>(pieces.Count);
        foreach (var piece in pieces)
        {
            var isName = piece.Kind == PieceKind.Identifier;
            if (isName && joined is [.., { Kind: PieceKind.Clause or PieceKind.Identifier or PieceKind.Number or PieceKind.Bracket or PieceKind.Call or PieceKind.Operation } before])
                joined[^1] = new Piece(PieceKind.Other, before.Start, piece.End);
            else if (joined is [.., var first, { Kind: PieceKind.Other } comma] && text[comma.Start] == ',' && comma.End == comma.Start + 1 && first.Kind is not PieceKind.Keyword && piece.Kind is not PieceKind.Keyword)
                Replace(joined, 2, new Piece(PieceKind.Other, first.Start, piece.End));
            else
                joined.Add(piece);
        }
        return joined;
    }

    private static void Replace(List<Piece> pieces, int last, Piece with)
    {
        pieces.RemoveRange(pieces.Count - last, last);
        pieces.Add(with);
    }

    private int MatchBrackets()
    {
        var open = new Stack<int>();
        var deepest = 0;
        for (var i = 0; i < _tokens.Count; i++)
        {
            _closing[i] = -1;
            if (_tokens[i].Kind == TokenKind.Open)
                open.Push(i);
            else if (_tokens[i].Kind == TokenKind.Close && open.TryPop(out var from))
                _closing[from] = i;
            deepest = Math.Max(deepest, open.Count);
        }
        return deepest;
    }

    private List<Piece> ReadOperands(int from, int to)
    {
        var pieces = new List<Piece>(to - from);
        for (var i = from; i < to; i++)
        {
            var token = _tokens[i];
            if (token.Kind == TokenKind.Open && _closing[i] is var close && close >= 0)
            {
                Add(pieces, new Piece(PieceKind.Bracket, token.Start, _tokens[close].End, (i + 1)..close));
                i = close;
            }
            else
            {
                Add(pieces, new Piece(KindOf(token), token.Start, token.End));
            }
        }
        return pieces;
    }

    private PieceKind KindOf(Token token) => token.Kind switch
    {
        TokenKind.Identifier => PieceKind.Identifier,
        TokenKind.Number => PieceKind.Number,
        TokenKind.Text => PieceKind.Text,
        TokenKind.Comparison => PieceKind.Comparison,
        TokenKind.Keyword when _text.AsSpan(token.Start, token.End - token.Start).Equals("NULL", StringComparison.OrdinalIgnoreCase) => PieceKind.Null,
        TokenKind.Keyword => PieceKind.Keyword,
        _ => PieceKind.Other,
    };

    private void Add(List<Piece> pieces, Piece piece)
    {
        if (piece.Kind == PieceKind.Bracket && pieces is [.., { Kind: PieceKind.Identifier } name] && name.End == piece.Start)
            Replace(pieces, 1, new Piece(PieceKind.Call, name.Start, piece.End));
        else if (piece.IsOperand && pieces is [.., { IsOperand: true } left, { Kind: PieceKind.Other } sign] && IsArithmetic(sign))
            Replace(pieces, 2, new Piece(PieceKind.Operation, left.Start, piece.End));
        else
            pieces.Add(piece);
    }

    private bool IsArithmetic(Piece piece) => _text[piece.Start] is '+' or '-' or '*' or '/' or '%' or '^' or '&' or '|' or '@' or '#';

    private List<Piece> JoinComparisons(List<Piece> pieces)
    {
        var joined = new List<Piece>(pieces.Count);
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Kind == PieceKind.Comparison && joined is [.., { IsOperand: true } left] && i + 1 < pieces.Count && pieces[i + 1].IsOperand)
                Replace(joined, 1, ToClause(left, Words(Text(pieces[i])), pieces[++i]));
            else
                joined.Add(pieces[i]);
        }
        return joined;
    }

    private List<Piece> JoinWordComparisons(List<Piece> pieces)
    {
        var joined = new List<Piece>(pieces.Count);
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Kind == PieceKind.Identifier && WordComparison(pieces, i) is var (comparator, right))
            {
                joined.Add(comparator[0] == 'I' && comparator[1] == 'S' ? ToPresence(pieces[i], comparator, pieces[right]) : ToClause(pieces[i], comparator, pieces[right]));
                i = right;
            }
            else
            {
                joined.Add(pieces[i]);
            }
        }
        return joined;
    }

    private (string Comparator, int Right)? WordComparison(List<Piece> pieces, int at)
    {
        var left = pieces.Count - at;
        if (left < 3)
            return null;
        if (IsWord(pieces[at + 1], "IN") && pieces[at + 2].Kind == PieceKind.Bracket)
            return ("IN", at + 2);
        if (IsWord(pieces[at + 1], "IS") && pieces[at + 2].Kind == PieceKind.Null)
            return ("IS NULL", at + 2);
        if (left < 4)
            return null;
        if (IsWord(pieces[at + 1], "NOT") && IsWord(pieces[at + 2], "IN") && pieces[at + 3].Kind == PieceKind.Bracket)
            return ("NOT IN", at + 3);
        return IsWord(pieces[at + 1], "IS") && IsWord(pieces[at + 2], "NOT") && pieces[at + 3].Kind == PieceKind.Null ? ("IS NOT NULL", at + 3) : null;
    }

    private Piece ToClause(Piece left, string comparator, Piece right) => new(
        PieceKind.Clause,
        left.Start,
        right.End,
        Clause: new RawClause(new Operand(left.Kind, Text(left)), comparator, new Operand(right.Kind, Text(right)), _text[left.Start..right.End]));

    private Piece ToPresence(Piece left, string comparator, Piece right) =>
        new(PieceKind.Clause, left.Start, right.End, Clause: new RawClause(new Operand(left.Kind, Text(left)), comparator, Right: null, _text[left.Start..right.End]));

    private static string Words(string comparator) =>
        string.Join(' ', comparator.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
}
