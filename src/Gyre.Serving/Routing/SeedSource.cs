using System.Security.Cryptography;
using Gyre.Core;

namespace Gyre.Serving.Routing;

/// <summary>Seeds of decisions. Thread-safe.</summary>
internal sealed class SeedSource(ulong? seed)
{
    private readonly Lock _lock = new();
    private readonly SeededRandom _random = new(seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));

    public ulong Next()
    {
        lock (_lock)
            return _random.NextUInt64();
    }
}
