using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>Everything about a run that never changes; stored with it, so that it goes on the same whatever happens to the project.</summary>
internal sealed record RunPlan
{
    /// <summary>Version of this document.</summary>
    public int SchemaVersion { get; init; } = 1;

    public required RunId Run { get; init; }

    public required string Project { get; init; }

    public required Pipeline Pipeline { get; init; }

    /// <summary>Digest of the tree of files the steps can see.</summary>
    public required Digest Code { get; init; }

    /// <summary>
    /// Trees that the run was accepted with and left behind when it took the project's changes; what had ended before ran with them.
    /// </summary>
    public ImmutableArray<Digest> EarlierCode
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>
    /// Where the project was when the run was accepted, to say whether its files changed since; nothing is read from there. Null when it
    /// had no folder.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>Where the code is from; null when nothing is known but its content.</summary>
    public CodeOrigin? CodeOrigin { get; init; }

    /// <summary>The commit, or <c>~</c> and the digest of what the steps can see when there is none or files differed from it.</summary>
    [JsonIgnore]
    public string Revision => CodeOrigin is { Dirty: false } origin ? origin.Commit : "~" + Code.Hex;

    /// <summary>
    /// Names of the executors of nodes whose steps select one, by address. Chosen when the run is accepted: its attempts must be found again where they were
    /// submitted, whatever is registered later.
    /// </summary>
    public ImmutableDictionary<string, string> Executors
    {
        get => field ?? ImmutableDictionary<string, string>.Empty;
        init;
    } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Name of the executor of all others; null in plans of earlier programs.</summary>
    public string? DefaultExecutor { get; init; }

    /// <summary>Values given for this run, by node, then parameter.</summary>
    public ImmutableDictionary<string, MapValue> Given { get; init; } = ImmutableDictionary<string, MapValue>.Empty;

    /// <summary>Values of the pipeline's own typed inputs, converted, defaults filled in; see <see cref="Graph.Inputs"/>.</summary>
    public MapValue Arguments
    {
        get => field ?? NodeWork.Nothing;
        init;
    } = NodeWork.Nothing;

    /// <summary>Who is told what happens to the run, and to further turns of its cycle.</summary>
    public ImmutableArray<Notification> Notifications
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Variables of the project that are no secrets, as they were when the run was accepted.</summary>
    public ImmutableSortedDictionary<string, string> Variables
    {
        get => field ?? NodeWork.NoVariables;
        init;
    } = NodeWork.NoVariables;

    /// <summary>
    /// Variables that steps want from the user who runs the engine, as they were when the run was accepted; those that had no value are
    /// missing.
    /// </summary>
    public ImmutableSortedDictionary<string, string> HostVariables
    {
        get => field ?? NodeWork.NoVariables;
        init;
    } = NodeWork.NoVariables;

    /// <summary>Variables given for this run; a step's own stand below them.</summary>
    public ImmutableSortedDictionary<string, string> GivenVariables
    {
        get => field ?? NodeWork.NoVariables;
        init;
    } = NodeWork.NoVariables;

    /// <summary>Names of the project's secrets, in order. Their values are looked up for each attempt and are never in the plan.</summary>
    public ImmutableArray<string> ProjectSecrets
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Names of the secrets given for this run, in order.</summary>
    public ImmutableArray<string> GivenSecrets
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>The run that these were given to, when this is a further turn of its cycle; null for this one.</summary>
    public RunId? SecretsOf { get; init; }

    /// <summary>When the run was accepted.</summary>
    public DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Files of inputs' defaults, resolved when the run was accepted, by <c>node/input</c>.</summary>
    public ImmutableDictionary<string, ImmutableArray<InputFile>> Defaults { get; init; } =
        ImmutableDictionary<string, ImmutableArray<InputFile>>.Empty;

    /// <summary>Files that an earlier turn of the cycle hands over, by <c>node/input</c>.</summary>
    public ImmutableDictionary<string, ImmutableArray<InputFile>> Carried { get; init; } =
        ImmutableDictionary<string, ImmutableArray<InputFile>>.Empty;

    /// <summary>False: the cache is neither asked nor filled.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>A host whose calls by steps are answered here; null for none.</summary>
    public string? ApiAlias { get; init; }

    /// <summary>Tags for people.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>How far a cycle may go that steps of this run make by hand.</summary>
    public CycleLimits Limits { get; init; } = new();

    /// <summary>How much of the run runs at once; null for no limits of its own.</summary>
    public ConcurrencyLimits? Concurrency { get; init; }

    /// <summary>Seed of everything drawn in this run.</summary>
    public long Seed { get; init; }

    /// <summary>The span in which the run was accepted, in W3C's form; null when nobody traced it.</summary>
    public string? TraceParent { get; init; }

    /// <summary>What tracing systems add to it; null for nothing.</summary>
    public string? TraceState { get; init; }

    /// <summary>How often an attempt may get lost without counting as a try.</summary>
    public int MaxLostAttempts { get; init; } = 3;
}
