using System.Collections.Immutable;
using Gyre.Datasets.Documents;
using Gyre.Datasets.Filters;

namespace Gyre.Datasets.Search;

/// <summary>
/// Writes filters as conditions on the tables. What they cannot say exactly becomes wider, and <see cref="Compiled.IsExact"/> tells so; the
/// opposite of that says nothing.
/// </summary>
internal sealed class FilterCompiler(PathTable paths, SqlParameters parameters)
{
    /// <summary>Conditions of a statement; others are left to the evaluation in memory. SQLite's parser has a stack of 100.</summary>
    private const int MostTests = 64;

    private const int MostDepth = 8;
    private const int MostPaths = 100;
    private const int MostValues = 1000;

    private readonly PathRow? _cut = paths.Find(DocumentValues.WholeDocument);
    private int _tests;

    public Compiled Compile(QueryFilter filter) => Compile(filter, "", 0);

    /// <summary>
    /// Two comparisons of a field as one range, where each document has one value there. Where one has several, each comparison may hold
    /// for another of them. Null when the filter is something else.
    /// </summary>
    public Compiled? Range(QueryFilter filter, string within = "")
    {
        if (filter is not AllOf { Filters: [OnField { Test: Compares first } one, OnField { Test: Compares second } other] }
            || one.Path != other.Path || _cut is not null || !DocumentValues.IsIndexed(within + one.Path.Text)
            || paths.Find(within + one.Path.Text) is not { } row || row.Has(PathTraits.Several | PathTraits.Cut | PathTraits.Long)
            || _tests >= MostTests || ValueTests.Between(first, second, parameters) is not { } tests)
            return null;
        _tests++;
        var at = $"v.path={parameters.Add(row.Number)} AND ";
        return Compiled.Exactly(
            tests.Count == 0 ? Condition.No : new Condition.HasValue([.. tests.Select(test => at + test)], true));
    }

    /// <param name="filter">What has to hold.</param>
    /// <param name="within">
    /// The path and a dot, when the filter is about elements of a list there; then only what an element needs is said.
    /// </param>
    /// <param name="depth">Filters around it.</param>
    private Compiled Compile(QueryFilter filter, string within, int depth)
    {
        if (depth > MostDepth)
            return Compiled.Open;
        return Range(filter, within) ?? filter switch
        {
            AllOf { Filters: [var single] } => Compile(single, within, depth),
            AnyOf { Filters: [var single] } => Compile(single, within, depth),
            AllOf all => Compiled.AllOf([.. all.Filters.Select(one => Compile(one, within, depth + 1))]),
            AnyOf any => Compiled.AnyOf([.. any.Filters.Select(one => Compile(one, within, depth + 1))]),
            NoneOf none => within.Length > 0 ? Compiled.Open : Compiled.Not(Compile(none.Filter, within, depth + 1)),
            OnField on => Field(within + on.Path.Text, on.Test, within.Length > 0, depth),
            _ => Compiled.Open,
        };
    }

    private Compiled Field(string path, FieldTest test, bool isWithin, int depth)
    {
        if (!DocumentValues.IsIndexed(path) || ++_tests > MostTests)
            return Compiled.Open;
        return test switch
        {
            IsEqual equal => Equal(path, equal.Value, isWithin),
            IsIn among => In(path, among.Values, isWithin),
            Compares compared => Rows(path, row => ValueTests.Compare(compared.How, compared.Bound, row.Has(PathTraits.Long), parameters)),
            Exists { Wanted: true } => IsThere(path),
            Exists when !isWithin => Compiled.Not(IsThere(path)),
            IsLike like => Rows(path, _ => ValueTests.Like(like.Pattern, parameters)),
            HasElement element => Compile(element.Filter, path + ".", depth + 1) with { IsExact = false },
            _ => Compiled.Open,
        };
    }

    private Compiled Equal(string path, Literal literal, bool isWithin) => literal switch
    {
        Literal.Scalar scalar => Rows(path, _ => ValueTests.Equal(scalar, parameters)),
        _ when isWithin => Compiled.Open,
        Literal.Nothing => Compiled.AnyOf([Compiled.Not(IsThere(path)), Tagged(path, ValueTag.Nothing)]),
        Literal.Members { Values: [] } => Compiled.AnyOf([Compiled.Not(IsThere(path)), Tagged(path, ValueTag.EmptyList)]),
        // A list has at least each of the members.
        Literal.Members members when (_tests += members.Values.Length) <= MostTests =>
            Compiled.AllOf([.. members.Values.Select(one => Equal(path, one, isWithin))]) with { IsExact = false },
        _ => Compiled.Open,
    };

    private Compiled In(string path, ImmutableArray<Literal> values, bool isWithin)
    {
        static string? ShortText(Literal one) =>
            one is Literal.Text { Pattern: { HasStar: false } pattern } && ValueTests.IsShort(pattern.Parts[0]) ? pattern.Parts[0] : null;
        var texts = values.Select(ShortText).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var others = values.Where(static one => ShortText(one) is null).ToList();
        if (texts.Count > MostValues || others.Count > MostTests - _tests)
            return Compiled.Open;
        _tests += others.Count;
        return Compiled.AnyOf(
        [
            .. others.Select(one => Equal(path, one, isWithin)),
            .. texts.Count == 0 ? [] : new[] { Rows(path, _ => new RowTests([ValueTests.EqualToAny(texts, parameters)], true)) },
        ]);
    }

    private Compiled Tagged(string path, ValueTag tag) => Rows(path, _ => new RowTests([ValueTests.With(tag)], true));

    /// <summary>Some value at the path fulfils one of the tests.</summary>
    private Compiled Rows(string path, Func<PathRow, RowTests> testsOf)
    {
        if (paths.Find(path) is not { } row)
            return OrCut(Compiled.Exactly(Condition.No));
        var (tests, isExact) = testsOf(row);
        var at = $"v.path={parameters.Add(row.Number)} AND ";
        ImmutableArray<string> all =
            [.. tests.Select(test => at + test), .. row.Has(PathTraits.Cut) ? [at + ValueTests.With(ValueTag.Cut)] : Array.Empty<string>()];
        var isOnce = !row.Has(PathTraits.Several | PathTraits.Cut);
        return OrCut(new Compiled(
            all.IsEmpty ? Condition.No : new Condition.HasValue(all, isOnce), isExact && !row.Has(PathTraits.Cut)));
    }

    /// <summary>There is a value at the path: one with a row, or one in which there are some.</summary>
    private Compiled IsThere(string path)
    {
        var below = paths.AtOrBelow(path, MostPaths + 1);
        return OrCut(below.Count switch
        {
            > MostPaths => Compiled.Open,
            0 => Compiled.Exactly(Condition.No),
            _ => Compiled.Exactly(new Condition.HasValue([$"v.path IN({parameters.AddAll(below)})"], false)),
        });
    }

    /// <summary>Of documents that are too large for the index nothing is known.</summary>
    private Compiled OrCut(Compiled compiled) => _cut is null
        ? compiled
        : new Compiled(
            Condition.AnyOf([compiled.Condition, new Condition.HasValue([$"v.path={parameters.Add(_cut.Number)}"], true)]), false);
}
