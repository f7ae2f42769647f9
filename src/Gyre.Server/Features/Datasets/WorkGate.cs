using Gyre.Server.Http;

namespace Gyre.Server.Features.Datasets;

/// <summary>Lets few requests at a time read through whole versions, so that they cannot take all processors and memory.</summary>
internal sealed class WorkGate : IDisposable
{
    /// <summary>Requests that work at once.</summary>
    public const int AtOnce = 2;

    /// <summary>Requests that may wait.</summary>
    public const int Waiting = 16;

    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _places = new(AtOnce, AtOnce);
    private int _asked;

    /// <summary>Does work when there is a place for it.</summary>
    /// <exception cref="RefusedException">Too many wait already.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _asked) > AtOnce + Waiting)
        {
            Interlocked.Decrement(ref _asked);
            throw new RefusedException(Problems.Unavailable(
                "dataset.busy", "The server reads through as many datasets as it may at once. Try again in a moment.", RetrySoon));
        }
        try
        {
            await _places.WaitAsync(cancellationToken);
            try
            {
                return await work();
            }
            finally
            {
                _places.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _asked);
        }
    }

    public void Dispose() => _places.Dispose();
}
