using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Execution;

/// <summary>A named pool: how many attempts that ask for it run at once.</summary>
/// <param name="Name">See <see cref="PoolNames"/>.</param>
/// <param name="Size">At least 0; a pool of size 0 is closed.</param>
public sealed record PoolSize(string Name, int Size);

/// <summary>
/// How much runs at once, of a home or of one run. It bounds what an engine hands to executors; what their machines have room for bounds
/// it further.
/// </summary>
public sealed record ConcurrencyLimits
{
    /// <summary>The largest number of jobs and the largest size of a pool.</summary>
    public const int Max = 1_000_000;

    /// <summary>No limits and no pools.</summary>
    public static ConcurrencyLimits None { get; } = new();

    /// <summary>Attempts at once, whatever they are; null for no limit.</summary>
    public int? Jobs { get; init; }

    /// <summary>The pools, each name once.</summary>
    public ImmutableArray<PoolSize> Pools
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Whether nothing is limited and no pool declared.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsNone => Jobs is null && Pools.IsEmpty;

    /// <summary>The size of a pool; null when there is none of that name.</summary>
    public int? SizeOf(string pool)
    {
        foreach (var (name, size) in Pools)
        {
            if (string.Equals(name, pool, StringComparison.Ordinal))
                return size;
        }
        return null;
    }

    /// <summary>These limits, and in their place those of another where it says something.</summary>
    public ConcurrencyLimits With(ConcurrencyLimits others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return new ConcurrencyLimits
        {
            Jobs = others.Jobs ?? Jobs,
            Pools = [.. Pools.Where(pool => others.SizeOf(pool.Name) is null), .. others.Pools],
        };
    }

    /// <summary>Reads <c>name=size</c>, as on a command line.</summary>
    /// <exception cref="InvalidInputException">No such text, a name that no pool may have, a size outside 0 to <see cref="Max"/>, or a
    /// name twice.</exception>
    public static ImmutableArray<PoolSize> ParsePools(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Checked(texts.Select(Parse));
    }

    /// <summary>Pools whose names and sizes are allowed.</summary>
    /// <exception cref="InvalidInputException">A name that no pool may have, a size outside 0 to <see cref="Max"/>, or a name
    /// twice.</exception>
    public static ImmutableArray<PoolSize> Checked(IEnumerable<PoolSize> pools)
    {
        ArgumentNullException.ThrowIfNull(pools);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var kept = ImmutableArray.CreateBuilder<PoolSize>();
        foreach (var pool in pools)
        {
            if (!PoolNames.IsValid(pool.Name))
                throw new InvalidInputException("pool.name", $"'{Short(pool.Name)}' is not a valid name of a pool.", PoolNames.Rule);
            if (pool.Size is < 0 or > Max)
                throw Size(pool.Name);
            if (!names.Add(pool.Name))
                throw new InvalidInputException("pool.twice", $"Pool '{pool.Name}' is given twice.", "Give each pool one size.");
            kept.Add(pool);
        }
        return kept.ToImmutable();
    }

    private static PoolSize Parse(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0)
            throw new InvalidInputException(
                "pool.syntax", $"'{Short(text)}' is not a pool with its size.", "Write NAME=SIZE, such as gpu=1.");
        var name = text[..at];
        return int.TryParse(text.AsSpan(at + 1), System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out var size)
            ? new PoolSize(name, size)
            : throw Size(Short(name));
    }

    private static InvalidInputException Size(string name) => new(
        "pool.size", $"The size of pool '{name}' is not a whole number from 0 to {Max}.", "Write NAME=SIZE, such as gpu=1.");

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
