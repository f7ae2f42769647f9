using Gyre.Automation;
using Gyre.Core.Loops;
using Gyre.Datasets;
using Gyre.Execution;
using Gyre.Home;
using Gyre.Home.Exports;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Server.Security;
using Gyre.Serving;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Server;

/// <summary>What the server shows and handles. It owns none of it: whoever opened these closes them after the server.</summary>
public sealed record ServerServices
{
    /// <summary>What a server shows of a home.</summary>
    /// <param name="home">The home, with a <see cref="ServerModule"/>.</param>
    /// <param name="engineLoop">The home's loops at work in this process; null where another drives it.</param>
    public static ServerServices Of(GyreHome home, Task? engineLoop)
    {
        ArgumentNullException.ThrowIfNull(home);
        return new ServerServices
        {
            Home = home,
            Storage = home.Storage,
            Store = home.Store,
            Blobs = home.Blobs,
            Tracking = home.Tracking,
            Runs = home.Engine.Runs,
            Cycles = home.Engine.Cycles,
            Cache = home.Engine.Cache,
            Catalog = home.Engine.Catalog,
            Lineage = home.Engine.Lineage,
            Datasets = home.Parts.Get<IDatasets>(),
            Triggers = home.Automation.Triggers,
            Notifications = home.Automation.Notifications,
            Deployments = home.Parts.Get<IDeployments>(),
            Decisions = home.Parts.Get<IDecisions>(),
            Analysis = home.Parts.Get<IDecisionAnalysis>(),
            Predictions = home.Parts.Get<IPredictions>(),
            Exports = home.Parts.Get<IDecisionExports>(),
            Variables = home.Engine.Variables,
            Secrets = Environment.GetEnvironmentVariable,
            Language = home.Language,
            Credentials = home.Parts.Find<IStepCredentials>() as StepCredentials,
            Clock = home.Parts.Clock,
            Loops = home.Loops,
            Logs = home.Parts.Logs,
            EngineLoop = engineLoop,
        };
    }

    /// <summary>Where the home is; logs of steps are read from it.</summary>
    public required StorageOptions Storage { get; init; }

    /// <summary>The store, opened with <see cref="GyreServer.Migrations"/> among the others.</summary>
    public required IStore Store { get; init; }

    /// <summary>The artifacts.</summary>
    public required IBlobStore Blobs { get; init; }

    /// <summary>Runs.</summary>
    public required IRuns Runs { get; init; }

    /// <summary>Cycles.</summary>
    public required ICycles Cycles { get; init; }

    /// <summary>Who is told what happens.</summary>
    public required INotifications Notifications { get; init; }

    /// <summary>Triggers.</summary>
    public required ITriggers Triggers { get; init; }

    /// <summary>Deployments.</summary>
    public required IDeployments Deployments { get; init; }

    /// <summary>What deployments decide.</summary>
    public required IDecisions Decisions { get; init; }

    /// <summary>Figures about what deployments decide.</summary>
    public required IDecisionAnalysis Analysis { get; init; }

    /// <summary>Asks the models of deployments.</summary>
    public required IPredictions Predictions { get; init; }

    /// <summary>Logs of deployments as versions of datasets.</summary>
    public required IDecisionExports Exports { get; init; }

    /// <summary>The secret that a name stands for, or null: what webhooks are signed with is told by name only. Default: none is known.</summary>
    public Func<string, string?> Secrets { get; init; } = static _ => null;

    /// <summary>Variables and secrets of projects.</summary>
    public required IVariables Variables { get; init; }

    /// <summary>Files that node runs left behind.</summary>
    public required ICatalog Catalog { get; init; }

    /// <summary>What runs read and made.</summary>
    public required IRunLineage Lineage { get; init; }

    /// <summary>Datasets and their versions.</summary>
    public required IDatasets Datasets { get; init; }

    /// <summary>Experiments, runs and what is logged to them.</summary>
    public required TrackingStore Tracking { get; init; }

    /// <summary>What project files may say, for those that are read anew.</summary>
    public ProjectLanguage Language { get; init; } = ProjectLanguage.Standard;

    /// <summary>The cache.</summary>
    public required IResultCache Cache { get; init; }

    /// <summary>Clock of everything.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What the engine gives to steps; told the address once the server listens. Null when steps get no way back.</summary>
    public StepCredentials? Credentials { get; init; }

    /// <summary>The engine at work in this process: <c>/health</c> says when it has ended. Null when another process has it.</summary>
    public Task? EngineLoop { get; init; }

    /// <summary>Carries the loops of this process; <c>/health</c> tells how each is. Null gives the server one of its own.</summary>
    public LoopSupervisor? Loops { get; init; }

    /// <summary>The home, for the routes and parts of its modules; null when the services come without a home.</summary>
    public GyreHome? Home { get; init; }

    /// <summary>Where steps run; null for those of <see cref="Home"/>.</summary>
    public ExecutorSet? Executors { get; init; }

    /// <summary>The rights of routes; another table than the usual one is for tests of the tests.</summary>
    internal RouteTable Rights { get; init; } = RouteTable.Standard;

    /// <summary>Where the log goes; null for nowhere. Nothing is ever written to standard output.</summary>
    public ILoggerFactory? Logs { get; init; }
}
