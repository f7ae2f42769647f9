using Gyre.Learning;

namespace Gyre.Serving;

/// <summary>
/// Decisions with their final rewards as they were at one moment, on disk until it is disposed: what is settled meanwhile is not in it,
/// and a long log takes no memory. Not for several readers at once.
/// </summary>
public interface IDecisionExport : IAsyncDisposable
{
    /// <summary>Decisions.</summary>
    long Count { get; }

    /// <summary>Place of the first one in the log; null without any.</summary>
    long? First { get; }

    /// <summary>Place of the last one in the log; null without any.</summary>
    long? Last { get; }

    /// <summary>
    /// The rows to learn from, the oldest first, in parts that fit into memory. At least one part, which is empty when there are no
    /// decisions. May be read again.
    /// </summary>
    IAsyncEnumerable<DecisionLog> PartsAsync(CancellationToken cancellationToken);
}
