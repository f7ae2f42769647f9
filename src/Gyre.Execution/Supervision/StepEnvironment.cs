using Gyre.Execution.Formats;
using Gyre.Execution.Layout;

namespace Gyre.Execution.Supervision;

/// <summary>Everything a step sees in its environment. Of the supervisor's own environment only what every program needs.</summary>
internal static class StepEnvironment
{
    /// <summary>What every step sees of this machine, as a start for any program.</summary>
    public static SortedDictionary<string, string> Base() => new(HostEnvironment.Current, StringComparer.Ordinal);

    /// <summary>Builds a step's environment; later rules win: the machine's, our own, the order's, secrets.</summary>
    public static SortedDictionary<string, string> For(AttemptOrder order, SeenFolders folder, string launcherFolder)
    {
        // A supervisor may have been started from another shell than the engine that ordered the attempt.
        var variables = new SortedDictionary<string, string>(order.Host ?? HostEnvironment.Current, StringComparer.Ordinal);
        foreach (var (name, value) in StepContract.Variables(order, folder).Concat(Own(order, folder)).Concat(order.Environment).Concat(order.Secrets))
        {
            if (name.Length > 0 && !name.Contains('=', StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal) && !value.Contains('\0', StringComparison.Ordinal))
                variables[name] = value;
        }
        // The order may name another PATH; our launcher stays in front of it.
        variables["PATH"] = launcherFolder + Path.PathSeparator + variables["PATH"];
        // By this entry the processes of the attempt are found again, so nobody may change it.
        variables[AttemptProtocol.MarkerName] = order.Attempt.ToString();
        return variables;
    }

    private static IEnumerable<KeyValuePair<string, string>> Tracing(AttemptOrder order)
    {
        if (order.TraceParent is not { } parent)
            yield break;
        yield return new("TRACEPARENT", parent);
        if (order.TraceState is { Length: > 0 } state)
            yield return new("TRACESTATE", state);
    }

    private static IEnumerable<KeyValuePair<string, string>> Own(AttemptOrder order, SeenFolders folder) =>
    [
        new("GYRE_RUN", order.Run.ToString()),
        new("GYRE_NODE", order.NodePath),
        new("GYRE_REPOSITORY_DIR", folder.Repository),
        new("GYRE_INPUTS_DIR", folder.Inputs),
        new("GYRE_OUTPUTS_DIR", folder.Outputs),
        new("GYRE_CONFIG_DIR", folder.Config),
        .. Tracing(order),
    ];
}
