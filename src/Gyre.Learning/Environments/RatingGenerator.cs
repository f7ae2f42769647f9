using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Environments;

/// <summary>Draws ratings with the shape of MovieLens-100K: who rates how much, and which items are known.</summary>
internal static class RatingGenerator
{
    private const int Users = 943;
    private const int Items = 1682;
    private const int FirstItems = 20;
    private const int Tastes = 8;

    // The first items are of one time and kind: some users know none of them, the others many.
    private const double KnowsFirstItems = 0.84;

    public static RatingSet Draw(SeededRandom seed)
    {
        var (activity, popularity) = (Activity(seed.Fork("users")), Popularity(seed.Fork("items")));
        var (userTastes, itemTastes) = (TastesOf(Users, seed.Fork("user tastes")), TastesOf(Items, seed.Fork("item tastes")));
        var (userMeans, itemMeans) = (Means(Users, seed.Fork("user means")), ItemMeans(popularity, seed.Fork("item means")));
        var (choice, noise) = (seed.Fork("choice"), seed.Fork("noise"));
        var ratings = ImmutableArray.CreateBuilder<Rating>(110_000);
        for (var user = 0; user < Users; user++)
        {
            var first = choice.NextDouble() < KnowsFirstItems ? 0 : FirstItems;
            for (var item = 0; item < Items; item++)
            {
                if (choice.NextDouble() >= Probability(activity[user] * popularity[item]) || item < first)
                    continue;
                var taste = Kernels.Dot(userTastes.Row(user), itemTastes.Row(item));
                var value = 3.5 + userMeans[user] + itemMeans[item] + taste + noise.NextGaussian(0, 0.8);
                ratings.Add(new Rating(user, item, (byte)Math.Clamp(Math.Round(value), 1, 5)));
            }
        }
        return new RatingSet { Origin = RatingOrigin.Generated, Users = Users, Items = Items, Ratings = ratings.ToImmutable() };
    }

    /// <summary>
    /// Expected ratings of a user by those of an item, as a probability: nearly proportional for rare pairs, below 1 for busy users and
    /// famous items.
    /// </summary>
    private static double Probability(double expected) => expected / (1 + expected);

    /// <summary>A long tail of busy users with mean 1: half of all rate less than two thirds of the mean.</summary>
    private static double[] Activity(SeededRandom random) =>
        Scaled(Users, () => Math.Clamp(Math.Exp(random.NextGaussian()), 0.22, 8), Users);

    /// <summary>Expected ratings of an item by a user of mean activity. The first items have those of well-known films.</summary>
    private static double[] Popularity(SeededRandom random)
    {
        var rest = Scaled(Items - FirstItems, () => Math.Clamp(Math.Exp(random.NextGaussian(0, 1.55)), 0.02, 12), 137);
        double[] first = [2.0, .. Scaled(FirstItems - 1, () => Math.Exp(-2.6 * random.NextDouble()), 6.4)];
        return [.. first, .. rest];
    }

    private static double[] Scaled(int count, Func<double> draw, double total)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = draw();
        var factor = total / Kernels.Sum(values);
        return Array.ConvertAll(values, value => value * factor);
    }

    private static double[] Means(int count, SeededRandom random)
    {
        var means = new double[count];
        foreach (ref var mean in means.AsSpan())
            mean = random.NextGaussian(0, 0.45);
        return means;
    }

    /// <summary>What many know is liked a little better, and the first items more than that.</summary>
    private static double[] ItemMeans(double[] popularity, SeededRandom random)
    {
        var means = Means(Items, random);
        for (var item = 0; item < Items; item++)
            means[item] = (item < FirstItems ? 0.33 + (0.4 * means[item]) : means[item]) + (0.08 * Math.Log(10 * popularity[item]));
        return means;
    }

    // Each product of two tastes adds the same share to a variance of 0.36.
    private static DenseMatrix TastesOf(int count, SeededRandom random)
    {
        var tastes = new DenseMatrix(count, Tastes);
        var deviation = Math.Sqrt(0.6 / Math.Sqrt(Tastes));
        foreach (ref var value in tastes.Values)
            value = random.NextGaussian(0, deviation);
        return tastes;
    }
}
