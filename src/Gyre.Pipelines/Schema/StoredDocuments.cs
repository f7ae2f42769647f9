using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Pipelines.Schema;

/// <summary>What a cycle needs to make further turns, independent of the project's present state.</summary>
internal sealed record CycleDefinition
{
    public int SchemaVersion { get; init; } = 1;

    public required Cycle Cycle { get; init; }

    public required string Title { get; init; }

    /// <summary>Whether steps start the turns; then nothing but the limits of <see cref="Cycle"/> counts.</summary>
    public bool ByHand { get; init; }

    /// <summary>Parameters given to every turn by the person who started it.</summary>
    public required MapValue Given { get; init; }
}

/// <summary>An outbox command of a run.</summary>
internal sealed record StoredCommand(string Path, AttemptId Attempt, int Number, string? Reason);

/// <summary>Something another process wants of the run's owner.</summary>
[JsonDerivedType(typeof(CancelRequest), "cancel")]
[JsonDerivedType(typeof(CancelNodeRequest), "cancel-node")]
[JsonDerivedType(typeof(ResumeRequest), "resume")]
[JsonDerivedType(typeof(ApprovalRequest), "approval")]
[JsonDerivedType(typeof(AnswerRequest), "answer")]
internal abstract record RunRequest;

internal sealed record CancelRequest(string Reason) : RunRequest;

internal sealed record CancelNodeRequest(string Path, string Reason) : RunRequest;

internal sealed record ResumeRequest : RunRequest
{
    /// <summary>
    /// The code to go on with, where the plan was replaced with the request; null for what the run has. An engine that knows another plan
    /// must read it first.
    /// </summary>
    public Digest? Code { get; init; }
}

/// <summary>A person's answer, in the words of programs that knew no other.</summary>
internal sealed record ApprovalRequest(string Path, bool Approved, string By, string? Comment) : RunRequest;

/// <summary>The answer to a node run that waits under a key.</summary>
internal sealed record AnswerRequest(string Key, MapValue Document, string By) : RunRequest;
