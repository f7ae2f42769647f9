using Gyre.Execution.Formats;
using Gyre.Execution.Layout;

namespace Gyre.Execution.Supervision;

/// <summary>Everything a step sees in its environment. Of the supervisor's own environment only what every program needs.</summary>
internal static class StepEnvironment
{
    private static readonly string[] Inherited =
    [
        "HOME", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "USER", "LOGNAME", "SHELL", "LD_LIBRARY_PATH", "DOTNET_ROOT", "SSL_CERT_FILE",
        "SSL_CERT_DIR", "SystemRoot", "SystemDrive", "ComSpec", "PATHEXT", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "ProgramFiles", "windir",
        // Where packages come from is a matter of the machine.
        "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX", "PIP_FIND_LINKS", "PIP_CONFIG_FILE", "PIP_CERT", "PIP_TRUSTED_HOST",
    ];

    /// <summary>The same few variables, with the search path, as a start for any program.</summary>
    public static SortedDictionary<string, string> Base()
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                variables[name] = value;
        }
        variables["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin";
        return variables;
    }

    /// <summary>Builds a step's environment; later rules win: base, our own, the order's, secrets.</summary>
    public static SortedDictionary<string, string> For(AttemptOrder order, SeenFolders folder, string launcherFolder)
    {
        var variables = Base();
        foreach (var (name, value) in StepContract.Variables(order, folder).Concat(Own(order, folder)).Concat(order.Environment).Concat(order.Secrets))
        {
            if (name.Length > 0 && !name.Contains('=', StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal) && !value.Contains('\0', StringComparison.Ordinal))
                variables[name] = value;
        }
        // The order may name another PATH; our launcher stays in front of it.
        variables["PATH"] = launcherFolder + Path.PathSeparator + variables["PATH"];
        // By this entry the processes of the attempt are found again, so nobody may change it.
        variables["GYRE_ATTEMPT"] = order.Attempt.ToString();
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
