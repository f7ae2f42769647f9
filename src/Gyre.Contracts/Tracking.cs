using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>Asks for tracking runs.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TrackingSearchRequest
{
    /// <summary>Ids of experiments; null or absent for all that are not deleted, empty for none.</summary>
    public IReadOnlyList<long>? Experiments { get; init; }

    /// <summary>What has to hold: <c>metrics.loss &lt; 0.1 OR NOT (params.model = 'a' AND tags.kind = 'b')</c>; null or empty for nothing.</summary>
    public string? Filter { get; init; }

    /// <summary>Keys with <c>ASC</c> or <c>DESC</c>; null for the newest first.</summary>
    public IReadOnlyList<string>? OrderBy { get; init; }

    /// <summary><c>active deleted all</c>; null: active.</summary>
    public string? View { get; init; }

    /// <summary>1 to 10,000; null: 100.</summary>
    public int? MaxResults { get; init; }

    /// <summary>From the page before, with the same query; null for the first.</summary>
    public string? PageToken { get; init; }

    /// <summary>False: the filter knows only clauses with AND between them. Null or true: also OR, NOT and brackets.</summary>
    public bool? Extended { get; init; }

    /// <summary>What is wanted of each run; null for everything.</summary>
    public TrackingColumns? Columns { get; init; }

    /// <summary>True: the answer says how many runs there are in all pages.</summary>
    public bool? Count { get; init; }
}

/// <summary>What is wanted of runs. A list that is null or absent means all keys, an empty one none.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TrackingColumns
{
    /// <summary>Keys of metrics.</summary>
    public IReadOnlyList<string>? Metrics { get; init; }

    /// <summary>Keys of params.</summary>
    public IReadOnlyList<string>? Params { get; init; }

    /// <summary>Keys of tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Whether data and models that went in and came out are wanted; null: true.</summary>
    public bool? Inputs { get; init; }
}

/// <summary>A page of tracking runs.</summary>
public sealed record TrackingRunPage
{
    /// <summary>In order.</summary>
    public required IReadOnlyList<TrackingRunInfo> Runs { get; init; }

    /// <summary>Give it back as <c>page_token</c>; null on the last page.</summary>
    public string? NextPageToken { get; init; }

    /// <summary>How many there are in all pages; null when nobody asked.</summary>
    public long? Count { get; init; }
}

/// <summary>A tracking run with what was logged to it.</summary>
public sealed record TrackingRunInfo
{
    /// <summary>32 hexadecimal digits.</summary>
    public required string RunId { get; init; }

    /// <summary>Its experiment.</summary>
    public required long Experiment { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Who started it; may be empty.</summary>
    public required string User { get; init; }

    /// <summary><c>running scheduled finished failed killed</c>.</summary>
    public required string Status { get; init; }

    /// <summary><c>active</c> or <c>deleted</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>Milliseconds since 1970, as the client said.</summary>
    public required long StartTime { get; init; }

    /// <summary>The same; null until it has ended.</summary>
    public long? EndTime { get; init; }

    /// <summary>Address of its artifacts.</summary>
    public required string ArtifactUri { get; init; }

    /// <summary>The present value of each metric, by key.</summary>
    public required IReadOnlyList<TrackingMetric> Metrics { get; init; }

    /// <summary>Params, by key.</summary>
    public required IReadOnlyList<TrackingPair> Params { get; init; }

    /// <summary>Tags, by key.</summary>
    public required IReadOnlyList<TrackingPair> Tags { get; init; }

    /// <summary>Data that it read.</summary>
    public required IReadOnlyList<TrackingDataset> Datasets { get; init; }

    /// <summary>Ids of models that it read.</summary>
    public required IReadOnlyList<string> ModelInputs { get; init; }

    /// <summary>Ids of models that it made.</summary>
    public required IReadOnlyList<string> ModelOutputs { get; init; }
}

/// <summary>A name with a value.</summary>
public sealed record TrackingPair(string Key, string Value);

/// <summary>A metric's present value.</summary>
public sealed record TrackingMetric
{
    /// <summary>Its name.</summary>
    public required string Key { get; init; }

    /// <summary>A number, or <c>{"$float": "nan"}</c>.</summary>
    public required Value Value { get; init; }

    /// <summary>The training step; may be negative.</summary>
    public required long Step { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public required long Timestamp { get; init; }
}

/// <summary>Data that a run read.</summary>
public sealed record TrackingDataset(string Name, string Digest);

/// <summary>Says that a run's process is there.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record KeepAliveRequest
{
    /// <summary>1 to 86,400: unless it is said again by then, the run is ended as killed.</summary>
    public required int Seconds { get; init; }
}

/// <summary>Until when a run need not be heard of.</summary>
public sealed record KeepAliveInfo(string RunId, DateTimeOffset AliveUntil);

/// <summary>The history of a metric.</summary>
public sealed record TrackingHistory
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The metric.</summary>
    public required string Key { get; init; }

    /// <summary>How many points there are; more than are given when the history was thinned.</summary>
    public required long Total { get; init; }

    /// <summary>By timestamp, step and value. Of a thinned history the first, least, greatest and last of each stretch.</summary>
    public required IReadOnlyList<TrackingPoint> Points { get; init; }
}

/// <summary>A point of a metric.</summary>
/// <param name="Timestamp">Milliseconds since 1970.</param>
/// <param name="Step">The training step.</param>
/// <param name="Value">A number, or <c>{"$float": "nan"}</c>.</param>
public sealed record TrackingPoint(long Timestamp, long Step, Value Value);

/// <summary>Asks for the histories of one metric of many runs.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record HistoriesRequest
{
    /// <summary>1 to 1,000 ids.</summary>
    public required IReadOnlyList<string> RunIds { get; init; }

    /// <summary>The metric.</summary>
    public required string Key { get; init; }

    /// <summary>Points of each run, 4 to 100,000; null for 1,000. Of all runs together at most a million.</summary>
    public int? MaxPoints { get; init; }
}

/// <summary>Histories of one metric.</summary>
public sealed record TrackingHistories
{
    /// <summary>The metric.</summary>
    public required string Key { get; init; }

    /// <summary>In the order of the request, each run once. A run that is not known or has no such metric has no points.</summary>
    public required IReadOnlyList<TrackingCurve> Curves { get; init; }
}

/// <summary>A history in columns, which is a third of the size of a list of points.</summary>
public sealed record TrackingCurve
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>How many points there are; more than are given when the history was thinned.</summary>
    public required long Total { get; init; }

    /// <summary>Milliseconds since 1970, in the order of histories: by timestamp, step and value.</summary>
    public required IReadOnlyList<long> Timestamps { get; init; }

    /// <summary>The training step of each point.</summary>
    public required IReadOnlyList<long> Steps { get; init; }

    /// <summary>A number, or <c>{"$float": "nan"}</c>, of each point.</summary>
    public required IReadOnlyList<Value> Values { get; init; }
}

/// <summary>Asks to put runs side by side.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CompareRequest
{
    /// <summary>1 to 1,000 ids.</summary>
    public required IReadOnlyList<string> RunIds { get; init; }

    /// <summary>True: only rows in which the runs differ.</summary>
    public bool? OnlyDifferent { get; init; }
}

/// <summary>Runs side by side.</summary>
public sealed record CompareInfo
{
    /// <summary>The runs that are there, in the order of the request; values stand in this order.</summary>
    public required IReadOnlyList<ComparedRun> Runs { get; init; }

    /// <summary>Ids that are not known.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Params, by key.</summary>
    public required IReadOnlyList<ComparedRow> Params { get; init; }

    /// <summary>Present values of metrics, by key.</summary>
    public required IReadOnlyList<ComparedRow> Metrics { get; init; }
}

/// <summary>A run at the head of a comparison.</summary>
public sealed record ComparedRun(string RunId, long Experiment, string Name, string Status, long StartTime, long? EndTime);

/// <summary>A param or metric of all compared runs.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Differs">Whether not all runs have the same value; to have none is a difference.</param>
/// <param name="Values">One for each run, null where it has none.</param>
public sealed record ComparedRow(string Key, bool Differs, IReadOnlyList<Value> Values);

/// <summary>Metrics that have changed, as data of a server-sent event <c>metrics</c>.</summary>
public sealed record TrackingMetricList(IReadOnlyList<TrackingMetric> Metrics);

/// <summary>What made something, and what came of it.</summary>
public sealed record LineageInfo
{
    /// <summary><c>run logged-model model-version dataset pipeline-run node-run artifact</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>For people; may be empty.</summary>
    public required string Name { get; init; }

    /// <summary>What it came from.</summary>
    public required IReadOnlyList<LineageLinkInfo> MadeFrom { get; init; }

    /// <summary>What came of it.</summary>
    public required IReadOnlyList<LineageLinkInfo> LedTo { get; init; }
}

/// <summary>Something that stands in a relation to what was asked about.</summary>
/// <param name="Kind">As in <see cref="LineageInfo.Kind"/>.</param>
/// <param name="Id">Its id; of a node run <c>RUN/PATH</c>.</param>
/// <param name="Name">For people; may be empty.</param>
/// <param name="Relation"><c>parent child input output source reader recorded</c>.</param>
public sealed record LineageLinkInfo(string Kind, string Id, string Name, string Relation);
