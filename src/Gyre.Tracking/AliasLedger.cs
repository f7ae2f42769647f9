using Gyre.Storage;
using Gyre.Tracking.Registry;

namespace Gyre.Tracking;

/// <summary>Aliases of registered models inside transactions of other modules, so that an alias moves with what serves, or not at all.</summary>
public static class AliasLedger
{
    /// <summary>Points an alias to a version, or moves it there, and keeps who did it and why.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="move">Which alias comes to which version, and why.</param>
    /// <param name="at">Now.</param>
    /// <returns>The move as it is kept. One to the version it points to already is kept only when it has a reason.</returns>
    /// <exception cref="TrackingException">There is no such model or version, or the move is refused.</exception>
    public static AliasMove Move(IDbSession session, string model, NewAliasMove move, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(move);
        return AliasMover.Move(session, model, move, at);
    }
}
