using System.Collections.Concurrent;
using System.Net;

namespace Gyre.Server.Security;

/// <summary>
/// Slows down who tries tokens: ten wrong ones of an address within a minute, and it waits until the minute is over. A right token of another
/// address is never kept waiting.
/// </summary>
internal sealed class SignInGate(TimeProvider clock)
{
    private const int MostWrong = 10;
    private const int MostAddresses = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<IPAddress, Tries> _tries = new();

    /// <summary>How long an address has to wait; null when it may try.</summary>
    public TimeSpan? WaitOf(IPAddress address)
    {
        var now = clock.GetUtcNow();
        return _tries.TryGetValue(address, out var tries) && tries.Wrong >= MostWrong && now < tries.Until ? tries.Until - now : null;
    }

    /// <summary>A token of an address was wrong.</summary>
    public void CountWrong(IPAddress address)
    {
        var now = clock.GetUtcNow();
        if (_tries.Count >= MostAddresses)
            Forget(now);
        _tries.AddOrUpdate(
            address,
            _ => new Tries(1, now + Window),
            (_, known) => now < known.Until ? known with { Wrong = known.Wrong + 1 } : new Tries(1, now + Window));
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (address, _) in _tries.Where(pair => pair.Value.Until <= now))
            _tries.TryRemove(address, out _);
        if (_tries.Count >= MostAddresses)
            _tries.Clear();
    }

    private sealed record Tries(int Wrong, DateTimeOffset Until);
}
