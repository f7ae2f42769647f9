using System.Collections.Concurrent;
using Gyre.Core.Logging;
using Microsoft.Extensions.Logging;

namespace Gyre.Serving.Routing;

/// <summary>Something that serves as one revision of a deployment says. Immutable.</summary>
internal interface IServedRevision
{
    long Number { get; }

    long Revision { get; }
}

/// <summary>Makes what serves of what is stored.</summary>
internal interface IRevisionLoader<T>
    where T : class, IServedRevision
{
    /// <summary>The deployment as it is stored now; null when there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="known">What served before, to take over what has not changed; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<T?> LoadAsync(string name, T? known, CancellationToken cancellationToken);

    /// <summary>Told of what does not serve any more. It throws nothing.</summary>
    /// <param name="old">It.</param>
    /// <param name="current">What serves instead; null for nothing.</param>
    Task RetireAsync(T old, T? current) => Task.CompletedTask;
}

/// <summary>
/// What serves, by name. It is compared with the store now and then; while the store or a policy cannot be read, the last good one serves
/// on.
/// </summary>
internal sealed class RevisionCache<T>(IRevisionLoader<T> loader, ServingOptions options) : IAsyncDisposable
    where T : class, IServedRevision
{
    private const int Gates = 32;

    private readonly ConcurrentDictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(static _ => new SemaphoreSlim(1))];
    private readonly ILogger _logger = options.Logs.For<RevisionCache<T>>();
    private readonly TimeProvider _clock = options.Clock;

    /// <summary>The deployment of a name; null when there is none.</summary>
    public ValueTask<T?> GetAsync(string name, CancellationToken cancellationToken)
    {
        if (!_places.TryGetValue(name, out var place))
            return new ValueTask<T?>(AddAsync(name, cancellationToken));
        if (_clock.GetElapsedTime(place.SeenAt) < options.LookAround || !place.TryBegin())
            return new ValueTask<T?>(place.Served);
        return new ValueTask<T?>(LookAsync(name, place, cancellationToken));
    }

    /// <summary>Takes over what was just stored, so that the caller of a change sees it at once.</summary>
    public async Task RefreshAsync(string name, CancellationToken cancellationToken)
    {
        if (!_places.ContainsKey(name))
            return;
        var gate = GateOf(name);
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (_places.TryGetValue(name, out var place))
                await TryLookAsync(name, place, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Ends everything that serves.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var (name, place) in _places)
        {
            if (_places.TryRemove(name, out _))
                await loader.RetireAsync(place.Served, null);
        }
    }

    private SemaphoreSlim GateOf(string name) => _gates[(uint)name.GetHashCode(StringComparison.Ordinal) % Gates];

    private async Task<T?> AddAsync(string name, CancellationToken cancellationToken)
    {
        // What serves must be there once only.
        var gate = GateOf(name);
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (_places.TryGetValue(name, out var place))
                return place.Served;
            var served = await loader.LoadAsync(name, null, cancellationToken);
            // Names without a deployment are not remembered: anybody may ask for any.
            if (served is not null)
                _places.TryAdd(name, new Place(served, _clock.GetTimestamp()));
            return served;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<T?> LookAsync(string name, Place place, CancellationToken cancellationToken)
    {
        var gate = GateOf(name);
        try
        {
            // Somebody loads something; what is known goes on meanwhile.
            if (!await gate.WaitAsync(TimeSpan.Zero, cancellationToken))
                return place.Served;
            try
            {
                return await TryLookAsync(name, place, cancellationToken);
            }
            finally
            {
                gate.Release();
            }
        }
        finally
        {
            place.End();
        }
    }

    private async Task<T?> TryLookAsync(string name, Place place, CancellationToken cancellationToken)
    {
        var known = place.Served;
        try
        {
            var served = await loader.LoadAsync(name, known, cancellationToken);
            if (served is null)
                _places.TryRemove(KeyValuePair.Create(name, place));
            else
                place.Take(served, _clock.GetTimestamp());
            if (!ReferenceEquals(served, known))
                _ = loader.RetireAsync(known, served);
            return served;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _logger.ServesOn(name, known.Revision, exception.GetType().Name);
            place.Take(known, _clock.GetTimestamp());
            return known;
        }
    }

    private sealed class Place(T served, long seenAt)
    {
        private volatile T _served = served;
        private long _seenAt = seenAt;
        private int _busy;

        public T Served => _served;

        public long SeenAt => Volatile.Read(ref _seenAt);

        /// <summary>One looks; the others decide with what is known.</summary>
        public bool TryBegin() => Interlocked.Exchange(ref _busy, 1) == 0;

        public void End() => Volatile.Write(ref _busy, 0);

        /// <summary>Called by one at a time.</summary>
        public void Take(T served, long seenAt)
        {
            _served = served;
            Volatile.Write(ref _seenAt, seenAt);
        }
    }
}
