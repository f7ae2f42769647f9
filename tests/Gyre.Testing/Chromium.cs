namespace Gyre.Testing;

/// <summary>The browser of the machine.</summary>
public static class Chromium
{
    /// <summary>Where Debian puts it. The shell without windows begins in a third less time, so it goes first.</summary>
    private static readonly string[] Places = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

    /// <summary>The program; null where there is none.</summary>
    public static string? Program => Places.FirstOrDefault(File.Exists);

    /// <summary>What it has to be told: it runs as root on machines of continuous integration, where its own sandbox cannot.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
        ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];

    /// <summary>Why a test without it is skipped.</summary>
    public static string Missing => $"there is no {string.Join(" and no ", Places)}";
}
