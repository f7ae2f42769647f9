using System.Reflection;

namespace Gyre.Cli.About;

/// <summary>The version of the program, and the commit that the build put behind it.</summary>
internal static class ProgramVersion
{
    private static readonly string Full =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>The version alone.</summary>
    public static string Text => Full.Split('+')[0];

    /// <summary>The commit; null when the build did not know it.</summary>
    public static string? Commit => Full.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus ? Full[(plus + 1)..] : null;
}
