namespace Gyre.Core;

/// <summary>The words for true and false, the same in project files and on the command line: those of YAML 1.1.</summary>
public static class TruthWords
{
    /// <summary>What a word says; null for one that says neither. Mixed case, as in <c>yEs</c>, says neither.</summary>
    public static bool? Read(string word) => word switch
    {
        "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => true,
        "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => false,
        _ => null,
    };
}
