using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Pipelines;

/// <summary>How an engine works.</summary>
public sealed record EngineOptions
{
    /// <summary>Where the data is; passed on to supervisors.</summary>
    public required StorageOptions Storage { get; init; }

    /// <summary>Clock of everything.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long a run stays this engine's without renewal. Default 15 seconds.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Variables a step gets on top of its own: address of the server, a short-lived token. Null for none.</summary>
    public IStepCredentials? Credentials { get; init; }

    /// <summary>How many times an attempt whose supervisor disappeared is started again without counting as a try. Default 3.</summary>
    public int MaxLostAttempts { get; init; } = 3;
}

/// <summary>What lets a step call back.</summary>
public interface IStepCredentials
{
    /// <summary>Variables for one attempt; their values are secrets. The token ends with the attempt.</summary>
    Task<IReadOnlyDictionary<string, string>> IssueAsync(RunId run, string nodePath, AttemptId attempt, CancellationToken cancellationToken);
}
