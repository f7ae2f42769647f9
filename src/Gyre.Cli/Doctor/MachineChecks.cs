using System.Globalization;
using System.Runtime.InteropServices;
using Gyre.Cli.Forms;

namespace Gyre.Cli.Doctor;

/// <summary>What the machine has.</summary>
/// <param name="host">The world.</param>
internal sealed class MachineChecks(CliHost host)
{
    /// <summary>All of them, in the order they are shown.</summary>
    public IEnumerable<Check> All()
    {
        yield return Runtime();
        yield return Sdk();
        yield return Machine();
        yield return Shell();
        yield return Optional("python3", "needed by steps written in Python", "Install python3.");
        yield return Isolation();
    }

    private static Check Runtime() => Environment.Version.Major >= 10
        ? new Check("runtime", CheckState.Ok, RuntimeInformation.FrameworkDescription)
        : new Check("runtime", CheckState.Fail, RuntimeInformation.FrameworkDescription, "Install .NET 10.");

    /// <summary>Looked for on disk: starting it would take longer than all other checks.</summary>
    private Check Sdk()
    {
        var roots = new[] { host.Variable("DOTNET_ROOT"), FindProgram("dotnet") is { } found ? Path.GetDirectoryName(Resolve(found)) : null };
        var sdk = roots.OfType<string>().Select(root => Path.Join(root, "sdk")).Where(Directory.Exists)
            .SelectMany(Directory.GetDirectories).Select(Path.GetFileName).OfType<string>()
            .Where(name => name.StartsWith("10.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).LastOrDefault();
        return sdk is not null
            ? new Check("sdk", CheckState.Ok, sdk)
            : new Check("sdk", CheckState.Note, ".NET 10 SDK not found; needed only to build Gyre");
    }

    private static Check Machine() => new(
        "machine",
        CheckState.Ok,
        $"{RuntimeInformation.OSDescription.Trim()}, {Environment.ProcessorCount} cores, {Shown.Size(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)} memory");

    private Check Shell() => (FindProgram("bash"), FindProgram("sh")) switch
    {
        ({ } bash, _) => new Check("shell", CheckState.Ok, bash),
        (null, { } sh) => new Check("shell", CheckState.Ok, $"{sh} (no bash)"),
        _ => new Check(
            "shell",
            CheckState.Fail,
            "neither bash nor sh is on the PATH",
            "Install bash; shell steps need it. On Windows, Git for Windows includes it."),
    };

    private Check Optional(string program, string why, string remedy) => FindProgram(program) is { } path
        ? new Check(program, CheckState.Ok, path)
        : new Check(program, CheckState.Note, $"not on the PATH; {why}", remedy);

    private Check Isolation()
    {
        if (!OperatingSystem.IsLinux())
            return new Check("isolation", CheckState.Note, "bubblewrap is available on Linux only");
        if (FindProgram("bwrap") is not { } bubblewrap)
            return new Check(
                "isolation",
                CheckState.Note,
                "bubblewrap (bwrap) is not on the PATH; steps run without isolation",
                "Install bubblewrap if you run code you do not trust.");
        var spaces = Number("/proc/sys/user/max_user_namespaces") is not 0 && Number("/proc/sys/kernel/unprivileged_userns_clone") is not 0;
        return spaces
            ? new Check("isolation", CheckState.Ok, $"{bubblewrap}; user namespaces are enabled")
            : new Check(
                "isolation",
                CheckState.Note,
                $"{bubblewrap}; user namespaces are disabled",
                "Ask your administrator to set kernel.unprivileged_userns_clone=1.");
    }

    private string? FindProgram(string name)
    {
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];
        return (host.Variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => endings.Select(ending => Path.Join(folder, name + ending)))
            .FirstOrDefault(File.Exists);
    }

    private static string Resolve(string path) => new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;

    private static long? Number(string file)
    {
        try
        {
            return long.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
