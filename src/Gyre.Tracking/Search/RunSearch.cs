using System.Collections.Immutable;
using System.Globalization;
using Gyre.Storage;

namespace Gyre.Tracking.Search;

/// <summary>Which stages of life a search sees.</summary>
internal enum ViewType
{
    /// <summary>What was not deleted.</summary>
    Active,

    /// <summary>What was deleted.</summary>
    Deleted,

    /// <summary>Both.</summary>
    All,
}

/// <summary>A search for runs.</summary>
internal sealed record RunQuery
{
    /// <summary>Ids of experiments; unknown ones match nothing.</summary>
    public required IReadOnlyList<long> Experiments { get; init; }

    /// <summary>What has to hold; from <see cref="FilterParser"/> with <see cref="SearchTarget.Runs"/>.</summary>
    public Filter Filter { get; init; } = Filter.None;

    /// <summary>From <see cref="OrderParser"/> with <see cref="SearchTarget.Runs"/>. Ties are resolved by start, the latest first, then by id.</summary>
    public ImmutableArray<OrderKey> Order { get; init; } = [];

    /// <summary>Stages of life.</summary>
    public ViewType View { get; init; }

    /// <summary>Results to skip, at least 0.</summary>
    public long Offset { get; init; }

    /// <summary>Results to give, at least 1.</summary>
    public required int Limit { get; init; }
}

/// <summary>A page of a search.</summary>
/// <param name="Numbers">Keys of rows, in order.</param>
/// <param name="HasMore">Whether there are results after these.</param>
internal sealed record SearchPage(IReadOnlyList<long> Numbers, bool HasMore);

/// <summary>
/// Finds runs without looking at all of them where that can be. There are three ways, from the cheapest to the one that always works:
/// a clause that few runs fulfil names the candidates; else an index walks the first key of the order and stops when the page is full; else every run in scope is sorted.
/// How many runs fulfil a clause is counted, but never further than <see cref="Few"/>.
/// </summary>
internal sealed class RunSearch
{
    /// <summary>So many candidates are sorted in a few milliseconds.</summary>
    public const int Few = 2000;

    private const int MaxProbes = 8;

    private readonly IDbSession _session;
    private readonly RunQuery _query;
    private readonly int _few;
    private readonly SqlParameters _parameters = new("q");
    private readonly FilterCompiler _compiler;
    private readonly string _where;
    private readonly string _scope;

    private RunSearch(IDbSession session, RunQuery query, int few)
    {
        _session = session;
        _query = query;
        _few = few;
        _compiler = new FilterCompiler(RunColumns.All, session.Kind, _parameters);
        _scope = Scope();
        _where = $"{_scope} AND {_compiler.Condition(query.Filter)}";
    }

    /// <summary>Finds a page of runs.</summary>
    /// <param name="session">Gives one view for all statements of the search.</param>
    /// <param name="query">What is looked for.</param>
    /// <param name="few">Up to how many candidates are sorted at once; only tests give another number, so that few runs are enough to go every way.</param>
    public static SearchPage Find(IDbSession session, RunQuery query, int few = Few)
    {
        if (query.Experiments.Count == 0)
            return new SearchPage([], HasMore: false);
        var wanted = checked(query.Offset + query.Limit + 1);
        var found = new RunSearch(session, query, few).Find(wanted);
        return new SearchPage([.. found.Skip((int)Math.Min(query.Offset, int.MaxValue)).Take(query.Limit)], found.Count == wanted);
    }

    /// <summary>How many runs there are in all pages.</summary>
    public static long CountAll(IDbSession session, RunQuery query)
    {
        if (query.Experiments.Count == 0)
            return 0;
        var search = new RunSearch(session, query, Few);
        return search.Count($"tracking_runs r WHERE {search._where}", long.MaxValue);
    }

    private IReadOnlyList<long> Find(long wanted)
    {
        var joins = new RunOrder(_parameters);
        var order = joins.Add(_query.Order);
        if (Driver() is { } driver)
            return Rows($"{driver.From} CROSS JOIN tracking_runs r{joins.Joins} WHERE {driver.Where} AND r.number={driver.Run} AND {_where}", order, wanted);
        if (!_query.Order.IsEmpty && RunOrder.Walk(_query.Order[0], _parameters) is { } walk && IsManyInScope())
            return Walk(walk, wanted);
        return Rows($"tracking_runs r{joins.Joins} WHERE {_where}", order, wanted);
    }

    /// <summary>Goes along an index in phases: those that have a value, those whose value is not a number, those that have none.</summary>
    private List<long> Walk(RunWalk walk, long wanted)
    {
        var joins = new RunOrder(_parameters);
        var rest = joins.Add(_query.Order[1..]);
        var where = $"{_scope} AND {new FilterCompiler(RunColumns.All, _session.Kind, _parameters, isPerRow: wanted <= Few).Condition(_query.Filter)}";
        var found = new List<long>();
        foreach (var phase in walk.Phases)
        {
            var order = phase.OrderBy.Length == 0 ? rest : $"{phase.OrderBy},{rest}";
            found.AddRange(Rows($"{walk.From} CROSS JOIN tracking_runs r{joins.Joins} WHERE {phase.Where} AND r.number=l.run AND {where}", order, wanted - found.Count));
            if (found.Count >= wanted)
                return found;
        }
        if (!RequiresPresence(_query.Order[0].Field))
            found.AddRange(Rows($"tracking_runs r{joins.Joins} WHERE {_where} AND {walk.Missing}", rest, wanted - found.Count));
        return found;
    }

    private bool RequiresPresence(Field field) => _query.Filter.Conjuncts.Any(part => part is Clause clause && clause.Field == field && clause.Operator != FilterOperator.IsNull);

    private IReadOnlyList<long> Rows(string fromWhere, string order, long limit) =>
        _session.Query<long>(string.Create(CultureInfo.InvariantCulture, $"SELECT r.number FROM {fromWhere} ORDER BY {order} LIMIT {limit}"), _parameters.Values);

    /// <summary>What is said of the key that the fewest runs fulfil, when they are few.</summary>
    private RunDriver? Driver()
    {
        RunDriver? best = null;
        var fewest = _few + 1L;
        foreach (var clauses in _query.Filter.Conjuncts.OfType<Clause>().Where(CanDrive).GroupBy(c => c.Field).Take(MaxProbes))
        {
            var driver = ToDriver(clauses);
            var count = Count($"{driver.From} WHERE {driver.Where}", fewest);
            if (count < fewest)
                (best, fewest) = (driver, count);
        }
        return best;
    }

    private static bool CanDrive(Clause clause) => clause.Field.Kind is FieldKind.Metric or FieldKind.Param or FieldKind.Tag && clause.Operator != FilterOperator.IsNull;

    // Says only what an index can count without looking at rows, which is less than the clauses say: ranges of numbers, beginnings of texts, or presence.
    private RunDriver ToDriver(IGrouping<Field, Clause> clauses)
    {
        var child = RunColumns.All.ChildOf(clauses.Key)!;
        var ranges = clauses.Where(c => c.Field.Kind == FieldKind.Metric && c.Operator != FilterOperator.NotEqual);
        var beginnings = clauses.Where(c => c.Operator == FilterOperator.Equal).Select(c => c.Value).OfType<FilterText>().Select(BeginsAlike);
        return new RunDriver(child.From, string.Concat([_compiler.RowCondition(clauses.Key, child, ranges), .. beginnings]), "x.run");
    }

    private string BeginsAlike(FilterText value) => $" AND substr(x.value, 1, 100)=substr({_parameters.Add(value.Text)}, 1, 100)";

    private bool IsManyInScope() => Count($"tracking_runs r WHERE {_scope}", _few + 1) > _few;

    private long Count(string fromWhere, long most) => _session.QuerySingleOrDefault<long>(
        string.Create(CultureInfo.InvariantCulture, $"SELECT COUNT(*) FROM (SELECT 1 FROM {fromWhere} LIMIT {most}) counted"), _parameters.Values);

    private string Scope()
    {
        var experiments = _query.Experiments.Distinct().ToArray();
        var inScope = (experiments, _session.Kind) switch
        {
            ([var only], _) => $"r.experiment={_parameters.Add(only)}",
            (_, DatabaseKind.Sqlite) => $"r.experiment IN(SELECT value FROM json_each({_parameters.Add(TextArray.ToJson(experiments))}))",
            _ => $"r.experiment=ANY({_parameters.Add(experiments)})",
        };
        return _query.View switch
        {
            ViewType.Active => inScope + " AND r.lifecycle_stage='active'",
            ViewType.Deleted => inScope + " AND r.lifecycle_stage='deleted'",
            // Says nothing, but lets an index give the runs of each stage in order.
            _ => inScope + " AND r.lifecycle_stage IN ('active','deleted')",
        };
    }

    private sealed record RunDriver(string From, string Where, string Run);
}
