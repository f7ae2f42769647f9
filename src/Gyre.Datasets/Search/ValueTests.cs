using System.Globalization;
using System.Text;
using Gyre.Datasets.Documents;
using Gyre.Datasets.Filters;

namespace Gyre.Datasets.Search;

/// <summary>Tests of rows of <c>document_values</c> at a path, over the alias <c>v</c>, and whether they say all.</summary>
internal readonly record struct RowTests(IReadOnlyList<string> Tests, bool IsExact);

/// <summary>Writes single tests of values in SQL.</summary>
internal static class ValueTests
{
    private static readonly string ShortTexts = Among(ValueTag.Text, ValueTag.TimeText);
    private static readonly string Texts = Among(ValueTag.Text, ValueTag.TimeText, ValueTag.LongText);

    public static string With(ValueTag tag) => string.Create(CultureInfo.InvariantCulture, $"v.tag={(int)tag}");

    public static RowTests Equal(Literal.Scalar literal, SqlParameters parameters) => literal switch
    {
        Literal.Flag flag => Exactly($"{With(ValueTag.Flag)} AND v.text='' AND v.number={(flag.Value ? 1 : 0)}"),
        Literal.Number { Value: double.NaN } => Exactly(With(ValueTag.NotANumber)),
        Literal.Number number => Exactly($"{With(ValueTag.Number)} AND v.text='' AND v.number={parameters.Add(number.Value)}"),
        Literal.Text { Pattern.HasStar: true } text => Like(text.Pattern, parameters),
        Literal.Text text => EqualTo(text.Pattern.Parts[0], parameters),
        _ => throw new InvalidOperationException($"No test is known for {literal.GetType().Name}."),
    };

    public static RowTests Like(GlobPattern pattern, SqlParameters parameters)
    {
        if (!pattern.HasStar)
            return EqualTo(pattern.Parts[0], parameters);
        var beginning = pattern.Parts[0];
        if (!DocumentValues.IsClean(beginning))
            return new RowTests([], false);
        var inIndex = DocumentValues.Beginning(beginning);
        var tags = inIndex.Length == beginning.Length ? Texts : With(ValueTag.LongText);
        return new RowTests([tags + Begins(inIndex, parameters)], pattern.Prefix is not null && inIndex.Length == beginning.Length);
    }

    public static RowTests Compare(Comparison how, Bound bound, bool hasLongTexts, SqlParameters parameters)
    {
        var (tests, isExact) = (new List<string>(), true);
        if (bound.Number is { } number)
        {
            isExact &= !double.IsNaN(number);
            tests.Add(double.IsNaN(number)
                ? With(ValueTag.Number)
                : $"{With(ValueTag.Number)} AND v.text='' AND v.number{Sign(how)}{parameters.Add(number)}");
        }
        if (bound.Text is not { } text)
            return new RowTests(tests, isExact);
        var isClean = DocumentValues.IsClean(text);
        var stands = isClean ? $" AND v.text{Sign(how)}{parameters.Add(text)}" : "";
        if (bound.Instant is { } instant)
            tests.Add($"{With(ValueTag.Instant)} AND v.text{Sign(how)}{parameters.Add(DocumentValues.TextOf(instant))}");
        tests.Add((bound.Instant is null ? ShortTexts : With(ValueTag.Text)) + stands);
        if (hasLongTexts)
            tests.Add(With(ValueTag.LongText));
        return new RowTests(tests, isExact && isClean && !hasLongTexts);
    }

    /// <summary>
    /// Tests for two comparisons at once, where each document has one value and no long text; null when they look at different rows of it.
    /// </summary>
    public static IReadOnlyList<string>? Between(Compares one, Compares other, SqlParameters parameters)
    {
        var (first, second) = (one.Bound, other.Bound);
        if (first.Instant is null != second.Instant is null || !IsUsual(first) || !IsUsual(second))
            return null;
        string Stand(string column, object from, object to) =>
            $" AND v.{column}{Sign(one.How)}{parameters.Add(from)} AND v.{column}{Sign(other.How)}{parameters.Add(to)}";
        var tests = new List<string>();
        if (first.Number is { } low && second.Number is { } high)
            tests.Add($"{With(ValueTag.Number)} AND v.text=''{Stand("number", low, high)}");
        if (first.Text is not { } begin || second.Text is not { } end)
            return tests;
        if (first.Instant is { } since && second.Instant is { } until)
            tests.Add(With(ValueTag.Instant) + Stand("text", DocumentValues.TextOf(since), DocumentValues.TextOf(until)));
        tests.Add((first.Instant is null ? ShortTexts : With(ValueTag.Text)) + Stand("text", begin, end));
        return tests;
    }

    private static bool IsUsual(Bound bound) =>
        bound.Number is not double.NaN && (bound.Text is not { } text || DocumentValues.IsClean(text));

    /// <summary>One test for many short texts.</summary>
    public static string EqualToAny(IReadOnlyList<string> texts, SqlParameters parameters) =>
        $"{ShortTexts} AND v.text IN({parameters.AddAll(texts)})";

    /// <summary>Whether a text is found by its row alone.</summary>
    public static bool IsShort(string text) => text.Length <= DocumentValues.LongestText && DocumentValues.IsClean(text);

    private static RowTests EqualTo(string text, SqlParameters parameters)
    {
        if (!DocumentValues.IsClean(text))
            return new RowTests([], false);
        return IsShort(text)
            ? Exactly($"{ShortTexts} AND v.text={parameters.Add(text)}")
            : new RowTests([$"{With(ValueTag.LongText)} AND v.text={parameters.Add(DocumentValues.Beginning(text))}"], false);
    }

    private static string Begins(string beginning, SqlParameters parameters)
    {
        if (beginning.Length == 0)
            return "";
        var from = $" AND v.text>={parameters.Add(beginning)}";
        return Behind(beginning) is { } end ? $"{from} AND v.text<{parameters.Add(end)}" : from;
    }

    /// <summary>The first text behind all with a beginning, by code point; null when there is none.</summary>
    private static string? Behind(string beginning)
    {
        var runes = beginning.EnumerateRunes().ToList();
        while (runes.Count > 0 && runes[^1].Value == 0x10FFFF)
            runes.RemoveAt(runes.Count - 1);
        if (runes.Count == 0)
            return null;
        // Surrogates are no code points of a text.
        var next = runes[^1].Value + 1;
        runes[^1] = new Rune(next == 0xD800 ? 0xE000 : next);
        return string.Concat(runes);
    }

    private static RowTests Exactly(string test) => new([test], true);

    private static string Among(params IReadOnlyList<ValueTag> tags) =>
        $"v.tag IN({string.Join(',', tags.Select(static tag => ((int)tag).ToString(CultureInfo.InvariantCulture)))})";

    private static string Sign(Comparison how) => how switch
    {
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        _ => ">=",
    };
}
