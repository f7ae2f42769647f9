using System.Collections.Concurrent;
using Gyre.Core.Logging;
using Microsoft.Extensions.Logging;

namespace Gyre.Serving.Routing;

/// <summary>
/// What serves, by name. It is compared with the store now and then; while the store or a policy cannot be read, the last good one serves on.
/// </summary>
internal sealed class DeploymentCache(DeploymentLoader loader, ServingOptions options)
{
    private readonly ConcurrentDictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly ILogger _logger = options.Logs.For<DeploymentCache>();
    private readonly TimeProvider _clock = options.Clock;

    /// <summary>The deployment of a name; null when there is none.</summary>
    public ValueTask<ServedDeployment?> GetAsync(string name, CancellationToken cancellationToken)
    {
        if (!_places.TryGetValue(name, out var place))
            return new ValueTask<ServedDeployment?>(AddAsync(name, cancellationToken));
        if (_clock.GetElapsedTime(place.SeenAt) < options.LookAround || !place.TryBegin())
            return new ValueTask<ServedDeployment?>(place.Served);
        return new ValueTask<ServedDeployment?>(LookAsync(name, place, cancellationToken));
    }

    /// <summary>Takes over what was just stored, so that the caller of a change sees it at once.</summary>
    public async Task RefreshAsync(string name, CancellationToken cancellationToken)
    {
        if (_places.TryGetValue(name, out var place))
            await TryLookAsync(name, place, cancellationToken);
    }

    private async Task<ServedDeployment?> AddAsync(string name, CancellationToken cancellationToken)
    {
        var served = await loader.LoadAsync(name, null, cancellationToken);
        // Names without a deployment are not remembered: anybody may ask for any.
        if (served is not null)
            _places.TryAdd(name, new Place(served, _clock.GetTimestamp()));
        return served;
    }

    private async Task<ServedDeployment?> LookAsync(string name, Place place, CancellationToken cancellationToken)
    {
        try
        {
            return await TryLookAsync(name, place, cancellationToken);
        }
        finally
        {
            place.End();
        }
    }

    private async Task<ServedDeployment?> TryLookAsync(string name, Place place, CancellationToken cancellationToken)
    {
        var known = place.Served;
        try
        {
            var served = await loader.LoadAsync(name, known, cancellationToken);
            if (served is null)
                _places.TryRemove(KeyValuePair.Create(name, place));
            else
                place.Take(served, _clock.GetTimestamp());
            return served;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _logger.ServesOn(name, known.Revision, exception.GetType().Name);
            place.Take(known, _clock.GetTimestamp());
            return known;
        }
    }

    private sealed class Place(ServedDeployment served, long seenAt)
    {
        private readonly Lock _lock = new();
        private volatile ServedDeployment _served = served;
        private long _seenAt = seenAt;
        private int _busy;

        public ServedDeployment Served => _served;

        public long SeenAt => Volatile.Read(ref _seenAt);

        /// <summary>One looks; the others decide with what is known.</summary>
        public bool TryBegin() => Interlocked.Exchange(ref _busy, 1) == 0;

        public void End() => Volatile.Write(ref _busy, 0);

        /// <summary>A later revision never gives way to an earlier one: who looked first may come last.</summary>
        public void Take(ServedDeployment served, long seenAt)
        {
            lock (_lock)
            {
                if (served.Number != _served.Number || served.Revision > _served.Revision)
                    _served = served;
                Volatile.Write(ref _seenAt, seenAt);
            }
        }
    }
}
