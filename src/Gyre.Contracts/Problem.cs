namespace Gyre.Contracts;

/// <summary>What went wrong, as <c>application/problem+json</c> (RFC 9457). Every answer from 400 on has this shape.</summary>
public sealed record Problem
{
    /// <summary><c>urn:gyre:problem:CODE</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of problem in a few words; the same for every answer with this code.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>Stable and dotted, for programs: <c>run.unknown</c>, <c>auth.required</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What was wrong this time, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>What the caller can do about it, or null.</summary>
    public string? Remedy { get; init; }

    /// <summary>Each refused place of the input, in its order; empty when the input was not the problem.</summary>
    public IReadOnlyList<ProblemPlace> Errors { get; init; } = [];

    /// <summary>Names this answer in the server's log.</summary>
    public string? TraceId { get; init; }
}

/// <summary>A refused place of the input.</summary>
public sealed record ProblemPlace
{
    /// <summary>Stable and dotted.</summary>
    public required string Code { get; init; }

    /// <summary>What is wrong and what was given.</summary>
    public required string Message { get; init; }

    /// <summary>Name of the document, or null for the request's body.</summary>
    public string? File { get; init; }

    /// <summary>Keys and indexes from the root; empty at the root.</summary>
    public string Path { get; init; } = "";

    /// <summary>From 1; null when it is not known.</summary>
    public int? Line { get; init; }

    /// <summary>From 1; null when it is not known.</summary>
    public int? Column { get; init; }

    /// <summary>What the caller can do about it, or null.</summary>
    public string? Remedy { get; init; }
}
