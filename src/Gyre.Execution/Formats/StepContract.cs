using Gyre.Execution.Layout;

namespace Gyre.Execution.Formats;

/// <summary>Names that programs written for Valohai expect around them while they run.</summary>
internal static class StepContract
{
    /// <summary>Ends the name of a file with properties of another one.</summary>
    public const string SidecarSuffix = ".metadata.json";

    /// <summary>Properties of many files, in the root of the outputs.</summary>
    public const string CommonSidecar = "valohai.metadata.jsonl";

    /// <summary>The input of a restarted step that holds what the interrupted one left.</summary>
    public const string RestartInput = "_restart";

    private const string FactPrefix = "valohai.";

    private static readonly (string Variable, string Fact)[] FactVariables =
    [
        ("VH_PROJECT_ID", "project-id"),
        ("VH_TASK_ID", "task-id"),
        ("VH_PIPELINE_ID", "pipeline-id"),
        ("VH_PIPELINE_NODE_ID", "pipeline-node-id"),
    ];

    /// <summary>Variables that tell a program where its folders are and what it is part of.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Variables(AttemptOrder order, SeenFolders folder)
    {
        var execution = Fact(order, "execution-id") ?? order.Attempt.ToString();
        yield return new("VH_REPOSITORY_DIR", folder.Repository);
        yield return new("VH_INPUTS_DIR", folder.Inputs);
        yield return new("VH_OUTPUTS_DIR", folder.Outputs);
        yield return new("VH_CONFIG_DIR", folder.Config);
        yield return new("VH_JOB_ID", $"exec-{execution}");
        yield return new("VH_EXECUTION_ID", execution);
        foreach (var member in ServiceFiles.Variables(order))
            yield return member;
        foreach (var (variable, fact) in FactVariables)
        {
            if (Fact(order, fact) is { } value)
                yield return new(variable, value);
        }
    }

    /// <summary>The id in <c>datum://ID</c>, or null.</summary>
    public static string? DatumId(string uri)
    {
        const string Scheme = "datum://";
        return uri.StartsWith(Scheme, StringComparison.Ordinal) ? uri[Scheme.Length..] : null;
    }

    private static string? Fact(AttemptOrder order, string name) =>
        order.ExecutionFacts.Find(FactPrefix + name) is { IsNull: false } value ? value.ToString() : null;
}
