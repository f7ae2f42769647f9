using Gyre.Storage;

namespace Gyre.Pipelines;

/// <summary>A module that has a say in the engine.</summary>
public interface IEngineModule : IModule
{
    /// <summary>Kinds of nodes that it answers, or that something outside does.</summary>
    IReadOnlyList<ExternalKind> NodeKinds => [];

    /// <summary>Told of each run in the transaction that keeps it.</summary>
    IReadOnlyList<IRunListener> Listeners => [];

    /// <summary>Lets steps call back; null when this module does not. One module of a home does at most.</summary>
    /// <param name="parts">What the home has so far.</param>
    IStepCredentials? OpenCredentials(HomeParts parts) => null;
}
