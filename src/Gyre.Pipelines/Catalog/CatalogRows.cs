using Gyre.Core;

namespace Gyre.Pipelines.Catalog;

/// <summary>A row of <c>catalog_files</c>.</summary>
internal sealed record CatalogRow
{
    public const string Columns = "id, project, run, node_path, attempt, path, digest, size_in_bytes, md5, sha1, metadata, created_at";

    public Guid Id { get; init; }

    public string Project { get; init; } = "";

    /// <summary>All zeros where no run made it, as are path and attempt.</summary>
    public RunId Run { get; init; }

    public string NodePath { get; init; } = "";

    public AttemptId Attempt { get; init; }

    public bool IsOfRun => Run != default;

    public string Path { get; init; } = "";

    public Digest Digest { get; init; }

    public long SizeInBytes { get; init; }

    public string? Md5 { get; init; }

    public string? Sha1 { get; init; }

    public string? Metadata { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A row of <c>catalog_aliases</c>.</summary>
internal sealed record AliasRow
{
    public string Project { get; init; } = "";

    public string Name { get; init; } = "";

    public Guid File { get; init; }

    public RunId Run { get; init; }

    public DateTimeOffset ChangedAt { get; init; }
}

/// <summary>A row of <c>executions</c>.</summary>
internal sealed record ExecutionRow
{
    public long Number { get; init; }

    public AttemptId Attempt { get; init; }

    public RunId Run { get; init; }

    public string NodePath { get; init; } = "";

    public ExecutionPlace ToPlace() => new(Attempt, Number, Run, NodePath);
}
