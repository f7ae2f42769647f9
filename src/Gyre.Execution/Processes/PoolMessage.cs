using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Execution.Processes;

/// <summary>What is said between an engine and a warm supervisor.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PoolVerb>))]
internal enum PoolVerb
{
    /// <summary>Supervisor, first of all: which attempt it has, if any.</summary>
    Hello,

    /// <summary>Engine: carry this attempt out.</summary>
    Run,

    /// <summary>Engine: the attempt's cancel file is there, look now.</summary>
    Cancel,

    /// <summary>Supervisor: it is mine and about to start.</summary>
    Claimed,

    /// <summary>Supervisor: another one has claimed it, or it cannot be taken.</summary>
    Refused,

    /// <summary>Supervisor: I have another attempt, ask somebody else.</summary>
    Busy,

    /// <summary>Supervisor: it is over, the result is there.</summary>
    Ended,
}

/// <summary>A line of JSON.</summary>
internal sealed record PoolMessage(PoolVerb Verb, AttemptId? Attempt = null, DateTimeOffset? At = null);
