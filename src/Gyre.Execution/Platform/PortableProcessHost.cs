using System.Collections.Immutable;
using System.Diagnostics;

namespace Gyre.Execution.Platform;

/// <summary>
/// Processes by the means of the framework alone, for systems without the calls of the other host. Descendants are ended by their tree;
/// those that left the tree before are not found.
/// </summary>
internal sealed class PortableProcessHost : IProcessHost
{
    public ImmutableArray<int>? Cpus => null;

    public IStepProcess Start(LaunchSpec spec, string marker, bool ownsAllChildren) => new PortableStepProcess(StartProcess(spec));

    public int StartDetached(LaunchSpec spec, string logFile)
    {
        // Nobody reads the streams: a supervisor says everything through files and its socket.
        var process = StartProcess(spec);
        process.StandardOutput.Close();
        process.StandardError.Close();
        return process.Id;
    }

    public void Reap(int process)
    {
        // The framework takes note of its own children.
    }

    public int KillLeftovers(string marker, int? group)
    {
        if (group is null)
            return 0;
        try
        {
            using var process = Process.GetProcessById(group.Value);
            process.Kill(entireProcessTree: true);
            return 1;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return 0;
        }
    }

    private static Process StartProcess(LaunchSpec spec)
    {
        spec.Check();
        // A path that is not full would be looked for beside this program, in this process's folder and along PATH.
        var start = new ProcessStartInfo(Path.Combine(spec.WorkingDirectory, spec.Program), spec.Arguments)
        {
            WorkingDirectory = spec.WorkingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in spec.Environment)
            start.Environment[name] = value;
        try
        {
            var process = Process.Start(start) ?? throw new LaunchException($"'{spec.Program}' could not be started.");
            process.StandardInput.Close();
            return process;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new LaunchException($"'{spec.Program}' could not be started in '{spec.WorkingDirectory}': {exception.Message}.");
        }
    }
}
