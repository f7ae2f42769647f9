using System.Collections.Immutable;

namespace Gyre.Learning.Choosing;

/// <summary>The rows with the highest scores of those offered in rising order of their index; of equals the lower index.</summary>
internal sealed class BestRows(int count)
{
    // The worst kept row comes out first: the lowest score, and of equals the highest index.
    private readonly PriorityQueue<(int Index, double Score),
    (double Score, int Index)> _kept = new(Comparer<(double Score, int Index)>.Create(
        static (x, y) => x.Score != y.Score ? x.Score.CompareTo(y.Score) : y.Index.CompareTo(x.Index)));

    private double _least = double.NegativeInfinity;

    /// <summary>Whether a row with this score would be kept; one that is not a number never is.</summary>
    public bool Wants(double score) => count > 0 && (_kept.Count < count ? !double.IsNaN(score) : score > _least);

    public void Add(int index, double score)
    {
        if (!Wants(score))
            return;
        if (_kept.Count == count)
            _kept.Dequeue();
        _kept.Enqueue((index, score), (score, index));
        _least = _kept.Peek().Score;
    }

    public ImmutableArray<(int Index, double Score)> Sorted() =>
        [.. _kept.UnorderedItems.Select(static item => item.Element).OrderByDescending(static item => item.Score)
            .ThenBy(static item => item.Index)];

    /// <summary>The rows that a model is least sure of, in one pass.</summary>
    public static ImmutableArray<(int Index, double Score)> LeastSure(RowSource probabilities, UncertaintyMeasure measure, int count,
        Func<int, bool>? isLeftOut)
    {
        var best = new BestRows(count);
        var classes = probabilities.Columns;
        probabilities.ForEachBlock((first, rows, block) =>
        {
            for (var i = 0; i < rows; i++)
            {
                var score = ItemUncertainty.Of(measure, block.Slice(i * classes, classes));
                if (best.Wants(score) && isLeftOut?.Invoke(first + i) != true)
                    best.Add(first + i, score);
            }
        });
        return best.Sorted();
    }
}
