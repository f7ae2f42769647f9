using Gyre.Cli.Homes;
using Gyre.Execution;
using Gyre.Storage;
using Gyre.Testing;
using Gyre.Testing.Execution;

namespace Gyre.Cli.Tests.Modules;

/// <summary>Another engine is a class and a line of registration: runs, logs and summaries follow by themselves.</summary>
public sealed class ExecutorModuleTests : IDisposable
{
    private static readonly ProgramHomes Homes = new([new ColdModule()]); // The one line.

    private readonly TestHost _host = new();

    public ExecutorModuleTests() => _host.Host = _host.Host with { Homes = Homes, OpenHome = Homes.OpenAsync };

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_step_runs_in_the_executor_of_a_module_and_its_log_is_read_there()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");
        _host.Write(
            "gyre.yaml",
            """
            - step: {name: far, command: "echo from afar; echo '{\"seen\": 1}'", executor: cold}
            - step: {name: near, command: "echo from here"}
            - pipeline: {name: main, nodes: [{name: far, type: execution, step: far}, {name: near, type: execution, step: near}], edges: []}

            """);
        (await _host.RunAsync("run", "gyre.yaml", "--home", "home")).ShouldBe(0, _host.Error);
        (await _host.RunAsync("runs", "show", "last", "--home", "home")).ShouldBe(0, _host.Error);
        _host.Out.ShouldContain("seen=1");
        (await _host.RunAsync("logs", "last", "far", "--home", "home")).ShouldBe(0, _host.Error);
        _host.Out.ShouldContain("from afar");
        (await _host.RunAsync("logs", "last", "near", "--home", "home")).ShouldBe(0, _host.Error);
        _host.Out.ShouldContain("from here");
        ColdModule.Opened.ShouldContain(cold => cold.Started.Count == 1);
    }

    private sealed class ColdModule : IExecutorModule
    {
        public static System.Collections.Concurrent.ConcurrentBag<ColdExecutor> Opened { get; } = [];

        public string Name => "cold";

        public IReadOnlyList<ExecutorEntry> Executors { get; } = [new("cold", static (parts, _) => Task.FromResult<IExecutor>(Open(parts)))];

        public Task<IOpenModule> OpenAsync(HomeParts parts, CancellationToken cancellationToken) => Task.FromResult(OpenModule.Idle);

        private static ColdExecutor Open(HomeParts parts)
        {
            var executor = new ColdExecutor("cold", parts.Storage.Home, [GyreExecutable.Path]);
            Opened.Add(executor);
            return executor;
        }
    }
}
