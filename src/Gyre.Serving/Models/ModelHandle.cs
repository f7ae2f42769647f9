namespace Gyre.Serving.Models;

/// <summary>
/// A version that answers, for as long as somebody asks it: once it is retired it ends with the last request that holds it.
/// </summary>
internal sealed class ModelHandle(long version, IServedModel model)
{
    // One for being served, and one for each request.
    private int _holders = 1;

    public long Version => version;

    public IServedModel Model => model;

    /// <summary>Holds it; false when it has ended.</summary>
    public bool TryHold()
    {
        for (var seen = Volatile.Read(ref _holders); seen > 0;)
        {
            var before = Interlocked.CompareExchange(ref _holders, seen + 1, seen);
            if (before == seen)
                return true;
            seen = before;
        }
        return false;
    }

    /// <summary>Gives back what <see cref="TryHold"/> held, or, once, that it is served.</summary>
    public ValueTask ReleaseAsync() => Interlocked.Decrement(ref _holders) == 0 ? model.DisposeAsync() : ValueTask.CompletedTask;
}
