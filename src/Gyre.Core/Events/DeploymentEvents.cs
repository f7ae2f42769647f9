using static Gyre.Core.Events.EventField;

namespace Gyre.Core.Events;

/// <summary>What happens to deployments, and to the decisions that they made.</summary>
public static class DeploymentEvents
{
    private const string Subject = "deployment/NAME";

    /// <summary>A deployment was made.</summary>
    public static EventType Created { get; } = new("deployment.created", Subject, "A deployment was created.", Name, Version);

    /// <summary>A deployment has a further version.</summary>
    public static EventType VersionAdded { get; } = new(
        "deployment.version-added", Subject, "A version was added to a deployment.",
        Name, Version, Content("policy", "the policy file"));

    /// <summary>Another version serves.</summary>
    public static EventType Promoted { get; } = new(
        "deployment.promoted", Subject, "Another version of a deployment became its champion.", Name, Version, Previous, Reason);

    /// <summary>An earlier version serves again.</summary>
    public static EventType RolledBack { get; } = new(
        "deployment.rolled-back", Subject, "A deployment went back to an earlier champion.", Name, Version, Previous, Reason);

    /// <summary>Canaries, shadows or settings changed.</summary>
    public static EventType Configured { get; } = new(
        "deployment.configured", Subject, "The canaries, shadows or settings of a deployment changed.", Name, Version, Reason);

    /// <summary>A deployment was deleted.</summary>
    public static EventType Deleted { get; } = new(
        "deployment.deleted", Subject, "A deployment was deleted with its versions and decisions.", Name);

    /// <summary>Decisions have their final rewards.</summary>
    public static EventType Settled { get; } = new(
        "deployment.settled", Subject, "The wait of some decisions ended, and they have their final rewards.",
        Name, Integer("joined", "how many of them have a reward"), Integer("defaulted", "how many of them have the default reward"));

    /// <summary>Contexts or rewards are not as they were.</summary>
    public static EventType Drifted { get; } = new(
        "deployment.drifted", Subject, "The contexts of a deployment have moved, or its rewards have fallen, since its champion serves.",
        Name, Version, Text("detector", "'psi' for a number of the context, 'cusum' for the rewards"),
        Text("field", "the number of the context that moved").Optional, Number("statistic", "how far, by the detector's measure"),
        Number("threshold", "above which it is an alarm"), Text("reason", "the finding in a sentence"));

    internal static EventType[] All => [Created, VersionAdded, Promoted, RolledBack, Configured, Deleted, Settled, Drifted];

    private static EventField Name => Text("name", "the deployment's name");

    private static EventField Version => Integer("version", "the version, from 1");

    private static EventField Previous => Integer("previous", "the version that served before");

    private static EventField Reason => Text("reason", "why").Optional;
}
