using Gyre.Learning;
using Gyre.Storage;

namespace Gyre.Serving.Tests;

/// <summary>P34: arms are drawn with the probabilities that are logged, and versions with their shares.</summary>
public sealed class PropensityTests
{
    private const int Draws = 100_000;

    // The 99.9% point of chi-square with 2 degrees of freedom is -2 ln 0.001; the seeds are fixed, so nothing is tried again.
    private static readonly double Limit = -2 * Math.Log(0.001);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Arms_are_drawn_as_logged_and_versions_by_their_shares()
    {
        await using var place = await ServingPlace.OpenAsync(DatabaseKind.Sqlite);
        var champion = TestPolicies.Prefers("red", new SoftmaxOptions { Bias = true });
        var canary = TestPolicies.Prefers("blue", new EpsilonGreedyOptions { Bias = true, Epsilon = 0.3 });
        await place.DeployAsync(champion);
        await place.DeployAsync(canary, change: version => version with { Role = VersionRole.Canary, Share = 0.25 });
        var requests = Enumerable.Repeat(new DecisionRequest { Context = TestPolicies.Context }, IDecisions.MostDecisions).ToList();
        var decisions = new List<Decision>();
        while (decisions.Count < Draws)
            decisions.AddRange((await place.Decisions.DecideAsync("shop", requests, Cancel))!);

        ChiSquare([.. Counts(decisions, one => (int)one.Version - 1, 2)], [0.75, 0.25]).ShouldBeLessThan(Limit);
        decisions.ShouldAllBe(one => one.Share == (one.Version == 1 ? 0.75 : 0.25));
        CheckArms([.. decisions.Where(one => one.Version == 1)], champion);
        CheckArms([.. decisions.Where(one => one.Version == 2)], canary);
        (await place.Decisions.BooksAsync("shop", Cancel))!.Decisions.ShouldBe(Draws);
    }

    private static void CheckArms(List<Decision> decisions, Policy policy)
    {
        var probabilities = new double[TestPolicies.Arms.Length];
        policy.Probabilities(new PolicyContext(TestPolicies.Context), 0, probabilities);
        decisions.ShouldAllBe(one => one.Propensity == probabilities[one.ArmIndex]);
        ChiSquare([.. Counts(decisions, one => one.ArmIndex, probabilities.Length)], probabilities).ShouldBeLessThan(Limit);
        for (var arm = 0; arm < probabilities.Length; arm++)
        {
            // The mean of 1/p over the decisions of an arm estimates 1, with variance (1 - p) / (p n).
            var mean = decisions.Sum(one => one.ArmIndex == arm ? 1 / one.Propensity : 0) / decisions.Count;
            var error = Math.Sqrt((1 - probabilities[arm]) / (probabilities[arm] * decisions.Count));
            mean.ShouldBe(1, 4 * error);
        }
    }

    private static IEnumerable<int> Counts(List<Decision> decisions, Func<Decision, int> key, int kinds) =>
        Enumerable.Range(0, kinds).Select(kind => decisions.Count(one => key(one) == kind));

    private static double ChiSquare(int[] counts, double[] probabilities) => counts.Zip(probabilities, (count, probability) =>
    {
        var expected = probability * counts.Sum();
        return (count - expected) * (count - expected) / expected;
    }).Sum();
}
