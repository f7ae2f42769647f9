using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning.Choosing;

/// <summary>Ranks items by how unsure a model or a committee is of them, and says why.</summary>
internal sealed class UnsureItems
{
    private readonly ItemPool _pool;
    private readonly ChoiceStrategy _rule;
    private readonly double _beta;
    private readonly double[] _density = [];

    public UnsureItems(ItemPool pool, ChoiceStrategy rule, double beta)
    {
        (_pool, _rule, _beta) = (pool, rule, beta);
        if (NeedsCommittee && pool.Committee.Count < 2)
            throw new InvalidInputException(
                "labeling.missing", $"There are {pool.Committee.Count} models in the committee; this strategy needs two or more.",
                "Train several models, or choose by margin.");
        if (!NeedsCommittee && pool.Probabilities is null)
            throw new InvalidInputException(
                "labeling.missing", "There are no probabilities of a model; this strategy needs them.",
                "Train a model first, or choose by typiclust, k-center or at random.");
        if (rule != ChoiceStrategy.Density)
            return;
        _density = Density.MeanCosine(pool.Embeddings ?? throw new InvalidInputException(
            "labeling.missing", "There are no embeddings of the items; density needs them.",
            "Give an embedding per item, or choose by margin."));
    }

    private bool NeedsCommittee => _rule is ChoiceStrategy.VoteEntropy or ChoiceStrategy.Consensus or ChoiceStrategy.Bald;

    public ImmutableArray<(int Index, double Score)> Rank(int count, Func<int, bool> isLeftOut)
    {
        if (_rule is ChoiceStrategy.LeastConfidence or ChoiceStrategy.Margin or ChoiceStrategy.Entropy)
            return BestRows.LeastSure(_pool.Probabilities!, Measure, count, isLeftOut);
        var best = new BestRows(count);
        if (NeedsCommittee)
            ForEachCommittee((index, members) => Offer(best, index, Score(CommitteeScores.Of(members)), isLeftOut));
        else
        {
            var classes = _pool.Probabilities!.Columns;
            _pool.Probabilities.ForEachBlock((first, rows, block) =>
            {
                for (var i = 0; i < rows; i++)
                    Offer(best, first + i, ItemUncertainty.Of(block.Slice(i * classes, classes)).Entropy * Weight(first + i), isLeftOut);
            });
        }
        return best.Sorted();
    }

    public string Why(int index, double score) => _rule switch
    {
        ChoiceStrategy.VoteEntropy => $"the {_pool.Committee.Count} models vote for different classes (entropy {Reasons.Number(score)})",
        ChoiceStrategy.Consensus => $"the {_pool.Committee.Count} models differ from their mean (divergence {Reasons.Number(score)})",
        ChoiceStrategy.Bald => $"the {_pool.Committee.Count} models are sure of different things (information {Reasons.Number(score)})",
        ChoiceStrategy.Density =>
            $"entropy times likeness to the pool {Reasons.Number(score)} (likeness {Reasons.Number(_density[index])})",
        _ => OfModel(_pool.Probabilities!.Row(index)),
    };

    private UncertaintyMeasure Measure => _rule switch
    {
        ChoiceStrategy.Margin => UncertaintyMeasure.Margin,
        ChoiceStrategy.Entropy => UncertaintyMeasure.Entropy,
        _ => UncertaintyMeasure.LeastConfidence,
    };

    private string OfModel(double[] probabilities)
    {
        int[] order = [.. Enumerable.Range(0, probabilities.Length).OrderByDescending(c => probabilities[c])];
        var found = ItemUncertainty.Of(probabilities);
        return _rule switch
        {
            ChoiceStrategy.Entropy => $"entropy {Reasons.Number(found.Entropy)} over {probabilities.Length} classes",
            ChoiceStrategy.Margin when order.Length > 1 =>
                $"margin {Reasons.Number(found.Margin)} between classes {order[0]} and {order[1]}",
            _ => $"the most probable class {order[0]} has only {Reasons.Percent(probabilities[order[0]])}",
        };
    }

    private double Score(CommitteeScores scores) => _rule switch
    {
        ChoiceStrategy.VoteEntropy => scores.VoteEntropy,
        ChoiceStrategy.Consensus => scores.KlMean,
        _ => scores.Bald,
    };

    // A power of a negative number is none; something unlike the pool must stay below everything like it.
    private double Weight(int index) => Math.Sign(_density[index]) * Math.Pow(Math.Abs(_density[index]), _beta);

    private static void Offer(BestRows best, int index, double score, Func<int, bool> isLeftOut)
    {
        if (best.Wants(score) && !isLeftOut(index))
            best.Add(index, score);
    }

    private void ForEachCommittee(Action<int, DenseMatrix> use)
    {
        const int block = 256;
        var classes = _pool.Committee[0].Columns;
        var buffers = _pool.Committee.Select(_ => new double[block * classes]).ToArray();
        var members = new DenseMatrix(buffers.Length, classes);
        for (var first = 0; first < _pool.Count; first += block)
        {
            var count = Math.Min(block, _pool.Count - first);
            for (var m = 0; m < buffers.Length; m++)
                _pool.Committee[m].Rows(first, count, buffers[m]).CopyTo(buffers[m]);
            for (var i = 0; i < count; i++)
            {
                for (var m = 0; m < buffers.Length; m++)
                    buffers[m].AsSpan(i * classes, classes).CopyTo(members.Row(m));
                use(first + i, members);
            }
        }
    }
}
