namespace Gyre.Server.Tests.Mlflow;

/// <summary>Watches how large the managed heap becomes after a collection, at each collection; other tests of the process count too, so bounds are wide.</summary>
internal sealed class PeakMemory : IDisposable
{
    private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _watcher;
    private long _peak;

    public PeakMemory()
    {
        _watcher = new Thread(Watch) { IsBackground = true };
        _watcher.Start();
    }

    /// <summary>Bytes above what there was at first.</summary>
    public long Growth => Math.Max(0, Interlocked.Read(ref _peak) - _before);

    public void Dispose()
    {
        _stop.Cancel();
        _watcher.Join();
        _stop.Dispose();
    }

    private void Watch()
    {
        while (!_stop.Token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(20)))
            _peak = Math.Max(_peak, GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes);
    }
}
