using Gyre.Core;

namespace Gyre.Execution.Queueing;

/// <summary>
/// Decides which attempts may start: first come, first served. No clock, no thread, no disk. What asks for several places gets them all
/// at once or none, so nothing waits for
/// what another that waits has. One that cannot start yet holds the pools it asks for against all behind it, and the jobs once jobs are
/// all it lacks, so that it is not overtaken
/// forever; what does not need the same passes it by. Limits of its own run come first: while it waits for those it holds nothing of the
/// home.
/// </summary>
/// <remarks>A look costs what the different needs are that wait, not how many attempts wait.</remarks>
internal sealed class PlaceQueue(ConcurrencyLimits home)
{
    private readonly Places _home = new(home, "this home");
    private readonly Dictionary<RunId, Places> _runs = [];
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Unit> _units = new(StringComparer.Ordinal);
    private readonly Dictionary<AttemptId, Unit> _byAttempt = [];
    private readonly PriorityQueue<Line, long> _heads = new();
    private long _last;

    /// <summary>Limits of the home.</summary>
    public ConcurrencyLimits Home => home;

    /// <summary>Whether an attempt needs places at all.</summary>
    public bool Counts(PlaceRequest request) => !home.IsNone || !request.RunLimits.IsNone || !request.Pools.IsEmpty;

    /// <summary>Why an attempt could never start, whatever ends; null when it can.</summary>
    public string? Never(PlaceRequest request)
    {
        foreach (var pool in request.Pools)
        {
            if (home.SizeOf(pool) is null && request.RunLimits.SizeOf(pool) is null)
                return $"pool '{pool}' does not exist";
        }
        return _home.Never(request) ?? new Places(request.RunLimits, "the run").Never(request);
    }

    /// <summary>An attempt waits, behind those that came before it. Nothing happens for one that is known.</summary>
    public void Enter(PlaceRequest request)
    {
        if (_byAttempt.ContainsKey(request.Attempt))
            return;
        if (_units.TryGetValue(request.Unit, out var known))
        {
            Join(known, request.Attempt);
            return;
        }
        var unit = new Unit(request, ++_last);
        _units.Add(request.Unit, unit);
        Join(unit, request.Attempt);
        if (!_lines.TryGetValue(request.Line, out var line))
            _lines.Add(request.Line, line = new Line(request.Line));
        unit.Place = line.Waiting.AddLast(unit);
        unit.Line = line;
    }

    /// <summary>An attempt runs already and has its places, whatever the limits say.</summary>
    public void Occupy(PlaceRequest request)
    {
        if (_byAttempt.ContainsKey(request.Attempt))
            return;
        if (!_units.TryGetValue(request.Unit, out var unit))
        {
            unit = new Unit(request, ++_last);
            _units.Add(request.Unit, unit);
            Start(unit);
        }
        Join(unit, request.Attempt);
    }

    /// <summary>An attempt is over, or not wanted any more: its places are free when it is the last of its unit.</summary>
    /// <returns>Whether it was known.</returns>
    public bool Leave(AttemptId attempt)
    {
        if (!_byAttempt.Remove(attempt, out var unit))
            return false;
        unit.Attempts.Remove(attempt);
        if (unit.Attempts.Count > 0)
            return true;
        _units.Remove(unit.Request.Unit);
        if (unit.IsStarted)
            Release(unit.Request);
        else
            Forget(unit);
        return true;
    }

    /// <summary>Whether an attempt waits here.</summary>
    public bool IsWaiting(AttemptId attempt) => _byAttempt.TryGetValue(attempt, out var unit) && !unit.IsStarted;

    /// <summary>Whether an attempt has its places.</summary>
    public bool HasPlaces(AttemptId attempt) => _byAttempt.TryGetValue(attempt, out var unit) && unit.IsStarted;

    /// <summary>What an attempt waited for at the last look; null when it does not wait.</summary>
    public string? ReasonOf(AttemptId attempt) =>
        _byAttempt.TryGetValue(attempt, out var unit) && !unit.IsStarted ? unit.Line?.Reason ?? "waits for its turn" : null;

    /// <summary>Attempts that may start now; their places are taken.</summary>
    public IReadOnlyList<AttemptId> Next()
    {
        _home.BeginLook();
        foreach (var places in _runs.Values)
            places.BeginLook();
        _heads.Clear();
        foreach (var line in _lines.Values)
            _heads.Enqueue(line, line.Waiting.First!.Value.Number);
        var started = new List<AttemptId>();
        while (_heads.TryDequeue(out var line, out _))
        {
            var unit = line.Waiting.First!.Value;
            line.Reason = Missing(unit.Request);
            if (line.Reason is not null)
                continue;
            Remove(unit);
            Start(unit);
            started.AddRange(unit.Attempts);
            if (line.Waiting.First is { Value: var next })
                _heads.Enqueue(line, next.Number);
        }
        return started;
    }

    /// <summary>What a request lacks, or null. What it must not be overtaken in is held.</summary>
    private string? Missing(PlaceRequest request)
    {
        var run = PlacesOf(request);
        if (run.MissingPool(request) is { } poolOfRun)
        {
            run.HoldPools(request);
            return poolOfRun;
        }
        if (run.MissingJob(request) is { } jobOfRun)
        {
            run.HoldPools(request);
            run.HoldJobs();
            return jobOfRun;
        }
        if (_home.MissingPool(request) is { } pool)
        {
            _home.HoldPools(request);
            run.HoldPools(request);
            return pool;
        }
        if (_home.MissingJob(request) is not { } job)
            return null;
        _home.HoldPools(request);
        _home.HoldJobs();
        run.HoldPools(request);
        return job;
    }

    private void Join(Unit unit, AttemptId attempt)
    {
        unit.Attempts.Add(attempt);
        _byAttempt.Add(attempt, unit);
    }

    private void Start(Unit unit)
    {
        unit.IsStarted = true;
        _home.Take(unit.Request, 1);
        PlacesOf(unit.Request).Take(unit.Request, 1);
    }

    private void Release(PlaceRequest request)
    {
        _home.Take(request, -1);
        var run = PlacesOf(request);
        run.Take(request, -1);
        if (run.IsFree)
            _runs.Remove(request.Run);
    }

    private void Forget(Unit unit)
    {
        Remove(unit);
        if (PlacesOf(unit.Request).IsFree)
            _runs.Remove(unit.Request.Run);
    }

    private void Remove(Unit unit)
    {
        var line = unit.Line!;
        line.Waiting.Remove(unit.Place!);
        (unit.Line, unit.Place) = (null, null);
        if (line.Waiting.Count == 0)
            _lines.Remove(line.Key);
    }

    private Places PlacesOf(PlaceRequest request)
    {
        if (!_runs.TryGetValue(request.Run, out var places))
            _runs.Add(request.Run, places = new Places(request.RunLimits, "the run"));
        return places;
    }

    private sealed class Line(string key)
    {
        public string Key { get; } = key;

        public LinkedList<Unit> Waiting { get; } = new();

        /// <summary>Why its first could not start at the last look.</summary>
        public string? Reason { get; set; }
    }

    private sealed class Unit(PlaceRequest request, long number)
    {
        public PlaceRequest Request { get; } = request;

        public long Number { get; } = number;

        public List<AttemptId> Attempts { get; } = [];

        public bool IsStarted { get; set; }

        public Line? Line { get; set; }

        public LinkedListNode<Unit>? Place { get; set; }
    }
}
