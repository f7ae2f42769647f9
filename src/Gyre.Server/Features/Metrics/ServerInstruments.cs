using System.Collections.Concurrent;

namespace Gyre.Server.Features.Metrics;

/// <summary>Counts of this process since it started: requests by route, and facts of the event log by type and state.</summary>
internal sealed class ServerInstruments
{
    private readonly ConcurrentDictionary<(string Method, string Route, int Status), RequestTotal> _requests = new();
    private readonly ConcurrentDictionary<(string Type, string State, string Cache), long> _events = new();

    public void CountRequest(string method, string route, int status, TimeSpan elapsed) =>
        _requests.GetOrAdd((method, route, status), static _ => new RequestTotal()).Add(elapsed);

    public void CountEvent(string type, string state, string cache) => _events.AddOrUpdate((type, state, cache), 1, static (_, count) => count + 1);

    public IEnumerable<(string Method, string Route, int Status, long Count, double Seconds)> Requests() =>
        _requests.Select(static pair => (pair.Key.Method, pair.Key.Route, pair.Key.Status, pair.Value.Count, pair.Value.Seconds)).Order();

    public IEnumerable<(string Type, string State, string Cache, long Count)> Events() =>
        _events.Select(static pair => (pair.Key.Type, pair.Key.State, pair.Key.Cache, pair.Value)).Order();

    private sealed class RequestTotal
    {
        private long _count;
        private long _ticks;

        public long Count => Interlocked.Read(ref _count);

        public double Seconds => TimeSpan.FromTicks(Interlocked.Read(ref _ticks)).TotalSeconds;

        public void Add(TimeSpan elapsed)
        {
            Interlocked.Increment(ref _count);
            Interlocked.Add(ref _ticks, elapsed.Ticks);
        }
    }
}
