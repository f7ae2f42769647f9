using System.Runtime.CompilerServices;
using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Serving.Analysis;
using Gyre.Serving.Decisions;
using Gyre.Serving.Models;
using Gyre.Serving.Policies;
using Gyre.Serving.Predicting;
using Gyre.Serving.Programs;
using Gyre.Serving.Rewards;
using Gyre.Serving.Routing;
using Gyre.Serving.Schema;
using Gyre.Serving.Watching;
using Gyre.Storage;

namespace Gyre.Serving;

/// <summary>Deployments, their decisions and the books. Several may share a store.</summary>
public sealed class ServingService : IAsyncDisposable
{
    private const int PageSize = 1000;

    private readonly IStore _store;
    private readonly ServingOptions _options;
    private readonly DecisionWriter _writer;
    private readonly CanaryWatch _canaries;
    private readonly ApprenticeWatch _apprentices;
    private readonly RevisionCache<ServedRoute> _routes;
    private readonly ShadowQueue _shadows;
    private readonly CommandHost? _programs;
    private readonly DriftWatch _drift;

    /// <summary>Decisions are written from the first one on; they are settled while <see cref="SettlingLoop"/> is at work.</summary>
    /// <param name="store">The store, with <see cref="Migrations"/> and those of tracking.</param>
    /// <param name="blobs">Where policy files are.</param>
    /// <param name="loops">Carries the loop that writes decisions.</param>
    /// <param name="options">How they work.</param>
    public ServingService(IStore store, IBlobStore blobs, LoopSupervisor loops, ServingOptions options)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        (_store, _options) = (store, options);
        var shelf = new PolicyShelf(blobs);
        var cache = new RevisionCache<ServedDeployment>(new DeploymentLoader(store.Database, shelf), options);
        _programs = options.Home is { } home ? new CommandHost(home, blobs, loops, options) : null;
        var models = new ModelShelf(blobs, _programs, options.Formats);
        _routes = new RevisionCache<ServedRoute>(new RouteLoader(store.Database, models, options), options);
        _shadows = new ShadowQueue(loops);
        var seeds = new SeedSource(options.Seed);
        _writer = new DecisionWriter(store.Database, loops, options);
        _canaries = new CanaryWatch(store.Database, cache, options.Clock);
        _apprentices = new ApprenticeWatch(store.Database, cache, options.Clock);
        _drift = new DriftWatch(store.Database, cache, options.Clock);
        Deployments = new DeploymentService(
            store.Database, new ContentTrial(shelf, models, _programs), new Caches(cache, _routes), options.Clock);
        Decisions = new DecisionService(
            cache, new MadeDecisions(store.Database, shelf), _writer, new DecisionReader(store.Database),
            new SlateDesk(store.Database, options.Clock), new Settlement(store.Database, options.Clock), options);
        Predictions = new PredictionService(_routes, _shadows, seeds, options.Clock);
        Analysis = new AnalysisService(store.Database, cache, shelf, options.Clock);
        Content = new PolicyContent(store.Database);
    }

    /// <summary>The schema of this module, for opening a store.</summary>
    public static IReadOnlyList<Migration> Migrations => ServingMigrations.All;

    /// <summary>Deployments as people handle them.</summary>
    public IDeployments Deployments { get; }

    /// <summary>What they decide.</summary>
    public IDecisions Decisions { get; }

    /// <summary>Asks the models that they serve.</summary>
    public IPredictions Predictions { get; }

    /// <summary>Figures about what they decided.</summary>
    public IDecisionAnalysis Analysis { get; }

    /// <summary>The policy files that versions need.</summary>
    public IContentUser Content { get; }

    /// <summary>Decisions that are kept for a time.</summary>
    public IExpiring Expiring => new ExpiringDecisions(_store.Database, _options.Clock);

    /// <summary>Judges canaries by the rewards that were settled; gives how many routes changed. The loop does it by itself.</summary>
    public Task<int> JudgeCanariesAsync(CancellationToken cancellationToken) => _canaries.RunAsync(cancellationToken);

    /// <summary>
    /// Lets apprentices decide by themselves that are as good as their rule asks; gives how many. The loop does it by itself.
    /// </summary>
    public Task<int> JudgeApprenticesAsync(CancellationToken cancellationToken) => _apprentices.RunAsync(cancellationToken);

    /// <summary>Watches contexts and rewards for drift; gives how many alarms were reported. The loop does it by itself.</summary>
    public Task<int> WatchDriftAsync(CancellationToken cancellationToken) => _drift.RunAsync(cancellationToken);

    /// <summary>Gives decisions whose wait is over their final rewards.</summary>
    public IBackgroundLoop SettlingLoop =>
        new BackgroundLoop("rewards", (scope, token) => RepeatAsync(Decisions.SettleAsync, scope, token));

    /// <summary>
    /// Judges canaries by the rewards. Apart from settling, so that what one deployment lacks keeps no reward from another.
    /// </summary>
    public IBackgroundLoop JudgingLoop => new BackgroundLoop("canaries", (scope, token) => RepeatAsync(JudgeCanariesAsync, scope, token));

    /// <summary>Judges apprentices by the rewards of the choices of their callers.</summary>
    public IBackgroundLoop ApprenticeLoop =>
        new BackgroundLoop("apprentices", (scope, token) => RepeatAsync(JudgeApprenticesAsync, scope, token));

    /// <summary>Watches for drift.</summary>
    public IBackgroundLoop WatchingLoop => new BackgroundLoop("drift", (scope, token) => RepeatAsync(WatchDriftAsync, scope, token));

    /// <summary>Writes what was accepted, ends models and programs, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _shadows.DisposeAsync();
        await _routes.DisposeAsync();
        _programs?.Dispose();
        await _writer.DisposeAsync();
    }

    private async Task RepeatAsync(Func<CancellationToken, Task<int>> turn, ILoopScope scope, CancellationToken cancellationToken)
    {
        while (true)
        {
            await turn(cancellationToken);
            scope.Beat();
            await Task.Delay(_options.LookAround, _options.Clock, cancellationToken);
        }
    }

    /// <summary>Deployments of policies are in one cache and those of models in the other; each knows its own.</summary>
    private sealed class Caches(RevisionCache<ServedDeployment> policies, RevisionCache<ServedRoute> models) : ICacheRefresh
    {
        public async Task RefreshAsync(string name, CancellationToken cancellationToken)
        {
            await policies.RefreshAsync(name, cancellationToken);
            await models.RefreshAsync(name, cancellationToken);
        }
    }

    private sealed class PolicyContent(IDatabase database) : IContentUser
    {
        public async IAsyncEnumerable<Digest> InUseAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var after = ""; ;)
            {
                var from = after;
                var page = await database.ReadAsync(session => VersionTable.Contents(session, from, PageSize), cancellationToken);
                foreach (var digest in page)
                    yield return digest;
                if (page.Count < PageSize)
                    yield break;
                after = page[^1].ToString();
            }
        }
    }
}
