using Gyre.Automation;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Pipelines.Tests.Engines;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Automation.Tests.Triggers;

/// <summary>Triggers of one project over a store, told by hand, with a clock that can be put forward.</summary>
internal sealed class TriggerWorld(EngineWorld world) : IAsyncDisposable
{
    private AutomationService? _automation;

    public EngineWorld World => world;

    public ShiftedClock Clock { get; } = new();

    /// <summary>Throws where a test wants it.</summary>
    public Action<string>? Fault { get; set; }

    /// <summary>What triggers may wait for; for what is made after <see cref="Restart"/>.</summary>
    public ProjectLanguage Language { get; set; } = EngineWorld.Language;

    public Engine Engine => world.Engine;

    public ITriggers Triggers => Automation.Triggers;

    private AutomationService Automation => _automation ??= NewAutomation(world.NewEngine(Clock), what => Fault?.Invoke(what));

    private static CancellationToken Cancel => EngineWorld.Cancel;

    public static async Task<TriggerWorld> CreateAsync(string? store = null) => new(await EngineWorld.CreateAsync(store, moreTables: AutomationService.Migrations, listeners: [AutomationService.Listener]));

    /// <summary>Triggers over an engine, told by hand.</summary>
    /// <param name="engine">Starts what they ask for.</param>
    /// <param name="before">Called with what a trigger is about to be told.</param>
    public AutomationService NewAutomation(Engine engine, Action<string> before) =>
        new(world.Store, engine.Starter, new AutomationOptions { Clock = Clock, Language = Language, BeforeTrigger = before });

    /// <summary>As after a restart: nothing but the store is remembered.</summary>
    public void Restart()
    {
        _automation?.Dispose();
        _automation = null;
    }

    /// <param name="triggers">Items of the list of triggers.</param>
    public async Task<IReadOnlyList<TriggerView>> RegisterAsync(string triggers)
    {
        var project = world.Request(Yaml(triggers.ReplaceLineEndings(" "))).Project;
        return await Triggers.RegisterAsync(project, world.Folder, "demo", Cancel);
    }

    public async Task<TriggerView> TriggerAsync(string name = "t") => (await Triggers.ListAsync("demo", Cancel)).Single(view => view.Definition.Name == name);

    public async Task<IReadOnlyList<OccurrenceView>> OccurrencesAsync(string name = "t") =>
        [.. (await Triggers.OccurrencesAsync((await TriggerAsync(name)).Id, 1000, Cancel)).Reverse()];

    /// <summary>What became of them, in order.</summary>
    public async Task<IEnumerable<string>> OutcomesAsync(string name = "t") =>
        (await OccurrencesAsync(name)).Select(occurrence => $"{occurrence.Outcome}{(occurrence.Reason is null ? "" : $": {occurrence.Reason}")}");

    public Task<long> HappenAsync(string type, string data = "{}") =>
        world.Store.Database.WriteAsync(session => session.Append(new NewEvent(type, "thing/1", Clock.GetUtcNow(), data)), Cancel);

    /// <summary>Lets the triggers decide until there is nothing more to do at once.</summary>
    public async Task TurnAsync()
    {
        while (await Automation.TurnTriggersAsync(Cancel))
        {
        }
    }

    /// <summary>Triggers and runs in turns, until nothing happens any more.</summary>
    public async Task SettleAsync()
    {
        for (var seen = -1L; seen != await world.Store.Events.LastAsync(Cancel);)
        {
            seen = await world.Store.Events.LastAsync(Cancel);
            await TurnAsync();
            foreach (var run in (await Engine.Runs.ListAsync(1000, null, Cancel)).Where(run => run.State is RunState.Running or RunState.Cancelling))
                await Engine.RunToEndAsync(run.Id, Cancel);
        }
    }

    public async Task<IReadOnlyList<string>> EventsAsync(string type) =>
        [.. (await world.Store.Events.ReadAsync(0, 10_000, null, Cancel)).Where(stored => stored.Type == type).Select(stored => stored.Data)];

    public async ValueTask DisposeAsync()
    {
        Restart();
        await world.DisposeAsync();
    }

    private static string Yaml(string triggers) => $$"""
        - step:
            name: make
            command: make {parameters}
            cache: false
            parameters: [{name: n, type: integer, default: 1}]
        - pipeline:
            name: one
            nodes: [{name: a, type: execution, step: make}]
            edges: []
        - pipeline:
            name: two
            nodes: [{name: a, type: execution, step: make}]
            edges: []
        - triggers: [{{triggers}}]
        """;
}

/// <summary>The clock of the system, put forward or back.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _ticks;

    public void Shift(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));
}
