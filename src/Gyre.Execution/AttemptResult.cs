using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Execution;

/// <summary>How an attempt ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AttemptOutcome>))]
public enum AttemptOutcome
{
    /// <summary>The commands ended well, or the stop condition was met.</summary>
    Succeeded,

    /// <summary>The commands failed, or an input could not be laid out.</summary>
    Failed,

    /// <summary>Somebody asked for it.</summary>
    Cancelled,

    /// <summary>It took longer than its time limit, or was silent for too long.</summary>
    TimedOut,

    /// <summary>Its supervisor disappeared without a result, or was asked to end; what the step left by then is among the outputs in the second case.</summary>
    Lost,
}

/// <summary>What a supervisor found; written atomically to <c>result.json</c> in the attempt's folder, once.</summary>
public sealed record AttemptResult
{
    /// <summary>Version of this document.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The attempt it is about.</summary>
    public required AttemptId Attempt { get; init; }

    /// <summary>How it ended.</summary>
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>Exit code of the deciding command; null when it never ended by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Number of the signal that killed the deciding command; null when none did, or when the attempt was ended on purpose.</summary>
    public int? Signal { get; init; }

    /// <summary>Why, in words, when it did not simply succeed.</summary>
    public string? Reason { get; init; }

    /// <summary>When the commands were about to start.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When everything was collected.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Files left under the outputs folder, by path; also after a failure.</summary>
    public ImmutableArray<OutputFile> Outputs { get; init; } = [];

    /// <summary>Values a component gave, by output; each has its declared type.</summary>
    public MapValue Results { get; init; } = new([]);

    /// <summary>Artifacts a component gave, by output; their files are among <see cref="Outputs"/> or lie elsewhere.</summary>
    public ImmutableArray<NamedArtifacts> Artifacts { get; init; } = [];

    /// <summary>The latest value of each metadata key, in the order the keys first came.</summary>
    public MapValue Metadata { get; init; } = new([]);

    /// <summary>How many metadata points were printed; all of them are in the attempt's <c>metadata.jsonl</c>.</summary>
    public int MetadataPoints { get; init; }

    /// <summary>Things that went wrong without deciding the outcome.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Whether the fixed paths were wanted and this machine offers no way to mount folders for one step; the variables were right all the same.</summary>
    public bool FixedFoldersMissing { get; init; }

    /// <summary>What it used.</summary>
    public ResourceUsage Usage { get; init; } = new();
}

/// <summary>What an attempt's processes used, all descendants together as far as the system tells.</summary>
public sealed record ResourceUsage
{
    /// <summary>Processor time in seconds, user and system.</summary>
    public double CpuSeconds { get; init; }

    /// <summary>Largest resident memory seen, in bytes.</summary>
    public long PeakMemoryInBytes { get; init; }
}
