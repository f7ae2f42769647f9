using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>Asks for a run. Either <see cref="Project"/> or <see cref="Folder"/> is given.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record StartRunRequest
{
    /// <summary>Name of a registered project.</summary>
    public string? Project { get; init; }

    /// <summary>Absolute path of a project's folder on the server's machine; it becomes registered. Not open to steps.</summary>
    public string? Folder { get; init; }

    /// <summary>Name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>An object: values by pipeline parameter or <c>node.parameter</c>.</summary>
    public Value? Parameters { get; init; }

    /// <summary>A title for people; default the pipeline's name.</summary>
    public string? Title { get; init; }

    /// <summary>False: the cache is neither asked nor filled. Null or absent: true.</summary>
    public bool? UseCache { get; init; }
}

/// <summary>A run.</summary>
public sealed record RunInfo
{
    /// <summary>Its id.</summary>
    public required RunId RunId { get; init; }

    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>A title for people.</summary>
    public required string Title { get; init; }

    /// <summary><c>running cancelling succeeded failed cancelled stopped</c>.</summary>
    public required string State { get; init; }

    /// <summary>Why, when it did not simply succeed.</summary>
    public string? Reason { get; init; }

    /// <summary>Values given to it.</summary>
    public required Value Parameters { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The run whose step started it, or null.</summary>
    public RunId? ParentRunId { get; init; }

    /// <summary>The cycle it is a turn of, or null.</summary>
    public CycleId? CycleId { get; init; }

    /// <summary>Which turn, from 1; null outside a cycle.</summary>
    public int? Turn { get; init; }

    /// <summary>Attempts that were really started.</summary>
    public required int Executions { get; init; }
}

/// <summary>A page of runs, newest first.</summary>
public sealed record RunPage
{
    /// <summary>The runs.</summary>
    public required IReadOnlyList<RunInfo> Runs { get; init; }

    /// <summary>Give it back as <c>cursor</c> for the next page; null on the last one.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>Asks for an end.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CancelRequest
{
    /// <summary>Why, for people. Default: "Cancelled over the API."</summary>
    public string? Reason { get; init; }
}
