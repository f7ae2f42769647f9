using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Gyre.Serving;

/// <summary>How deployments work.</summary>
public sealed record ServingOptions
{
    /// <summary>Clock of everything.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Folder of the home, where programs have their files; null where none can be started.</summary>
    public string? Home { get; init; }

    /// <summary>The log; null for none.</summary>
    public ILoggerFactory? Logs { get; init; }

    /// <summary>Forms of model files that serving does not know by itself.</summary>
    public ImmutableArray<IModelFormat> Formats { get; init; } = [];

    /// <summary>
    /// What the seeds of decisions are drawn from; null for a seed of the operating system's. Two processes on one store need different ones.
    /// </summary>
    public ulong? Seed { get; init; }

    /// <summary>How long this process may overlook that another one changed a deployment. Default 1 second.</summary>
    public TimeSpan LookAround { get; init; } = TimeSpan.FromSeconds(1);
}
