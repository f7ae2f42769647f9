using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Environments;

/// <summary>Users of a rating table, with its first items as arms.</summary>
internal sealed class RatingEnvironment : BanditEnvironment
{
    private readonly ImmutableArray<ImmutableArray<double>> _contexts;
    private readonly ImmutableArray<ImmutableArray<double>> _rewards;
    private readonly double _deviation;
    private readonly int _batch;
    private readonly ulong _batchSeed;
    private readonly long? _changePeriod;

    public RatingEnvironment(RatingSet ratings, RatingEnvironmentOptions options, ulong seed)
        : base(seed, EnvironmentGuard.Names("item", Math.Max(1, options.Arms)), options.Rank)
    {
        var table = ratings.FirstItems(options.Arms);
        var (users, items) = options.Factorisation == RatingFactorisation.SingularValues
            ? Scaled(table, options.Rank)
            : Fitted(table, options, new SeededRandom(seed));
        _contexts = [.. Enumerable.Range(0, users.Rows).Select(user => users.Row(user).ToArray().ToImmutableArray())];
        _rewards = [.. Enumerable.Range(0, users.Rows).Select(user => Products(users, items, user))];
        (_deviation, _batch, _changePeriod) = (options.Deviation, options.BatchSize, options.ChangePeriod);
        _batchSeed = new SeededRandom(seed).Fork("batches").NextUInt64();
        if (_batch < 1 || _batch > _contexts.Length)
            throw new ArgumentOutOfRangeException(nameof(options), _batch, $"BatchSize must be from 1 to {_contexts.Length}.");
    }

    public override BanditFigures Figures(int rounds = 10_000) => BanditFigures.Of(_rewards, Arms.Length);

    protected override BanditRound Draw(long number, SeededRandom random)
    {
        var user = _batch == 1 ? random.NextInt(0, _contexts.Length) : UserOfBatch(number);
        return new BanditRound(number, _contexts[user], Present(_rewards[user], number), random) { Deviation = _deviation };
    }

    // The users of a batch are drawn together, by each of its rounds again: a round must not depend on the one before it.
    private int UserOfBatch(long number)
    {
        var (batch, place) = Math.DivRem(number, _batch);
        return EnvironmentGuard.Distinct((int)place + 1, _contexts.Length, new SeededRandom(SeedMix.Of(_batchSeed, (ulong)batch)))[place];
    }

    private ImmutableArray<double> Present(ImmutableArray<double> rewards, long number)
    {
        var turns = _changePeriod is { } period ? (int)(number / period % rewards.Length) : 0;
        return turns == 0 ? rewards : [.. rewards[turns..], .. rewards[..turns]];
    }

    private static ImmutableArray<double> Products(DenseMatrix users, DenseMatrix items, int user)
    {
        var products = new double[items.Rows];
        for (var item = 0; item < products.Length; item++)
            products[item] = Kernels.Dot(users.Row(user), items.Row(item));
        return [.. products];
    }

    /// <summary>U sqrt(S) and V sqrt(S).</summary>
    private static (DenseMatrix Users, DenseMatrix Items) Scaled(DenseMatrix table, int rank)
    {
        var found = SingularVectors.Decompose(table, rank);
        foreach (var side in new[] { found.Left, found.Right })
        {
            for (var row = 0; row < side.Rows; row++)
            {
                for (var k = 0; k < rank; k++)
                    side.Row(row)[k] *= Math.Sqrt(found.Values[k]);
            }
        }
        return (found.Left, found.Right);
    }

    private static (DenseMatrix Users, DenseMatrix Items) Fitted(DenseMatrix table, RatingEnvironmentOptions options, SeededRandom random)
    {
        var cells = from user in Enumerable.Range(0, table.Rows)
                    from item in Enumerable.Range(0, table.Columns)
                    where table[user, item] != 0
                    select new Rating(user, item, (byte)table[user, item]);
        var ratings = new RatingSet { Origin = RatingOrigin.Generated, Users = table.Rows, Items = table.Columns, Ratings = [.. cells] };
        var (rank, ridge, missing) = (options.Rank, options.Ridge, options.MissingWeight);
        var settings = new AlternatingLeastSquaresOptions { Rank = rank, Ridge = ridge, MissingWeight = missing };
        var factors = new WeightedSquares(ratings, settings).Fit(random.Fork("factors"));
        return (factors.Users, factors.Items);
    }
}
