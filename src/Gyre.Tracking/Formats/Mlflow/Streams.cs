using System.Runtime.CompilerServices;

namespace Gyre.Tracking.Formats.Mlflow;

/// <summary>Sequences that are read from a disk, for those who wait for sequences.</summary>
internal static class Streams
{
    /// <summary>Gives the items one by one; before each of them it may be cancelled, and now and then it lets others have the thread.</summary>
    public static async IAsyncEnumerable<T> Of<T>(IEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var given = 0;
        foreach (var item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++given % 4096 == 0)
                await Task.Yield();
            yield return item;
        }
    }
}
