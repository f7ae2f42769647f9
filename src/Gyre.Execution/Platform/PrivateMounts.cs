using System.Collections.Immutable;
using System.Diagnostics;

namespace Gyre.Execution.Platform;

/// <summary>A folder that a step sees at another place.</summary>
/// <param name="Source">Where it is.</param>
/// <param name="Target">Where the step sees it; absolute.</param>
internal sealed record FolderMount(string Source, string Target);

/// <summary>
/// Starts a program in a view of the file system of its own, in which folders stand at further places. Nothing outside of that view changes, and no right is
/// needed that an ordinary user does not have: either bubblewrap makes the view, or the namespaces of users do.
/// </summary>
internal sealed class PrivateMounts
{
    private const string Bubblewrap = "bwrap";
    private const string Unshare = "unshare";
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(10);

    /// <summary>
    /// $1 is an empty folder for the new root, $2 how many mounts follow as pairs, then the working folder, then the program. Links of the old root are made
    /// anew, so that /bin goes on to lead to /usr/bin.
    /// </summary>
    private const string Script =
        """
        set -e
        root=$1; count=$2; shift 2
        mount -t tmpfs tmpfs "$root"
        for entry in /* /.[!.]*; do
          [ -e "$entry" ] || [ -L "$entry" ] || continue
          if [ -L "$entry" ]; then ln -s "$(readlink "$entry")" "$root$entry"
          elif [ -d "$entry" ]; then mkdir "$root$entry"; mount --rbind "$entry" "$root$entry"
          else : > "$root$entry"; mount --bind "$entry" "$root$entry"; fi
        done
        while [ "$count" -gt 0 ]; do
          mkdir -p "$root$2"; mount --bind "$1" "$root$2"; shift 2; count=$((count - 1))
        done
        exec chroot "$root" /bin/sh -c 'cd "$1" && shift && exec "$@"' sh "$@"
        """;

    private static readonly Lazy<PrivateMounts?> Best = new(() => Probe([Bubblewrap, Unshare]), LazyThreadSafetyMode.ExecutionAndPublication);
    private readonly string _tool;
    private readonly bool _isBubblewrap;

    private PrivateMounts(string tool, bool isBubblewrap)
    {
        _tool = tool;
        _isBubblewrap = isBubblewrap;
    }

    /// <summary>The way that works on this machine; null when none does. Tried once per process.</summary>
    public static PrivateMounts? Available => Best.Value;

    /// <summary>The first of these tools that is there and works.</summary>
    internal static PrivateMounts? Probe(IReadOnlyList<string> tools)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var path = Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin";
        return tools.Select(name => Programs.Find(name, path) is { } tool ? new PrivateMounts(tool, name == Bubblewrap) : null)
            .FirstOrDefault(mounts => mounts?.Works() == true);
    }

    /// <summary>The program inside of the view.</summary>
    /// <param name="spec">What to start; its working directory is taken from <paramref name="workingDirectory"/>.</param>
    /// <param name="mounts">What stands where.</param>
    /// <param name="workingDirectory">In the view.</param>
    /// <param name="emptyFolder">A folder that is used for nothing else.</param>
    public LaunchSpec Wrap(LaunchSpec spec, IReadOnlyList<FolderMount> mounts, string workingDirectory, string emptyFolder) => spec with
    {
        Program = _tool,
        Arguments = [.. _isBubblewrap ? BubblewrapArguments(mounts, workingDirectory) : UnshareArguments(mounts, workingDirectory, emptyFolder), spec.Program, .. spec.Arguments],
    };

    private static IEnumerable<string> BubblewrapArguments(IReadOnlyList<FolderMount> mounts, string workingDirectory)
    {
        var arguments = new List<string>();
        foreach (var entry in new DirectoryInfo("/").EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
            arguments.AddRange(entry.LinkTarget is { } target ? ["--symlink", target, entry.FullName] : ["--dev-bind", entry.FullName, entry.FullName]);
        foreach (var mount in mounts)
            arguments.AddRange(["--bind", mount.Source, mount.Target]);
        return [.. arguments, "--chdir", workingDirectory, "--"];
    }

    private static IEnumerable<string> UnshareArguments(IReadOnlyList<FolderMount> mounts, string workingDirectory, string emptyFolder) =>
    [
        "--user", "--map-root-user", "--mount", "/bin/sh", "-c", Script, "sh", emptyFolder,
        mounts.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), .. mounts.SelectMany(mount => new[] { mount.Source, mount.Target }), workingDirectory,
    ];

    /// <summary>Whether a program can be started in such a view; a tool may be there and be forbidden.</summary>
    private bool Works()
    {
        var folder = Directory.CreateTempSubdirectory("gyre-view-").FullName;
        try
        {
            var probe = Wrap(new LaunchSpec("/bin/sh", ["-c", "test -d /gyre-probe"], ImmutableDictionary<string, string>.Empty, "/"), [new(folder, "/gyre-probe")], "/gyre-probe", folder);
            using var process = Process.Start(new ProcessStartInfo(probe.Program, probe.Arguments) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true });
            if (process is null)
                return false;
            process.StandardInput.Close();
            if (process.WaitForExit(ProbeTime))
                return process.ExitCode == 0;
            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
        finally
        {
            Directory.Delete(folder);
        }
    }
}
