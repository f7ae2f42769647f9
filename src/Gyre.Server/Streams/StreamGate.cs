using Gyre.Server.Http;

namespace Gyre.Server.Streams;

/// <summary>Counts open event streams, in all and per caller, so that idle listeners never take the server from others.</summary>
internal sealed class StreamGate(ServeLimits limits)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _byCaller = new(StringComparer.Ordinal);
    private int _all;

    public int Open
    {
        get
        {
            lock (_lock)
                return _all;
        }
    }

    /// <summary>A place, to be given back by disposing it; null when there is none.</summary>
    public IDisposable? TryEnter(string caller)
    {
        lock (_lock)
        {
            var own = _byCaller.GetValueOrDefault(caller);
            if (_all >= limits.MaxStreams || own >= limits.MaxStreamsPerCaller)
                return null;
            _all++;
            _byCaller[caller] = own + 1;
            return new Place(this, caller);
        }
    }

    public static ProblemResult Full(HttpContext context)
    {
        // A refused listener must not keep its connection either.
        context.Response.Headers.Connection = "close";
        return Problems.TooMany("stream.too-many", "Too many event streams are open.", TimeSpan.FromSeconds(30));
    }

    private void Leave(string caller)
    {
        lock (_lock)
        {
            _all--;
            if (--_byCaller[caller] == 0)
                _byCaller.Remove(caller);
        }
    }

    private sealed class Place(StreamGate gate, string caller) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                gate.Leave(caller);
        }
    }
}
