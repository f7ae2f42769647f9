using static Gyre.Core.Events.EventField;

namespace Gyre.Core.Events;

/// <summary>What happens to the variables and secrets of projects. Values are in none of them.</summary>
public static class VariableEvents
{
    private const string Subject = "project/NAME";

    /// <summary>A variable has a value.</summary>
    public static EventType Set { get; } = new(
        "variable.set", Subject, "A variable of a project was set. Its value is not in the event.",
        Project, Name, Flag("secret", "whether it is a secret"), By);

    /// <summary>A variable is gone.</summary>
    public static EventType Unset { get; } = new("variable.unset", Subject, "A variable of a project was removed.", Project, Name, By);

    /// <summary>All secrets are encrypted with another key.</summary>
    public static EventType KeyRotated { get; } = new(
        "secrets.key-rotated", "home", "All secrets of the home were encrypted with a new key.",
        Text("key", "the fingerprint of the new key"), Integer("count", "how many values were encrypted"), By);

    internal static EventType[] All => [Set, Unset, KeyRotated];

    private static EventField Project => Text("project", "the project");

    private static EventField Name => Text("name", "the variable");

    private static EventField By => Text("by", "who did it: a user of the machine, or the name of a token");
}
