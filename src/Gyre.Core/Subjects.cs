namespace Gyre.Core;

/// <summary>What events are about and leases are for, as text: <c>run/ID</c>.</summary>
public static class Subjects
{
    /// <summary>A run.</summary>
    public static string Of(RunId run) => $"run/{run}";

    /// <summary>A cycle.</summary>
    public static string Of(CycleId cycle) => $"cycle/{cycle}";

    /// <summary>A trigger.</summary>
    public static string Of(TriggerId trigger) => $"trigger/{trigger}";

    /// <summary>A project.</summary>
    public static string OfProject(string name) => $"project/{name}";

    /// <summary>The home itself.</summary>
    public static string Home => "home";
}
