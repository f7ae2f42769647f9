using System.Collections.Immutable;

namespace Gyre.Tracking;

/// <summary>A trace: what one request to a program did.</summary>
public sealed record TraceInfo
{
    /// <summary>Chosen by the client; 1 to 200 characters that make a name of an artifact.</summary>
    public required string TraceId { get; init; }

    /// <summary>The client's own name for the request; null for none.</summary>
    public string? ClientRequestId { get; init; }

    /// <summary>The experiment.</summary>
    public required long Experiment { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public required long RequestTime { get; init; }

    /// <summary>Milliseconds; null until it has ended.</summary>
    public long? ExecutionTime { get; init; }

    /// <summary>Its state, a word of the client's: <c>OK</c>, <c>ERROR</c>, <c>IN_PROGRESS</c>.</summary>
    public required string State { get; init; }

    /// <summary>Beginning of the request; null for none.</summary>
    public string? RequestPreview { get; init; }

    /// <summary>Beginning of the response; null for none.</summary>
    public string? ResponsePreview { get; init; }

    /// <summary>What does not change any more, by key.</summary>
    public ImmutableArray<Tag> Metadata { get; init; } = [];

    /// <summary>Tags, by key.</summary>
    public ImmutableArray<Tag> Tags { get; init; } = [];

    /// <summary>What people and judges said about it, the oldest first.</summary>
    public ImmutableArray<Assessment> Assessments { get; init; } = [];
}

/// <summary>What an assessment says.</summary>
public enum AssessmentKind
{
    /// <summary>How good something is.</summary>
    Feedback,

    /// <summary>What should have come out.</summary>
    Expectation,

    /// <summary>That the trace belongs to a known problem.</summary>
    Issue,
}

/// <summary>What a person or a judge said about a trace.</summary>
public sealed record Assessment
{
    /// <summary>Its id; empty for a new one.</summary>
    public string Id { get; init; } = "";

    /// <summary>The trace.</summary>
    public required string TraceId { get; init; }

    /// <summary>What it is about; 1 to 250 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What it says.</summary>
    public required AssessmentKind Kind { get; init; }

    /// <summary>The saying itself: a JSON object as the client wrote it.</summary>
    public required string Content { get; init; }

    /// <summary>The value in it, for searches: a text as it is, anything else as JSON; null for none.</summary>
    public string? Value { get; init; }

    /// <summary>Kind of who said it; null for unknown.</summary>
    public string? SourceType { get; init; }

    /// <summary>Who said it; null for unknown.</summary>
    public string? SourceId { get; init; }

    /// <summary>The span that it is about; null for the whole trace.</summary>
    public string? SpanId { get; init; }

    /// <summary>Why; null for none.</summary>
    public string? Rationale { get; init; }

    /// <summary>Whatever else, by key.</summary>
    public ImmutableArray<Tag> Metadata { get; init; } = [];

    /// <summary>Id of the assessment that it takes the place of; null for none. That one is not valid any more.</summary>
    public string? Overrides { get; init; }

    /// <summary>Whether it counts.</summary>
    public bool Valid { get; init; } = true;

    /// <summary>Milliseconds since 1970.</summary>
    public long CreatedAt { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public long UpdatedAt { get; init; }
}

/// <summary>Changes an assessment; what is null stays.</summary>
public sealed record AssessmentChange
{
    /// <summary>New name.</summary>
    public string? Name { get; init; }

    /// <summary>New saying, with its kind and value.</summary>
    public (AssessmentKind Kind, string Content, string? Value)? Saying { get; init; }

    /// <summary>New reason.</summary>
    public string? Rationale { get; init; }

    /// <summary>New metadata, in the place of all there were.</summary>
    public IReadOnlyList<Tag>? Metadata { get; init; }

    /// <summary>Whether it counts.</summary>
    public bool? Valid { get; init; }
}

/// <summary>A span of a trace.</summary>
public sealed record TraceSpan
{
    /// <summary>16 hexadecimal digits.</summary>
    public required string SpanId { get; init; }

    /// <summary>The span that it is part of; null for the root.</summary>
    public string? ParentId { get; init; }

    /// <summary>Nanoseconds since 1970.</summary>
    public required long StartedAt { get; init; }

    /// <summary>The same; not before the start.</summary>
    public required long EndedAt { get; init; }

    /// <summary>All of it as JSON.</summary>
    public required string Content { get; init; }

    /// <summary>What searches compare: <c>name</c>, <c>type</c>, <c>status</c>, <c>attributes.NAME</c>; each key once.</summary>
    public ImmutableArray<Tag> Values { get; init; } = [];
}

/// <summary>A search for traces.</summary>
public sealed record TraceQuery
{
    /// <summary>The experiments.</summary>
    public required IReadOnlyList<long> Experiments { get; init; }

    /// <summary>Null or empty for all.</summary>
    public string? Filter { get; init; }

    /// <summary>Empty for the latest first.</summary>
    public IReadOnlyList<string> OrderBy { get; init; } = [];

    /// <summary>1 to 500.</summary>
    public int MaxResults { get; init; } = 100;

    /// <summary>From the page before, of the same query; null or empty for the first page.</summary>
    public string? PageToken { get; init; }
}

/// <summary>A page of traces.</summary>
/// <param name="Traces">In order.</param>
/// <param name="NextPageToken">Null when there is nothing more.</param>
public sealed record TracePage(ImmutableArray<TraceInfo> Traces, string? NextPageToken);
