using System.Text.Json;
using Gyre.Cli.Homes;

namespace Gyre.Cli.Tests;

/// <summary>Runs command lines in this process, in a folder of their own.</summary>
internal sealed class TestHost : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private readonly CancellationTokenSource _interrupt = new();
    private readonly CancellationTokenSource _leave = new();

    public TestHost(IHome? home = null)
    {
        Folder = Directory.CreateTempSubdirectory("gyre-cli-").FullName;
        Host = new CliHost
        {
            Out = TextWriter.Synchronized(_out),
            Error = TextWriter.Synchronized(_error),
            Variable = name => Variables.GetValueOrDefault(name),
            WorkingFolder = Folder,
            OpenHome = home is null ? ProgramHomes.Standard.OpenAsync : (_, _) => Task.FromResult(home),
            OpenLoggedHome = home is null ? ProgramHomes.Standard.OpenAsync : (_, _, _) => Task.FromResult(home),
            Server = Server,
            Interrupted = _interrupt.Token,
            LeaveNow = _leave.Token,
        };
    }

    public string Folder { get; }

    public CliHost Host { get; set; }

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal) { ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "" };

    public FakeServer Server { get; } = new();

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public string Write(string name, string text)
    {
        var path = Path.Join(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public async Task<int> RunAsync(params string[] arguments)
    {
        _out.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        return await CliApp.RunAsync(arguments, Host);
    }

    public Task InterruptAsync() => _interrupt.CancelAsync();

    public Task LeaveAsync() => _leave.CancelAsync();

    public void Dispose()
    {
        _interrupt.Dispose();
        _leave.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
