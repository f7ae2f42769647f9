using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Pipelines;

/// <summary>
/// Files that node runs left behind, under ids of their own; names (aliases) that people move from one to another. Filled in the
/// transaction that ends the node run. Content is in the artifact store, by digest.
/// </summary>
public interface ICatalog
{
    /// <summary>A file, or null.</summary>
    Task<CatalogFile?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The file that an alias of a project points to, or null.</summary>
    Task<CatalogFile?> ResolveAsync(string project, string alias, CancellationToken cancellationToken);

    /// <summary>Files, newest first, files of one attempt by path, with their number.</summary>
    Task<CatalogList> ListAsync(CatalogQuery query, CancellationToken cancellationToken);

    /// <summary>Aliases by name; of one project, or of all.</summary>
    Task<IReadOnlyList<FileAlias>> AliasesAsync(string? project, CancellationToken cancellationToken);

    /// <summary>What an alias pointed to, newest first; empty when it never was.</summary>
    Task<IReadOnlyList<AliasChange>> AliasHistoryAsync(string project, string alias, CancellationToken cancellationToken);

    /// <summary>Which node run an attempt was a try of, or null.</summary>
    Task<ExecutionPlace?> FindExecutionAsync(AttemptId attempt, CancellationToken cancellationToken);

    /// <summary>The same by the attempt's number.</summary>
    Task<ExecutionPlace?> FindExecutionAsync(long number, CancellationToken cancellationToken);

    /// <summary>Attempts, newest first, with their number.</summary>
    Task<ExecutionList> ExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken);

    /// <summary>The short number of a run, counted over the home from 1; 0 when it has none.</summary>
    Task<long> RunNumberAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>The run with a short number, or null.</summary>
    Task<RunId?> FindRunAsync(long number, CancellationToken cancellationToken);
}

/// <summary>A file that a node run left behind, or that was made for a dataset.</summary>
public sealed record CatalogFile
{
    /// <summary>A pure function of attempt and path, or of the dataset version it was made for.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>The run; null when no run made it.</summary>
    public RunId? Run { get; init; }

    /// <summary>The node run's path; null when no run made it.</summary>
    public string? NodePath { get; init; }

    /// <summary>The attempt that made it; null when no run did.</summary>
    public AttemptId? Attempt { get; init; }

    /// <summary>Path under the outputs folder, with <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Its content.</summary>
    public required Digest Digest { get; init; }

    /// <summary>Its size.</summary>
    public required long SizeInBytes { get; init; }

    /// <summary>MD5 in hexadecimal digits, or null when it was not taken.</summary>
    public string? Md5 { get; init; }

    /// <summary>SHA-1 in hexadecimal digits, or null when it was not taken.</summary>
    public string? Sha1 { get; init; }

    /// <summary>Properties its producer gave it, or null.</summary>
    public Value? Metadata { get; init; }

    /// <summary>When it was taken in.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Tags, in ordinal order.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Aliases that point to it now.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];
}

/// <summary>Which files are wanted; null where anything will do.</summary>
public sealed record CatalogQuery
{
    /// <summary>Of this project.</summary>
    public string? Project { get; init; }

    /// <summary>Made by this attempt.</summary>
    public AttemptId? Attempt { get; init; }

    /// <summary>With this tag.</summary>
    public string? Tag { get; init; }

    /// <summary>1 to 1,000; default 100.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>How many to leave out.</summary>
    public int Offset { get; init; }
}

/// <summary>Files that were asked for.</summary>
/// <param name="Count">How many there are in all.</param>
/// <param name="Files">Those of the wanted stretch.</param>
public sealed record CatalogList(long Count, IReadOnlyList<CatalogFile> Files);

/// <summary>A name that points to a file.</summary>
public sealed record FileAlias(string Project, string Name, Guid File, DateTimeOffset ChangedAt);

/// <summary>An alias was pointed to a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Run">The run whose node did it.</param>
/// <param name="ChangedAt">When.</param>
public sealed record AliasChange(Guid File, RunId Run, DateTimeOffset ChangedAt);

/// <summary>The node run that an attempt was a try of.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Number">Counted over the home, from 1.</param>
/// <param name="Run">The run.</param>
/// <param name="NodePath">The node run's path.</param>
public sealed record ExecutionPlace(AttemptId Attempt, long Number, RunId Run, string NodePath);

/// <summary>Which attempts are wanted; null where anything will do.</summary>
public sealed record ExecutionQuery
{
    /// <summary>Of this project.</summary>
    public string? Project { get; init; }

    /// <summary>Of this run.</summary>
    public RunId? Run { get; init; }

    /// <summary>Whose node run is in one of these states; empty for any.</summary>
    public ImmutableArray<NodeRunState> States { get; init; } = [];

    /// <summary>1 to 1,000; default 100.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>How many to leave out.</summary>
    public int Offset { get; init; }
}

/// <summary>Attempts that were asked for.</summary>
/// <param name="Count">How many there are in all.</param>
/// <param name="Executions">Those of the wanted stretch.</param>
public sealed record ExecutionList(long Count, IReadOnlyList<ExecutionPlace> Executions);

/// <summary>Ids of files that were left behind.</summary>
public static class CatalogIds
{
    /// <summary>A pure function of attempt and path, so that whoever needs it knows it before the file is taken in.</summary>
    public static Guid Of(AttemptId attempt, string path) => GuidIds.FromNames("datum", attempt.ToString(), path);
}
