using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Core.Loops;

namespace Gyre.Storage;

/// <summary>
/// A part of the program as a home sees it. A home is the list of its modules: it gives each a place in the store, opens them in order and
/// lets them work.
/// The interface lies here because every module that keeps something knows this one.
/// </summary>
public interface IModule
{
    /// <summary>Unique in a home; kebab-case, as in messages and <c>/health</c>.</summary>
    string Name { get; }

    /// <summary>Its tables; the list of each <see cref="Migration.Module"/> from 1 on.</summary>
    IReadOnlyList<Migration> Migrations => [];

    /// <summary>Components that steps may use by name.</summary>
    IReadOnlyList<Component> Components => [];

    /// <summary>Events that it tells, beyond those of the program; triggers and notifications may ask for them.</summary>
    IReadOnlyList<EventType> EventTypes => [];

    /// <summary>
    /// Opens it over a home. Modules before it in the list are open, and what they gave to <paramref name="parts"/> is there.
    /// </summary>
    /// <param name="parts">What the home has; the module adds what others may use.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IOpenModule> OpenAsync(HomeParts parts, CancellationToken cancellationToken) => Task.FromResult(OpenModule.Idle);
}

/// <summary>A module of an open home. Modules are closed in the opposite order to that in which they were opened.</summary>
public interface IOpenModule
{
    /// <summary>
    /// Who keeps digests of content in the artifact store. Modules are asked in their order, so content goes from earlier to later ones.
    /// </summary>
    IReadOnlyList<IContentUser> ContentUsers => [];

    /// <summary>What it keeps for a time and then removes.</summary>
    IReadOnlyList<IExpiring> Expiring => [];

    /// <summary>What goes on while somebody drives the home: <c>gyre serve</c>, not a command that looks at one thing.</summary>
    IReadOnlyList<IBackgroundLoop> Loops => [];

    /// <summary>What is wrong, as a short phrase without secrets; null when all is well. How its loops are is known without it.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<string?> ExamineAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Closes it. Nobody uses it any more.</summary>
    ValueTask CloseAsync() => ValueTask.CompletedTask;
}

/// <summary>Modules that need nothing once they are open.</summary>
public static class OpenModule
{
    /// <summary>One without content, loops or anything to close.</summary>
    public static IOpenModule Idle { get; } = new IdleModule();

    private sealed class IdleModule : IOpenModule;
}
