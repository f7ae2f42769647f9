using Gyre.Core;

namespace Gyre.Datasets.Schema;

/// <summary>A row of <c>dataset_versions</c>.</summary>
internal sealed record VersionRow
{
    public const string Columns = "id, project, dataset, version, run, attempt, created_at";

    public Guid Id { get; init; }

    public string Project { get; init; } = "";

    public string Dataset { get; init; } = "";

    public string Version { get; init; } = "";

    /// <summary>All zeros where no run made it.</summary>
    public RunId Run { get; init; }

    public AttemptId Attempt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A row of <c>dataset_version_origins</c>.</summary>
internal sealed record OriginRow
{
    public string Kind { get; init; } = "";

    public string Name { get; init; } = "";

    public string Details { get; init; } = "{}";
}
