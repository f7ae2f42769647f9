using System.Reflection;
using Gyre.Client.Sources;

namespace Gyre.Client.Formats.Mlflow;

/// <summary>The tags that say who ran what.</summary>
internal static class SystemTags
{
    public const string User = "mlflow.user";
    public const string SourceName = "mlflow.source.name";
    public const string SourceType = "mlflow.source.type";
    public const string Commit = "mlflow.source.git.commit";
    public const string Branch = "mlflow.source.git.branch";
    public const string RunName = "mlflow.runName";
    public const string Parent = "mlflow.parentRunId";
    public const string Note = "mlflow.note.content";
    public const string DatasetContext = "mlflow.data.context";

    /// <summary>The provisional id of a run that was started without the server, so that it is started once.</summary>
    public const string OfflineId = "gyre.offlineId";

    public const string ModelHistory = "mlflow.log-model.history";

    public static IEnumerable<KeyValuePair<string, string>> Of(string folder)
    {
        yield return new(User, UserName);
        yield return new(SourceName, ProgramName);
        yield return new(SourceType, "LOCAL");
        if (GitState.Find(folder) is not { } git)
            yield break;
        if (git.Commit is { } commit)
            yield return new(Commit, commit);
        if (git.Branch is { } branch)
            yield return new(Branch, branch);
    }

    public static string UserName => Environment.UserName is { Length: > 0 } name ? name : "unknown";

    private static string ProgramName => Assembly.GetEntryAssembly()?.GetName().Name ?? Path.GetFileNameWithoutExtension(Environment.ProcessPath) ?? "unknown";
}

/// <summary>Names for runs that were given none.</summary>
internal static class RunNames
{
    private static readonly string[] Adjectives =
    [
        "able", "amber", "bold", "brisk", "calm", "clear", "crisp", "deft", "eager", "even", "fair", "fleet", "gentle", "grand", "keen", "kind",
        "light", "lively", "merry", "mild", "neat", "noble", "polite", "proud", "quick", "quiet", "rapid", "smooth", "spry", "steady", "sunny", "warm",
    ];

    private static readonly string[] Nouns =
    [
        "auk", "bat", "bee", "carp", "crane", "crow", "deer", "dove", "elk", "finch", "fox", "gnu", "hare", "hawk", "heron", "ibis",
        "jay", "koi", "lark", "lynx", "mole", "newt", "otter", "owl", "perch", "quail", "rook", "seal", "shrew", "swan", "toad", "wren",
    ];

    /// <summary>The same name for the same run.</summary>
    /// <param name="runId">At least 8 hexadecimal digits.</param>
    public static string Make(string runId)
    {
        var number = Convert.ToUInt32(runId[^8..], 16);
        return $"{Adjectives[number % 32]}-{Nouns[number / 32 % 32]}-{number / 1024 % 1000}";
    }
}
