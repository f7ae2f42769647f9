using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Core.Logging;
using Gyre.Execution;
using Gyre.Pipelines;
using Gyre.Storage;
using Gyre.Tracking;
using Microsoft.Extensions.Logging;

namespace Gyre.Home;

/// <summary>How a home is opened.</summary>
public sealed record HomeSettings
{
    /// <summary>Where the data is.</summary>
    public required StorageOptions Storage { get; init; }

    /// <summary>Starts a supervisor of steps: a program and its first arguments. Empty where no step is ever started.</summary>
    public ImmutableArray<string> SupervisorCommand { get; init; } = [];

    /// <summary>Other revisions of projects, for nodes that take their step from one; null refuses such nodes.</summary>
    public IRevisions? Revisions { get; init; }

    /// <summary>How tracking behaves. What it allows of private addresses, notifications are allowed as well.</summary>
    public TrackingOptions Tracking { get; init; } = new();

    /// <summary>How much runs at once, and the pools there are.</summary>
    public ConcurrencyLimits Limits { get; init; } = ConcurrencyLimits.None;

    /// <summary>Clock of everything.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told the values of steps' secret variables, so that the log masks them; null where there is no log.</summary>
    public KnownSecrets? Secrets { get; init; }

    /// <summary>Variables of this program's environment that projects may have as secrets. Default: none.</summary>
    public HostVariables Host { get; init; } = HostVariables.None;

    /// <summary>How long the home keeps what it no longer needs.</summary>
    public RetentionRules Retention { get; init; } = new();

    /// <summary>Where the log goes; null for nowhere. Whoever made it disposes it.</summary>
    public ILoggerFactory? Logs { get; init; }
}
