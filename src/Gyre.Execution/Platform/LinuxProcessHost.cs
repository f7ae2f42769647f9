using System.Collections.Immutable;
using System.Text;

namespace Gyre.Execution.Platform;

/// <summary>See <see cref="IProcessHost"/>.</summary>
internal sealed class LinuxProcessHost : IProcessHost
{
    private const int SetChildSubreaper = 36;

    public ImmutableArray<int>? Cpus => CpuAffinity.Read();

    public IStepProcess Start(LaunchSpec spec, string marker, bool ownsAllChildren)
    {
        // Processes that lose their parent come back to this one instead of getting lost under process 1.
        if (ownsAllChildren)
            _ = LinuxCalls.ProcessControl(SetChildSubreaper, 1, 0, 0, 0);
        return LinuxStepProcess.Start(spec, marker, ownsAllChildren);
    }

    public int StartDetached(LaunchSpec spec, string logFile) => LinuxSpawn.Start(spec, 1, 2, logFile);

    public void Reap(int process) => _ = LinuxCalls.Wait(process, out _, LinuxCalls.NoHang, out _);

    public int KillLeftovers(string marker, int? group)
    {
        const int MaxRounds = 100;
        var bytes = Encoding.UTF8.GetBytes(marker);
        var killed = new HashSet<int>();
        // A process may start another one between the look and the signal, so look again until nobody is there.
        for (var round = 0; round < MaxRounds; round++)
        {
            var table = ProcessTable.Read();
            var members = new HashSet<int>();
            foreach (var entry in table)
            {
                if (!entry.IsGone && entry.Id != Environment.ProcessId && (entry.Session == group || entry.Group == group || ProcessTable.Carries(entry.Id, bytes)))
                    members.Add(entry.Id);
            }
            if (members.Count == 0)
                break;
            ProcessTable.AddDescendants(table, members);
            foreach (var member in members)
            {
                _ = LinuxCalls.Kill(member, LinuxCalls.SignalKill);
                killed.Add(member);
            }
        }
        return killed.Count;
    }
}
