using Gyre.Projects;
using Microsoft.Extensions.Logging;

namespace Gyre.Automation;

/// <summary>How triggers and notifications work.</summary>
public sealed record AutomationOptions
{
    /// <summary>Clock of everything.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The log; null for none.</summary>
    public ILoggerFactory? Logs { get; init; }

    /// <summary>How long a trigger stays this process's without renewal. Default 15 seconds.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What project files may say, for the projects whose runs triggers start.</summary>
    public ProjectLanguage Language { get; init; } = ProjectLanguage.Standard;

    /// <summary>
    /// Allows notifications to hosts with private, loopback or link-local addresses, and without encryption. Default false: otherwise a
    /// project file could make this machine send requests into its own network.
    /// </summary>
    public bool AllowPrivateNotifications { get; init; }

    /// <summary>Called with what a trigger is about to be told, so that a test can throw there or stop.</summary>
    internal Action<string>? BeforeTrigger { get; init; }
}
