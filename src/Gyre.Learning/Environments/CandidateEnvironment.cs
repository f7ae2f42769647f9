using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Environments;

/// <summary>Users of a rating table, with candidates that change from round to round and are known by their features.</summary>
internal sealed class CandidateEnvironment : BanditEnvironment
{
    private readonly DenseMatrix _users;
    private readonly DenseMatrix _items;
    private readonly double[] _values;
    private readonly ImmutableArray<string> _names;
    private readonly double _deviation;

    public CandidateEnvironment(RatingSet ratings, CandidateEnvironmentOptions options, ulong seed)
        : base(seed, EnvironmentGuard.Names("place", options.Candidates), options.Rank, options.Rank)
    {
        var table = new DenseMatrix(ratings.Users, ratings.Items);
        foreach (var rating in ratings.Ratings)
            table.Row(rating.User)[rating.Item] = rating.Value;
        var found = SingularVectors.Decompose(table, options.Rank);
        (_users, _items, _values) = (found.Left, found.Right, [.. found.Values]);
        (_names, _deviation) = (EnvironmentGuard.Names("item", ratings.Items), options.Deviation);
    }

    protected override BanditRound Draw(long number, SeededRandom random)
    {
        var user = random.NextInt(0, _users.Rows);
        var items = EnvironmentGuard.Distinct(Arms.Length, _items.Rows, random);
        var features = _items.Take(items);
        var scaled = _users.Row(user).ToArray();
        for (var k = 0; k < scaled.Length; k++)
            scaled[k] *= _values[k];
        var rewards = ImmutableArray.CreateBuilder<double>(items.Length);
        for (var place = 0; place < items.Length; place++)
            rewards.Add(Kernels.Dot(scaled, features.Row(place)));
        return new BanditRound(number, [.. _users.Row(user)], rewards.MoveToImmutable(), random)
        {
            ArmFeatures = features,
            Candidates = [.. items.Select(item => _names[item])],
            Deviation = _deviation,
        };
    }
}
