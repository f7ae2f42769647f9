using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning.Tests;

public sealed class TreeParzenEstimatorTests
{
    private static readonly SearchDimension[] BraninSpace = [new(SearchScale.Linear, -5, 10), new(SearchScale.Linear, 0, 15)];

    [Fact]
    public void It_beats_random_search_on_the_branin_function()
    {
        // The minimum of the Branin function is 0.397887 (L. Dixon and G. Szego, 1978).
        Branin(Math.PI, 2.275).ShouldBe(0.397887, 1e-6);
        var guided = Enumerable.Range(0, 20).Select(seed => Regret(seed, guided: true)).ToList();
        var random = Enumerable.Range(0, 20).Select(seed => Regret(seed, guided: false)).ToList();
        guided.Average().ShouldBeLessThan(random.Average() / 2);
        guided.Zip(random).Count(pair => pair.First < pair.Second).ShouldBeGreaterThanOrEqualTo(14);
    }

    [Fact]
    public void The_same_history_and_seed_give_the_same_point()
    {
        var history = History(20);
        TreeParzenEstimator.Suggest(BraninSpace, history, new SeededRandom(3)).ShouldBe(TreeParzenEstimator.Suggest(BraninSpace, history, new SeededRandom(3)));
    }

    [Fact]
    public void Every_scale_keeps_to_its_values()
    {
        SearchDimension[] space = [new(SearchScale.Logarithmic, 1e-5, 1), new(SearchScale.Integer, 3, 7), new(SearchScale.Choice, 0, 2), new(SearchScale.Linear, 4, 4)];
        var history = new List<SearchObservation>();
        for (var i = 0; i < 60; i++)
        {
            var point = TreeParzenEstimator.Suggest(space, history, new SeededRandom((ulong)i));
            point[0].ShouldBeInRange(1e-5, 1.0000001);
            point[1].ShouldBe(Math.Round(point[1]));
            point[1].ShouldBeInRange(3, 7);
            point[2].ShouldBeOneOf(0, 1, 2);
            point[3].ShouldBe(4);
            history.Add(new SearchObservation(point, Math.Abs(Math.Log10(point[0]) + 3) + point[1] + (point[2] == 1 ? 0 : 5)));
        }
        history.Skip(30).Count(observation => observation.Point[2] == 1).ShouldBeGreaterThan(15);
    }

    [Fact]
    public void Losses_that_are_no_numbers_teach_nothing()
    {
        var history = History(12);
        var spoilt = history.Append(new SearchObservation([0, 0], double.NaN)).Append(new SearchObservation([1, 1], double.NegativeInfinity)).ToList();
        TreeParzenEstimator.Suggest(BraninSpace, spoilt, new SeededRandom(1)).ShouldBe(TreeParzenEstimator.Suggest(BraninSpace, history, new SeededRandom(1)));
    }

    [Fact]
    public void A_space_without_values_is_refused()
    {
        Should.Throw<ArgumentException>(() => TreeParzenEstimator.Suggest([], [], new SeededRandom(1)));
        Should.Throw<ArgumentException>(() => TreeParzenEstimator.Suggest([new(SearchScale.Linear, 2, 1)], [], new SeededRandom(1)));
        Should.Throw<ArgumentException>(() => TreeParzenEstimator.Suggest([new(SearchScale.Logarithmic, 0, 1)], [], new SeededRandom(1)));
    }

    private static double Regret(int seed, bool guided)
    {
        var random = new SeededRandom((ulong)seed).Fork(guided ? "guided" : "random");
        var history = new List<SearchObservation>();
        for (var i = 0; i < 60; i++)
        {
            var point = TreeParzenEstimator.Suggest(BraninSpace, guided ? history : [], random);
            history.Add(new SearchObservation(point, Branin(point[0], point[1])));
        }
        return history.Min(observation => observation.Loss) - 0.397887;
    }

    private static List<SearchObservation> History(int count)
    {
        var random = new SeededRandom(5);
        var points = Enumerable.Range(0, count).Select(_ => TreeParzenEstimator.Suggest(BraninSpace, [], random)).ToList();
        return [.. points.Select(point => new SearchObservation(point, Branin(point[0], point[1])))];
    }

    private static double Branin(double x, double y)
    {
        var valley = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
        return valley * valley + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x) + 10;
    }
}
