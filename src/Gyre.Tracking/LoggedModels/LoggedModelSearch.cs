using System.Collections.Immutable;
using System.Globalization;
using Gyre.Storage;
using Gyre.Tracking.Search;

namespace Gyre.Tracking.LoggedModels;

/// <summary>Finds logged models.</summary>
internal sealed class LoggedModelSearch
{
    private const string StatusPrefix = "LOGGED_MODEL_";
    private const string Failed = "FAILED";

    private static readonly Dictionary<string, int> Statuses = new(StringComparer.Ordinal)
    {
        ["PENDING"] = (int)LoggedModelStatus.Pending,
        ["READY"] = (int)LoggedModelStatus.Ready,
        [Failed] = (int)LoggedModelStatus.Failed,
    };

    private static readonly Dictionary<string, AttributeColumn> Attributes = new(StringComparer.Ordinal)
    {
        ["name"] = new("r.name"),
        ["model_id"] = new("r.model_id"),
        ["model_type"] = new("r.model_type") { IsNullable = true },
        ["source_run_id"] = new("r.source_run_id") { IsNullable = true },
        ["status"] = new("r.status") { Codes = Statuses },
        ["creation_timestamp"] = new("r.created_at", ColumnKind.Integer),
        ["last_updated_timestamp"] = new("r.updated_at", ColumnKind.Integer),
    };

    private readonly IDbSession _session;
    private readonly LoggedModelQuery _query;
    private readonly SqlParameters _parameters = new("q");

    private LoggedModelSearch(IDbSession session, LoggedModelQuery query)
    {
        _session = session;
        _query = query;
    }

    /// <summary>A page of numbers of rows, and the token of the next one.</summary>
    /// <param name="session">One view.</param>
    /// <param name="query">What is looked for.</param>
    /// <param name="key">Signs tokens.</param>
    /// <exception cref="TrackingException">The query cannot be read.</exception>
    public static (IReadOnlyList<long> Numbers, string? NextToken) Find(IDbSession session, LoggedModelQuery query, byte[] key)
    {
        var filter = FilterParser.Parse(SearchTarget.LoggedModels, query.Filter);
        ImmutableArray<LoggedModelOrder> order = [.. query.OrderBy.Select(static k => LoggedModelOrder.Parse(k.Field, k.Ascending, k.DatasetName, k.DatasetDigest))];
        if (order.Length > OrderParser.MaxKeys)
            throw SearchText.Refuse($"`order_by` has more than {OrderParser.MaxKeys} fields.");
        string[] experiments = [.. query.Experiments.Select(id => id.ToString(CultureInfo.InvariantCulture))];
        var offset = LoggedModelPageToken.Read(key, query.PageToken, experiments, query.Filter, order);
        var found = new LoggedModelSearch(session, query).Find(filter, order, offset);
        var next = found.Count > query.MaxResults ? LoggedModelPageToken.Write(key, offset + query.MaxResults, experiments, query.Filter, order) : null;
        return (next is null ? found : [.. found.Take(query.MaxResults)], next);
    }

    private IReadOnlyList<long> Find(Filter filter, ImmutableArray<LoggedModelOrder> order, long offset)
    {
        var onData = OnDatasets("x");
        var compiler = new FilterCompiler(ColumnsWith(onData), _session.Kind, _parameters);
        var condition = compiler.Condition(new Filter(filter.Root is null ? null : WithStatuses(filter.Root)));
        if (onData.Length > 0 && !filter.Clauses().Any(clause => clause.Field.Kind == FieldKind.Metric))
            condition += $" AND EXISTS(SELECT 1 FROM tracking_model_metrics x WHERE x.model=r.number{onData})";
        var keys = string.Concat(order.Select(key => $"{Sql(key)}{(key.Ascending ? "" : " DESC")} NULLS LAST,"));
        return _session.Query<long>(
            string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT r.number FROM tracking_models r WHERE {Scope()} AND r.lifecycle_stage='active' AND {condition} ORDER BY {keys}r.created_at DESC,r.model_id LIMIT {_query.MaxResults + 1L} OFFSET {offset}"),
            _parameters.Values);
    }

    private static SearchColumns ColumnsWith(string onData) => new()
    {
        Attributes = Attributes,
        Children = new Dictionary<(FieldKind, string?), ChildColumn>
        {
            [(FieldKind.Metric, null)] = new("tracking_model_metrics x", $"x.model=r.number{onData}", "x.value", ColumnKind.Number) { Key = "x.key", IsNan = "x.is_nan" },
            [(FieldKind.Param, null)] = new("tracking_model_params x", "x.model=r.number", "x.value") { Key = "x.key" },
            [(FieldKind.Tag, null)] = new("tracking_model_tags x", "x.model=r.number", "x.value") { Key = "x.key" },
        },
    };

    private string Scope()
    {
        var experiments = _query.Experiments.Distinct().ToArray();
        return _session.Kind == DatabaseKind.Sqlite
            ? $"r.experiment IN(SELECT value FROM json_each({_parameters.Add(TextArray.ToJson(experiments))}))"
            : $"r.experiment=ANY({_parameters.Add(experiments)})";
    }

    private string OnDatasets(string alias)
    {
        if (_query.Datasets.Count == 0)
            return "";
        var parts = _query.Datasets.Select(data => OnDataset(alias, data.Name, data.Digest));
        return $" AND ({string.Join(" OR ", parts)})";
    }

    private string OnDataset(string alias, string name, string? digest) =>
        $"({alias}.dataset_name={_parameters.Add(name)}{(digest is null ? "" : $" AND {alias}.dataset_digest={_parameters.Add(digest)}")})";

    private string Sql(LoggedModelOrder key)
    {
        if (key.Field.Kind == FieldKind.Attribute)
            return Attributes[key.Field.Key].Sql;
        var onData = (key.DatasetName is { } name ? $" AND y.dataset_name={_parameters.Add(name)}" : "") + (key.DatasetDigest is { } digest ? $" AND y.dataset_digest={_parameters.Add(digest)}" : "");
        return $"(SELECT CASE WHEN y.is_nan THEN NULL ELSE y.value END FROM tracking_model_metrics y WHERE y.model=r.number AND y.key={_parameters.Add(key.Field.Key)}{onData} ORDER BY y.timestamp DESC,y.step DESC LIMIT 1)";
    }

    /// <summary>A status may be written as it is sent, with its prefix, and as libraries show it.</summary>
    private static FilterNode WithStatuses(FilterNode node) => node switch
    {
        AllOf all => new AllOf([.. all.Parts.Select(WithStatuses)]),
        Clause { Field: { Kind: FieldKind.Attribute, Key: "status" } } clause => clause with
        {
            Value = clause.Value switch
            {
                TextValue text => new TextValue(ShortStatus(text.Text)),
                ListValue list => new ListValue([.. list.Items.Select(ShortStatus)]),
                var other => other,
            },
        },
        _ => node,
    };

    private static string ShortStatus(string text) => text switch
    {
        "LOGGED_MODEL_UPLOAD_FAILED" => Failed,
        _ when text.StartsWith(StatusPrefix, StringComparison.Ordinal) => text[StatusPrefix.Length..],
        _ => text,
    };
}
