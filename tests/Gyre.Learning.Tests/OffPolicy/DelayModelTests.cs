using Gyre.Core;

namespace Gyre.Learning.Tests.OffPolicy;

/// <summary>Exponential delays: O. Chapelle, "Modeling delayed feedback in display advertising", 2014.</summary>
public sealed class DelayModelTests
{
    [Theory]
    [InlineData(0.5, 0.393469)]
    [InlineData(1, 0.632121)]
    [InlineData(2, 0.864665)]
    [InlineData(3, 0.950213)]
    public void The_share_that_arrives_in_time_is_that_of_the_exponential(double waits, double expected) =>
        new DelayModel(7).ShareBy(waits * 7).ShouldBe(expected, 1e-6);

    [Fact]
    public void Very_young_and_very_old_decisions_have_their_limits()
    {
        new DelayModel(7).ShareBy(0).ShouldBe(0);
        new DelayModel(7).ShareBy(double.PositiveInfinity).ShouldBe(1);
        new DelayModel(0).ShareBy(0).ShouldBe(1);
        (new DelayModel(1).ShareBy(1e-9) / 1e-9).ShouldBe(1, 1e-8);
    }

    // Delays of mean 10, each only seen when it is below the age of its decision, which is uniform up to 20: 20,000 decisions.
    [Fact]
    public void The_mean_is_found_although_long_delays_are_not_seen_yet()
    {
        var (delays, ages) = Seen(20_000, 10, 20, new SeededRandom(1));

        var fitted = DelayModel.Fit(delays, ages)!;

        delays.Average().ShouldBeLessThan(6);
        fitted.Mean.ShouldBe(10, 0.8);
    }

    [Fact]
    public void The_fit_solves_its_equation()
    {
        // Two rewards at age 4 with delays 1 and 2: the expected delay below 4 at rate x is 1/x - 4/(e^4x - 1), which has to be 1.5.
        var rate = 1 / DelayModel.Fit([1, 2], [4, 4])!.Mean;

        (1 / rate - 4 / (Math.Exp(4 * rate) - 1)).ShouldBe(1.5, 1e-9);
    }

    [Fact]
    public void Rewards_that_do_not_thin_out_have_no_finite_delay()
    {
        DelayModel.Fit([3, 2], [4, 4]).ShouldBeNull();
        DelayModel.Fit([], []).ShouldBeNull();
        DelayModel.Fit([0, 0], [4, 4])!.Mean.ShouldBe(0);
    }

    [Fact]
    public void The_corrected_mean_is_unbiased_and_the_plain_one_is_low()
    {
        // Every decision earns 1 with probability 0.3; the average F over uniform ages up to 2 means is 1 - (1 - e^-2) / 2 = 0.5677.
        var random = new SeededRandom(2);
        var (rewards, ages) = (new double[40_000], new double[40_000]);
        for (var i = 0; i < rewards.Length; i++)
        {
            ages[i] = 20 * random.NextDouble();
            rewards[i] = random.NextDouble() < 0.3 && -10 * Math.Log(1 - random.NextDouble()) <= ages[i] ? 1 : 0;
        }

        var corrected = new DelayModel(10).Correct(rewards, ages);

        rewards.Average().ShouldBe(0.3 * 0.5677, 0.006);
        corrected.Value.ShouldBe(0.3, 3 * corrected.StandardError);
        corrected.StandardError.ShouldBeLessThan(0.006);
        corrected.Decisions.ShouldBeInRange(38_500, 39_400);
    }

    // 400 repeats: within two standard errors of one half is 45% to 55%.
    [Fact]
    public void The_faster_of_two_equal_arms_wins_always_unless_the_delays_are_corrected()
    {
        var (naive, corrected) = (0, 0);
        for (var repeat = 0; repeat < 400; repeat++)
        {
            var random = new SeededRandom(3).Fork($"{repeat}");
            var fast = Arm(1, random);
            var slow = Arm(10, random);
            naive += fast.Plain > slow.Plain ? 1 : 0;
            corrected += fast.Corrected > slow.Corrected ? 1 : 0;
        }

        naive.ShouldBe(400);
        (corrected / 400.0).ShouldBeInRange(0.45, 0.55);
    }

    [Fact]
    public void What_is_no_delay_or_no_reward_is_refused()
    {
        Should.Throw<ArgumentException>(() => DelayModel.Fit([5], [4]));
        Should.Throw<ArgumentException>(() => DelayModel.Fit([-1], [4]));
        Should.Throw<ArgumentException>(() => DelayModel.Fit([1], [double.NaN]));
        Should.Throw<ArgumentException>(() => DelayModel.Fit([1, 2], [4]));
        Should.Throw<ArgumentException>(() => new DelayModel(1).Correct([1, double.NaN], [1, 1]));
        Should.Throw<ArgumentException>(() => new DelayModel(1).Correct([1, 1], [0, 0]));
        Should.Throw<ArgumentException>(() => new DelayModel(1).Correct([1, 1], [1, -1]));
    }

    /// <summary>Rewards of 1 with probability 0.3 and the wait 10: all delays are of decisions whose wait is over.</summary>
    private static (double Plain, double Corrected) Arm(double mean, SeededRandom random)
    {
        const double wait = 10;
        var (rewards, ages, delays) = (new double[5_000], new double[5_000], new List<double>());
        for (var i = 0; i < rewards.Length; i++)
        {
            ages[i] = wait;
            if (random.NextDouble() < 0.3 && -mean * Math.Log(1 - random.NextDouble()) is var delay && delay <= wait)
            {
                rewards[i] = 1;
                delays.Add(delay);
            }
        }
        var model = DelayModel.Fit([.. delays], [.. delays.Select(_ => wait)])!;
        return (rewards.Average(), model.Correct(rewards, ages).Value);
    }

    private static (double[] Delays, double[] Ages) Seen(int decisions, double mean, double oldest, SeededRandom random)
    {
        var seen = Enumerable.Range(0, decisions)
            .Select(_ => (Age: oldest * random.NextDouble(), Delay: -mean * Math.Log(1 - random.NextDouble())))
            .Where(pair => pair.Delay <= pair.Age).ToList();
        return ([.. seen.Select(pair => pair.Delay)], [.. seen.Select(pair => pair.Age)]);
    }
}
