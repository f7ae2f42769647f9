namespace Gyre.Pipelines.Running;

/// <summary>
/// Which of the variables for calling back a step gets. A step that brings an address or a token of its own speaks to somebody else: its values stay, and
/// our token is not sent there under a name of the same family.
/// </summary>
internal static class CallbackNames
{
    /// <summary>The variable with the address of the API.</summary>
    public const string Address = "GYRE_API_URL";

    private static readonly HashSet<string> Ids = new(TrackingVariables.Ids, StringComparer.Ordinal);

    public static IEnumerable<KeyValuePair<string, string>> Fitting(IReadOnlyDictionary<string, string> offered, IReadOnlyDictionary<string, string> own)
    {
        var foreign = offered.Keys.Where(name => own.TryGetValue(name, out var value) && value.Length > 0).Select(FamilyOf).ToHashSet(StringComparer.Ordinal);
        return offered.Where(pair => !own.ContainsKey(pair.Key) && (!IsOurs(pair.Key) || !foreign.Contains(FamilyOf(pair.Key))));
    }

    /// <summary>Whether it names something that anybody may see.</summary>
    public static bool IsId(string name) => Ids.Contains(name);

    /// <summary>Tokens, and ids that mean nothing to anybody else.</summary>
    private static bool IsOurs(string name) => name.EndsWith("TOKEN", StringComparison.Ordinal) || name.EndsWith("_ID", StringComparison.Ordinal);

    /// <summary>What stands before the first underscore.</summary>
    private static string FamilyOf(string name) => name[..Math.Max(0, name.IndexOf('_', StringComparison.Ordinal))];
}
