using Gyre.Storage.Relational;

namespace Gyre.Storage;

/// <summary>What a store itself keeps for a time: carried out commands, and events.</summary>
public static class StoreExpiry
{
    /// <summary>That of a store.</summary>
    public static IReadOnlyList<IExpiring> Of(IStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return [new ExpiringCommands(store.Database), new ExpiringEvents(store.Database)];
    }
}
