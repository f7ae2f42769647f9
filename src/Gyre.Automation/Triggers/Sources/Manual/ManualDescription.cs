namespace Gyre.Automation.Triggers.Sources.Manual;

/// <summary>The source in a few words, as lists show it.</summary>
internal static class ManualDescription
{
    public static string Of() => "by hand";
}
