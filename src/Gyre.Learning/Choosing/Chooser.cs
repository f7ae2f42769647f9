using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning.Choosing;

/// <summary>One choice: checks what it needs, draws the random share, and asks the rule for the rest.</summary>
internal sealed class Chooser
{
    private const int MaxCount = 1_000_000;

    /// <summary>Unsure items that one is chosen of, where a batch is spread.</summary>
    private const int SpreadFactor = 10;

    private readonly ItemPool _pool;
    private readonly ChoiceOptions _options;
    private readonly HashSet<int> _closed;
    private readonly SeededRandom _random;

    public Chooser(ItemPool pool, ChoiceOptions options)
    {
        (_pool, _options, _random) = (pool, options, new SeededRandom(options.Seed));
        _closed = [.. pool.Labelled, .. pool.LeftOut];
        if (options.Count is < 0 or > MaxCount)
            throw new InvalidInputException("labeling.count", $"{options.Count} items were asked for.",
                $"Use a number from 0 to {MaxCount}.");
        if (options.RandomShare is not (>= 0 and <= 1))
            throw new InvalidInputException("labeling.random-share", $"The random share is {NumberText.Of(options.RandomShare)}.",
                "Use a number from 0 to 1.");
        if (_closed.FirstOrDefault(index => index < 0 || index >= pool.Count, -1) is not -1 and var index)
            throw new InvalidInputException("labeling.index", $"There is a labelled item {index}, but the pool has {pool.Count} items.");
        foreach (var rows in new[] { pool.Embeddings, pool.Probabilities }.Concat(pool.Committee).OfType<RowSource>())
        {
            if (rows.Count != pool.Count)
                throw new InvalidInputException("labeling.rows", $"There are {rows.Count} rows for {pool.Count} items.",
                    "Give one row per item, in the order of the items.");
        }
    }

    public ImmutableArray<ChosenItem> Choose()
    {
        var drawn = (int)Math.Round(_options.RandomShare * _options.Count);
        var chosen = Ruled(RuleFor(_pool, _options), _options.Count - drawn);
        _closed.UnionWith(chosen.Select(static item => item.Index));
        return [.. chosen, .. Drawn(drawn, "drawn at random, so that the labels also tell the error without bias")];
    }

    /// <summary>What the default strategy does with a pool.</summary>
    public static ChoiceStrategy RuleFor(ItemPool pool, ChoiceOptions options)
    {
        if (options.Strategy != ChoiceStrategy.Default)
            return options.Strategy;
        var classes = pool.Classes > 0 ? pool.Classes : pool.Probabilities?.Columns ?? 2;
        var isCold = pool.Probabilities is null || pool.Labelled.Count < (long)options.LabelsPerClass * classes;
        return !isCold ? ChoiceStrategy.Margin : pool.Embeddings is not null ? ChoiceStrategy.TypiClust
            : pool.Probabilities is not null ? ChoiceStrategy.Margin : ChoiceStrategy.Random;
    }

    private List<ChosenItem> Ruled(ChoiceStrategy rule, int count) => rule switch
    {
        ChoiceStrategy.Random => Drawn(count, "drawn at random"),
        ChoiceStrategy.LeastConfidence or ChoiceStrategy.Margin or ChoiceStrategy.Entropy or ChoiceStrategy.VoteEntropy
            or ChoiceStrategy.Consensus or ChoiceStrategy.Bald or ChoiceStrategy.Density => Unsure(rule, count),
        ChoiceStrategy.KCenter => Spread(count),
        ChoiceStrategy.ClusterMargin => FromClusters(count),
        ChoiceStrategy.Badge => ByGradient(count),
        ChoiceStrategy.TypiClust => Typical(count),
        _ => Covering(count),
    };

    private List<ChosenItem> Drawn(int count, string why)
    {
        int[] free = [.. Enumerable.Range(0, _pool.Count).Where(index => !_closed.Contains(index))];
        _random.Fork("choice").Shuffle(free.AsSpan());
        return [.. free.Take(count).Select(index => new ChosenItem(index, ChoiceStrategy.Random, 0, why))];
    }

    private List<ChosenItem> Unsure(ChoiceStrategy rule, int count)
    {
        var isSpread = _options.IsSpread ?? (_options.Strategy == ChoiceStrategy.Default && _pool.Embeddings is not null);
        var isPicky = isSpread || _options.DuplicateDistance > 0;
        var measure = new UnsureItems(_pool, rule, _options.Beta);
        var ranked = measure.Rank(isPicky ? (int)Math.Min((long)SpreadFactor * count, _pool.Count) : count, _closed.Contains);
        if (isPicky && ranked.Length > 0)
            ranked = new Diversity(Needed(_pool.Embeddings, "embeddings", "a batch without duplicates"), isSpread,
                _options.DuplicateDistance, _random.Fork("spread")).Of(ranked, count);
        return [.. ranked.Select(item => new ChosenItem(item.Index, rule, item.Score, measure.Why(item.Index, item.Score)))];
    }

    private List<ChosenItem> Spread(int count)
    {
        var rows = Needed(_pool.Embeddings, "embeddings", "k-center");
        var cover = new LazyCover(rows, [.. _pool.Labelled], index => !_closed.Contains(index)).Pick(count);
        return [.. cover.Picks.Select((index, i) => new ChosenItem(
            index, ChoiceStrategy.KCenter, cover.Distances[i],
            double.IsFinite(cover.Distances[i]) ? $"{Reasons.Number(cover.Distances[i])} away from everything labelled or chosen"
                : "nearest to the mean of the pool"))];
    }

    private List<ChosenItem> FromClusters(int count)
    {
        var rows = Needed(_pool.Embeddings, "embeddings", "cluster-margin");
        var measure = new UnsureItems(_pool, ChoiceStrategy.Margin, 1);
        var candidates = measure.Rank((int)Math.Min(10L * count, _pool.Count), _closed.Contains);
        if (candidates.IsEmpty)
            return [];
        var sample = PoolSample.Of(_pool, _random.Fork("sample"));
        var clusters = Clusters.Find(rows.Take(sample), Math.Min(PoolSample.MaxClusters, Math.Max(1, sample.Length / 10)),
            _random.Fork("clusters"));
        int[] of = [.. candidates.Select(item => clusters.Nearest(rows.Row(item.Index)))];
        var scores = candidates.ToDictionary(static item => item.Index, static item => item.Score);
        var cluster = candidates.Select((item, i) => (item.Index, Cluster: of[i]))
            .ToDictionary(static pair => pair.Index, static pair => pair.Cluster);
        return [.. ClusterMargin.Pick([.. candidates.Select(static item => item.Index)], of, count).Select(index => new ChosenItem(
            index, ChoiceStrategy.ClusterMargin, scores[index], $"{measure.Why(index, scores[index])}, cluster {cluster[index]}"))];
    }

    private List<ChosenItem> ByGradient(int count)
    {
        var gradients = new GradientRows(
            Needed(_pool.Embeddings, "embeddings", "badge"), Needed(_pool.Probabilities, "probabilities of a model", "badge"));
        return [.. gradients.Pick(count, _closed.Contains, _random.Fork("badge")).Select(static (pick, i) => new ChosenItem(
            pick.Row, ChoiceStrategy.Badge, pick.Distance,
            i == 0 ? $"the longest gradient, {Reasons.Number(pick.Distance)}"
                : $"its gradient is {Reasons.Number(pick.Distance)} away from those chosen"))];
    }

    private List<ChosenItem> Typical(int count)
    {
        var rows = Needed(_pool.Embeddings, "embeddings", "typiclust");
        var sample = PoolSample.Of(_pool, _random.Fork("sample"));
        var values = rows.Take(sample);
        var wanted = Math.Min(_pool.Labelled.Count + count, PoolSample.MaxClusters);
        var clusters = Clusters.Find(values, Math.Max(1, wanted), _random.Fork("clusters"));
        var typicality = Typicality.Of(values, clusters.Of);
        int[] closed = [.. Enumerable.Range(0, sample.Length).Where(i => _closed.Contains(sample[i]))];
        var labels = new int[clusters.Centres.Rows];
        foreach (var i in closed)
            labels[clusters.Of[i]]++;
        return [.. Typicality.Pick(typicality, clusters.Of, closed, count).Select(i => new ChosenItem(
            sample[i], ChoiceStrategy.TypiClust, typicality[i], Reasons.Typical(clusters.Of[i], labels[clusters.Of[i]]++)))];
    }

    private List<ChosenItem> Covering(int count)
    {
        var rows = Needed(_pool.Embeddings, "embeddings", "prob-cover");
        var sample = PoolSample.Of(_pool, _random.Fork("sample"), PoolSample.MaxCovered);
        var values = rows.Take(sample);
        var radius = _options.Radius ?? CoverRadius.Of(values, _pool.Classes > 0 ? _pool.Classes : _pool.Probabilities?.Columns ?? 2,
            _random.Fork("radius"));
        int[] closed = [.. Enumerable.Range(0, sample.Length).Where(i => _closed.Contains(sample[i]))];
        var (picks, covered) = Coverage.Pick(values, radius, closed, count);
        return [.. picks.Select((i, at) => new ChosenItem(
            sample[i], ChoiceStrategy.ProbCover, covered[at],
            $"covers new items within {Reasons.Number(radius)}; {Reasons.Percent(covered[at])} are covered with it"))];
    }

    private static RowSource Needed(RowSource? rows, string what, string strategy) => rows ?? throw new InvalidInputException(
        "labeling.missing", $"There are no {what} of the items; {strategy} needs them.",
        what == "embeddings" ? "Give an embedding per item, or choose by margin or at random."
            : "Train a model first, or choose by typiclust, k-center or at random.");
}
