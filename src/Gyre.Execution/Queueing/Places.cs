namespace Gyre.Execution.Queueing;

/// <summary>The places of one owner, the home or a run: its limits, and what is taken.</summary>
/// <param name="limits">Its limits.</param>
/// <param name="whose">Of whom they are, for reasons: <c>this home</c>.</param>
internal sealed class Places(ConcurrencyLimits limits, string whose)
{
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private int _jobs;
    private bool _jobsHeld;

    public ConcurrencyLimits Limits => limits;

    /// <summary>Whether nothing of it is taken.</summary>
    public bool IsFree => _jobs == 0;

    /// <summary>Why a request could never start, or null.</summary>
    public string? Never(PlaceRequest request)
    {
        foreach (var pool in request.Pools)
        {
            if (limits.SizeOf(pool) is { } size && size < request.Weight)
                return $"pool '{pool}' of {whose} has {Count(size, "place")}, and {Count(request.Weight, "place")} at once are needed";
        }
        return limits.Jobs < request.Weight
            ? $"{whose} allows {Count(limits.Jobs.Value, "job")} at once, and {request.Weight} that wait for each other are needed"
            : null;
    }

    /// <summary>Begins a look through the queue: nobody holds anything yet.</summary>
    public void BeginLook()
    {
        _held.Clear();
        _jobsHeld = false;
    }

    /// <summary>What keeps a request from its pools, or null.</summary>
    public string? MissingPool(PlaceRequest request)
    {
        foreach (var pool in request.Pools)
        {
            if (limits.SizeOf(pool) is not { } size)
                continue;
            var taken = _taken.GetValueOrDefault(pool);
            if (taken + request.Weight > size)
                return $"waits for pool '{pool}' of {whose} ({Math.Min(taken, size)} of {size} in use)";
            if (_held.Contains(pool))
                return $"waits for its turn in pool '{pool}' of {whose}";
        }
        return null;
    }

    /// <summary>What keeps a request from a job, or null.</summary>
    public string? MissingJob(PlaceRequest request)
    {
        if (limits.Jobs is not { } most)
            return null;
        if (_jobs + request.Weight > most)
            return $"waits for a job of {whose} ({Math.Min(_jobs, most)} of {most} in use)";
        return _jobsHeld ? $"waits for its turn among the jobs of {whose}" : null;
    }

    /// <summary>Until the next look nobody behind it takes a place in these pools, so that it is not overtaken forever.</summary>
    public void HoldPools(PlaceRequest request)
    {
        foreach (var pool in request.Pools)
            _held.Add(pool);
    }

    /// <summary>The same for jobs.</summary>
    public void HoldJobs() => _jobsHeld = true;

    /// <summary>Takes places, or gives them back for a negative sign. More may be taken than there are: attempts that run already are not
    /// undone.</summary>
    public void Take(PlaceRequest request, int sign)
    {
        _jobs += sign * request.Weight;
        foreach (var pool in request.Pools)
            _taken[pool] = _taken.GetValueOrDefault(pool) + sign * request.Weight;
    }

    private static string Count(int number, string word) => $"{number} {word}{(number == 1 ? "" : "s")}";
}
