namespace Gyre.EndToEnd.Tests;

/// <summary>Programs on the path.</summary>
internal static class Programs
{
    public static bool Exist(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Join(folder, name)));
}
