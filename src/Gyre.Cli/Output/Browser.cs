using System.ComponentModel;
using System.Diagnostics;

namespace Gyre.Cli.Output;

/// <summary>Shows a page in the user's browser.</summary>
internal static class Browser
{
    /// <summary>Opens an address; says it where there is no browser to open.</summary>
    public static void Open(CliHost host, Uri address)
    {
        var (program, arguments) = CommandFor(host, address);
        if (program is null || !TryStart(program, arguments))
            host.Say($"No browser could be opened. Open {address} yourself.");
    }

    private static (string? Program, string[] Arguments) CommandFor(CliHost host, Uri address)
    {
        if (OperatingSystem.IsWindows())
            return ("rundll32", ["url.dll,FileProtocolHandler", address.AbsoluteUri]);
        if (OperatingSystem.IsMacOS())
            return ("open", [address.AbsoluteUri]);
        // Without a screen, xdg-open would look for a browser in the terminal and take it over.
        var hasScreen = !string.IsNullOrEmpty(host.Variable("DISPLAY")) || !string.IsNullOrEmpty(host.Variable("WAYLAND_DISPLAY"));
        return hasScreen ? ("xdg-open", [address.AbsoluteUri]) : (null, []);
    }

    private static bool TryStart(string program, string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true };
            using var process = Process.Start(start);
            return process is not null;
        }
        catch (Exception exception) when (exception is Win32Exception or FileNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}
