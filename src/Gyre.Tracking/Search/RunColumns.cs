using Gyre.Tracking.Search.Formats;

namespace Gyre.Tracking.Search;

/// <summary>Where the fields of runs are; the row <c>r</c> is of tracking_runs.</summary>
internal static class RunColumns
{
    /// <summary>The numbers under which statuses are stored.</summary>
    public static readonly IReadOnlyDictionary<string, int> Statuses = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["RUNNING"] = 1,
        ["SCHEDULED"] = 2,
        ["FINISHED"] = 3,
        ["FAILED"] = 4,
        ["KILLED"] = 5,
    };

    public static readonly SearchColumns All = new()
    {
        Attributes = new Dictionary<string, AttributeColumn>(StringComparer.Ordinal)
        {
            ["run_id"] = new("r.run_id"),
            ["run_name"] = new("r.name"),
            ["user_id"] = new("r.user_id"),
            ["artifact_uri"] = new("r.artifact_uri"),
            ["status"] = new("r.status") { Codes = Statuses },
            ["start_time"] = new("r.start_time", ColumnKind.Integer),
            ["end_time"] = new("r.end_time", ColumnKind.Integer) { IsNullable = true },
        },
        Children = new Dictionary<(FieldKind, string?), ChildColumn>
        {
            [(FieldKind.Metric, null)] = new("tracking_latest x", "x.run=r.number", "x.value", ColumnKind.Number) { Key = "x.key", IsUnique = true, IsNan = "x.is_nan" },
            [(FieldKind.Param, null)] = new("tracking_params x", "x.run=r.number", "x.value") { Key = "x.key", IsUnique = true, IsPrefixIndexed = true },
            [(FieldKind.Tag, null)] = new("tracking_tags x", "x.run=r.number", "x.value") { Key = "x.key", IsUnique = true, IsPrefixIndexed = true },
            [(FieldKind.Dataset, "name")] = new(Datasets, "x.run=r.number", "y.name"),
            [(FieldKind.Dataset, "digest")] = new(Datasets, "x.run=r.number", "y.digest"),
            [(FieldKind.Dataset, "context")] = new("tracking_dataset_input_tags x", $"x.run=r.number AND x.key='{ReservedKeys.DatasetContext}'", "x.value"),
        },
    };

    private const string Datasets = "tracking_dataset_inputs x JOIN tracking_datasets y ON y.number=x.dataset";
}
