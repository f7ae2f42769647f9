using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>Datasets of all projects, or of one.</summary>
public sealed record DatasetPage
{
    /// <summary>By project and name.</summary>
    public required IReadOnlyList<DatasetInfo> Datasets { get; init; }

    /// <summary>Where the next page begins; null on the last.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>A dataset of a project.</summary>
public sealed record DatasetInfo
{
    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Name of the dataset, unique in the project.</summary>
    public required string Name { get; init; }

    /// <summary>Number of its versions; at least 1.</summary>
    public required long Versions { get; init; }

    /// <summary>The newest.</summary>
    public required DatasetVersionInfo Latest { get; init; }
}

/// <summary>Versions of a dataset.</summary>
public sealed record DatasetVersionPage
{
    /// <summary>Newest first.</summary>
    public required IReadOnlyList<DatasetVersionInfo> Versions { get; init; }

    /// <summary>Where the next page begins; null on the last.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>A version of a dataset. It never changes; tags move.</summary>
public sealed record DatasetVersionInfo
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Name of the dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>Name of the version, unique in the dataset.</summary>
    public required string Version { get; init; }

    /// <summary>What an input of a step says: <c>dataset://NAME/VERSION</c>.</summary>
    public required string Uri { get; init; }

    /// <summary>Digest of its files, as <c>sha256sum</c> lists them.</summary>
    public required Digest Digest { get; init; }

    /// <summary>When it was pushed, or made by a run.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>For people; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>Number of examples; null when nobody has counted them.</summary>
    public long? Examples { get; init; }

    /// <summary>Number of files.</summary>
    public required long Files { get; init; }

    /// <summary>Bytes of all files.</summary>
    public required long Size { get; init; }

    /// <summary>The elements of its schema; empty when nobody has read it.</summary>
    public required IReadOnlyList<DatasetElementFactInfo> Elements { get; init; }

    /// <summary>Names of its splits.</summary>
    public required IReadOnlyList<string> Splits { get; init; }

    /// <summary>Tags that point to it now.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The run that made it; null when no run did.</summary>
    public RunId? RunId { get; init; }

    /// <summary>What it was made from where no run made it: <c>push</c> or <c>deployment</c>; null when a run did.</summary>
    public string? Origin { get; init; }

    /// <summary>Name of what it was made from; null as <c>origin</c>.</summary>
    public string? OriginName { get; init; }
}

/// <summary>What is known of an element without reading the schema.</summary>
public sealed record DatasetElementFactInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><c>input output metadata</c>.</summary>
    public required string Role { get; init; }

    /// <summary>As schemas write it: <c>image_file</c>.</summary>
    public required string Type { get; init; }
}

/// <summary>Files of a version.</summary>
public sealed record DatasetFilePage
{
    /// <summary>In ordinal order of their paths.</summary>
    public required IReadOnlyList<DatasetFileInfo> Files { get; init; }

    /// <summary>Files on all pages.</summary>
    public required long Count { get; init; }

    /// <summary>What the next page is asked with as <c>offset</c>; null on the last.</summary>
    public int? NextOffset { get; init; }
}

/// <summary>A file of a version.</summary>
public sealed record DatasetFileInfo
{
    /// <summary>Relative to the folder of the dataset.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Its content, which <c>/api/v1/artifacts/{digest}</c> gives.</summary>
    public required Digest Digest { get; init; }
}

/// <summary>What the examples of a version look like.</summary>
public sealed record DatasetSchemaInfo
{
    /// <summary>Name of the dataset as its schema has it.</summary>
    public required string Name { get; init; }

    /// <summary>For people; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>Inputs, outputs and metadata, in this order.</summary>
    public required IReadOnlyList<DatasetElementInfo> Elements { get; init; }
}

/// <summary>A field of examples.</summary>
public sealed record DatasetElementInfo
{
    /// <summary>Its name, which is that of its column.</summary>
    public required string Name { get; init; }

    /// <summary><c>input output metadata</c>.</summary>
    public required string Role { get; init; }

    /// <summary>As schemas write it: <c>image_file</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Whether every example must have a value.</summary>
    public required bool Required { get; init; }

    /// <summary>Whether the value may be null.</summary>
    public required bool Nullable { get; init; }

    /// <summary><c>unordered ordered time_series</c>; null for a single value.</summary>
    public string? MultiValue { get; init; }

    /// <summary>Of an output: how many classes it has; null when the schema does not say.</summary>
    public int? NumClasses { get; init; }

    /// <summary>For people; null for none.</summary>
    public string? Description { get; init; }
}

/// <summary>Lets a tag point to a version.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TagDatasetRequest
{
    /// <summary>Name of the version, another tag, or <c>latest</c>.</summary>
    public required string Version { get; init; }
}

/// <summary>Examples of a version in the order of their rows.</summary>
public sealed record DatasetRowPage
{
    /// <summary>The examples.</summary>
    public required IReadOnlyList<DatasetRowInfo> Rows { get; init; }

    /// <summary>What the next page is asked with as <c>offset</c>; null on the last.</summary>
    public int? NextOffset { get; init; }
}

/// <summary>An example.</summary>
public sealed record DatasetRowInfo
{
    /// <summary>Index of its row, from 0.</summary>
    public required long Index { get; init; }

    /// <summary>Its identifier.</summary>
    public required Guid Id { get; init; }

    /// <summary>Values by element; a missing one has no entry. Texts are cut after 2,000 characters, lists after 100 values.</summary>
    public required Value Values { get; init; }
}

/// <summary>What a query found in a version.</summary>
public sealed record DatasetQueryInfo
{
    /// <summary>The examples of the page: <c>id</c> and the values, cut as in rows.</summary>
    public required IReadOnlyList<Value> Examples { get; init; }

    /// <summary>Examples on all pages.</summary>
    public required int Total { get; init; }

    /// <summary>Pages there are.</summary>
    public required int Pages { get; init; }

    /// <summary>Whether there is a page behind this one.</summary>
    public required bool HasNextPage { get; init; }
}

/// <summary>Whether an example matches a query, and why not.</summary>
public sealed record DatasetExplanationInfo
{
    /// <summary>Identifier of the example.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it matches.</summary>
    public required bool Matches { get; init; }

    /// <summary>The first condition that fails, with its place; null when it matches.</summary>
    public string? Reason { get; init; }
}
