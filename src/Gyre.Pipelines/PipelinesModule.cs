using Gyre.Core;
using Gyre.Core.Logging;
using Gyre.Core.Loops;
using Gyre.Execution;
using Gyre.Projects;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Pipelines;

/// <summary>The engine as a module. It gives <see cref="Engine"/> and what it consists of.</summary>
/// <param name="revisions">Other revisions of projects; null where there are none.</param>
/// <param name="secrets">Told the values of steps' secret variables, so that the log masks them; null where there is no log.</param>
public sealed class PipelinesModule(IRevisions? revisions, KnownSecrets? secrets = null) : IModule
{
    /// <inheritdoc/>
    public string Name => "pipelines";

    /// <inheritdoc/>
    public IReadOnlyList<Migration> Migrations => Engine.Migrations;

    /// <inheritdoc/>
    public Task<IOpenModule> OpenAsync(HomeParts parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var modules = parts.Modules.OfType<IEngineModule>().ToList();
        var credentials = modules.Select(module => module.OpenCredentials(parts)).FirstOrDefault(static found => found is not null);
        var engine = Engine.Create(parts.Store, parts.Blobs, parts.Get<ExecutorSet>(), new EngineOptions
        {
            Storage = parts.Storage,
            Clock = parts.Clock,
            Loops = parts.Loops,
            Logs = parts.Logs,
            Secrets = secrets,
            Host = parts.Find<HostVariables>() ?? HostVariables.None,
            Credentials = credentials,
            Limits = parts.Find<ConcurrencyLimits>() ?? ConcurrencyLimits.None,
            Revisions = revisions,
            Recorder = new RunRecorder(parts.Clock),
            Language = parts.Find<ProjectLanguage>() ?? ProjectLanguage.Standard,
            ExternalKinds = [.. modules.SelectMany(static module => module.NodeKinds)],
            Listeners = [.. modules.SelectMany(static module => module.Listeners)],
        });
        if (credentials is not null)
            parts.Add(credentials);
        parts.Add(engine);
        parts.Add(engine.Runs);
        parts.Add(engine.Cycles);
        parts.Add(engine.Starter);
        parts.Add(engine.Cache);
        parts.Add(engine.Catalog);
        parts.Add(engine.Variables);
        return Task.FromResult<IOpenModule>(new Opened(engine));
    }

    private sealed class Opened(Engine engine) : IOpenModule
    {
        public IReadOnlyList<IContentUser> ContentUsers => [engine.Content];

        public IReadOnlyList<IExpiring> Expiring => engine.Expiring;

        public IReadOnlyList<IBackgroundLoop> Loops => [engine.OpenRuns];

        public ValueTask CloseAsync() => engine.DisposeAsync();
    }
}
