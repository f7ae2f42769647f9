using System.Collections.Immutable;
using System.Text;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Execution;
using Gyre.Projects;
using Gyre.Storage;
using Gyre.Testing.Storage;
using Gyre.Tracking;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>A store, a machine, and engines that come and go.</summary>
internal sealed class EngineWorld : IAsyncDisposable
{
    private readonly StorageOptions _storage;
    private readonly List<Engine> _engines = [];
    private readonly List<IExecutor> _executors = [];

    private readonly BrokenPromise _broken;
    private readonly IReadOnlyList<IRunListener> _listeners;
    private readonly IReadOnlyList<ExternalKind> _kinds;
    private readonly ProjectLanguage _language;
    private readonly bool _records;

    private EngineWorld(StorageOptions storage, IStore store, IBlobStore blobs, BrokenPromise broken, IReadOnlyList<IRunListener> listeners,
        IReadOnlyList<ExternalKind> kinds, bool records)
    {
        _records = records;
        _listeners = listeners;
        _kinds = kinds;
        _language = Language with { Nodes = Language.Nodes.With(kinds.Select(kind => kind.Kind)) };
        _storage = storage;
        _broken = broken;
        Store = store;
        Blobs = blobs;
        Machine = new FakeMachine(blobs);
        Folder = Directory.CreateTempSubdirectory("gyre-project-").FullName;
        Engine = NewEngine();
    }

    /// <summary>A type of events that tests make up; all of them are about <c>thing/1</c>.</summary>
    public static EventType ThingHappened { get; } = new("thing.happened", "thing/1", "A thing happened in a test.");

    public static ProjectLanguage Language { get; } = new()
    {
        Components = new BuiltInComponents(Gyre.Learning.LearningComponents.All),
        Events = EventTypes.Standard.With([ThingHappened]),
    };

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public IStore Store { get; }

    public IBlobStore Blobs { get; }

    public FakeMachine Machine { get; }

    /// <summary>The project's folder.</summary>
    public string Folder { get; }

    public Engine Engine { get; private set; }

    public static async Task<EngineWorld> CreateAsync(string? store = null, BrokenPromise broken = BrokenPromise.None,
        Func<IStore, IStore>? wrap = null, IReadOnlyList<Migration>? moreTables = null, IReadOnlyList<IRunListener>? listeners = null,
        IReadOnlyList<ExternalKind>? kinds = null, bool records = false)
    {
        var storage = new StorageOptions { Home = Directory.CreateTempSubdirectory("gyre-engine-").FullName, Store = store };
        var opened = await GyreStore.OpenAsync(storage, [.. Engine.Migrations, .. records ? TrackingStore.Migrations : [], .. moreTables ?? []], TimeProvider.System, Cancel);
        var blobs = await GyreStore.OpenBlobsAsync(storage, TimeProvider.System, Cancel);
        return new EngineWorld(storage, wrap?.Invoke(opened) ?? opened, blobs, broken, listeners ?? [], kinds ?? [], records);
    }

    /// <summary>Variables of the environment that engines from here on give out.</summary>
    public HostVariables Host { get; set; } = HostVariables.None;

    /// <summary>Variables of the machine that change what steps compute, for engines from here on.</summary>
    public ImmutableSortedDictionary<string, string> ResultVariables { get; set; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The home's folder.</summary>
    public string Home => _storage.Home;

    public Engine NewEngine(TimeProvider? clock = null)
    {
        var executor = Machine.Connect();
        var options = new EngineOptions
        {
            Storage = _storage,
            Broken = _broken,
            Clock = clock ?? TimeProvider.System,
            Language = _language,
            Listeners = _listeners,
            ExternalKinds = _kinds,
            Host = Host,
            Recorder = _records ? new RunRecorder(clock ?? TimeProvider.System) : null,
        };
        var engine = Engine.Create(Store, Blobs,
            new ExecutorSet([new RegisteredExecutor(executor) { ResultVariables = ResultVariables }]), options);
        lock (_engines)
        {
            _executors.Add(executor);
            _engines.Add(engine);
        }
        return engine;
    }

    /// <summary>Lets the engine go without an end of its runs, and begins another.</summary>
    public async Task RestartAsync(TimeProvider? clock = null)
    {
        await Engine.DisposeAsync();
        await _executors[_engines.IndexOf(Engine)].DisposeAsync();
        Engine = NewEngine(clock);
    }

    public void Write(string name, string content) => File.WriteAllText(Path.Join(Folder, name), content);

    public StartRun Request(string yaml, params (string Name, Value Value)[] parameters)
    {
        Write("gyre.yaml", yaml);
        var reading = ProjectFile.Read(Encoding.UTF8.GetBytes(yaml), "gyre.yaml", _language);
        reading.Project.ShouldNotBeNull(string.Join('\n', reading.Diagnostics));
        return new StartRun
        {
            Project = reading.Project,
            Folder = Folder,
            Pipeline = reading.Project.Pipelines[0].Name,
            Parameters = new MapValue([.. parameters.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))]),
        };
    }

    public async Task<RunView> RunAsync(StartRun request) => await Engine.RunToEndAsync(await Engine.Runs.StartAsync(request, Cancel), Cancel);

    public Task<RunView> RunAsync(string yaml, params (string Name, Value Value)[] parameters) => RunAsync(Request(yaml, parameters));

    public async Task<CycleView> CycleAsync(string yaml)
    {
        var request = Request(yaml);
        return await Engine.RunToEndAsync(await Engine.Cycles.StartAsync(request, request.Project.Cycles[0].Name, Cancel), Cancel);
    }

    public async Task<string> StatesAsync(RunId run) =>
        string.Join(' ', (await Engine.Runs.NodesAsync(run, Cancel)).Select(node => $"{node.Path}={node.State}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines)
            await engine.DisposeAsync();
        foreach (var executor in _executors)
            await executor.DisposeAsync();
        await EventChecks.CheckAsync(Store.Events, Language.Events);
        Blobs.Dispose();
        await Store.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        Directory.Delete(_storage.Home, recursive: true);
    }
}
