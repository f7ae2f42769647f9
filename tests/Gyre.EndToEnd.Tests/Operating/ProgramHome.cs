using Gyre.EndToEnd.Tests.Crash;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Operating;

/// <summary>A home and a project in a folder of their own, with the programs that a test started on them, which end with it.</summary>
internal sealed class ProgramHome : IDisposable
{
    private readonly ShortLivedFolder _folder = new();
    private readonly List<GyreProgram> _programs = [];

    public string Path => _folder.Path;

    public string Home => At("home");

    public string Project => At("project");

    public string At(string name) => System.IO.Path.Join(Path, name);

    public void Start(params string[] arguments) => _programs.Add(GyreProgram.Start(new Dictionary<string, string>(), arguments));

    /// <summary>Kills all programs, also the supervisors that outlive those that were started, as the loss of the machine would.</summary>
    public async Task KillAsync()
    {
        foreach (var program in _programs)
            await program.KillAsync();
        CrashHome.EndProcessesOf(Path);
    }

    public void Dispose()
    {
        foreach (var program in _programs)
            program.Dispose();
        CrashHome.EndProcessesOf(Path);
        _folder.Dispose();
    }
}
