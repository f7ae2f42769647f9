using System.Diagnostics;
using System.Text.RegularExpressions;
using Gyre.Cli.Forms;
using Gyre.Core;

namespace Gyre.Cli.Repositories;

/// <summary>Calls git: no questions on the terminal, no hooks, no transport that runs programs of the repository's choice.</summary>
internal static partial class Git
{
    private const int LongestMessage = 500;

    /// <summary>What it printed; null when it failed or is not installed.</summary>
    public static async Task<string?> TryAsync(string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        try
        {
            var (code, output, _) = await CallAsync(folder, arguments, cancellationToken);
            return code == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The same where it must work.</summary>
    /// <exception cref="InvalidInputException">It is not installed, or it failed; its words are given.</exception>
    public static async Task RunAsync(string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        try
        {
            var (code, _, errors) = await CallAsync(folder, arguments, cancellationToken);
            if (code != 0)
                throw new InvalidInputException(
                    "git.failed",
                    $"git {arguments[0]} failed: {Shown.Short(Shown.Clean(WithoutPasswords(errors.Trim())), LongestMessage)}",
                    "Check the URL, the network connection and your access rights.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidInputException(
                "git.missing", "git is not installed or not on the PATH.", "Install git, or run a folder without --commit.");
        }
    }

    /// <summary>git repeats addresses as they were given.</summary>
    private static string WithoutPasswords(string text) => UserInfo().Replace(text, "//***@");

    [GeneratedRegex("//[^/@\\s']+@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    private static async Task<(int Code, string Output, string Errors)> CallAsync(string folder, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("git", ["-c", "protocol.ext.allow=never", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        cancellationToken.ThrowIfCancellationRequested();
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            // Else it would go on, and write into folders that the caller takes away.
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }
}
