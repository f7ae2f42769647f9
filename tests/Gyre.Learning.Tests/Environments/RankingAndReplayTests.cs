using Gyre.Core;

namespace Gyre.Learning.Tests.Environments;

public sealed class RankingAndReplayTests
{
    [Fact]
    public void Clicks_are_relevance_times_attention()
    {
        var environment = BanditEnvironments.Ranking(null, 1);
        environment.Attention.ShouldBe([1, 0.5, 1.0 / 3, 0.25, 0.2]);
        var (clicked, expected, variance) = (0, 0.0, 0.0);
        for (var number = 0; number < 4000; number++)
        {
            var round = environment.Round(number);
            int[] page = [3, 1, 4, 0, 5];
            clicked += round.Clicks(page).Count(click => click);
            expected += round.ExpectedClicks(page);
            variance += page.Select((item, place) => round.Relevance[item] * environment.Attention[place])
                .Sum(chance => chance * (1 - chance));
        }
        ((double)clicked).ShouldBe(expected, 3 * Math.Sqrt(variance));
    }

    [Fact]
    public void No_page_is_better_than_the_best()
    {
        var environment = BanditEnvironments.Ranking(new RankingEnvironmentOptions { Items = 5, Places = 3 }, 2);
        var pages = Enumerable.Range(0, 125).Select(number => new[] { number / 25, number / 5 % 5, number % 5 })
            .Where(page => page.Distinct().Count() == 3).ToList();
        for (var number = 0; number < 50; number++)
        {
            var round = environment.Round(number);
            pages.Max(round.ExpectedClicks).ShouldBe(round.ExpectedClicks([.. round.BestPage]), 1e-12);
        }
    }

    [Fact]
    public void A_click_does_not_depend_on_the_rest_of_the_page()
    {
        var environment = BanditEnvironments.Ranking(null, 3);
        for (var number = 0; number < 200; number++)
            environment.Round(number).Clicks([7, 1, 2, 3, 4])[0].ShouldBe(environment.Round(number).Clicks([7, 9, 8, 11, 10])[0]);
    }

    [Fact]
    public void Pages_and_settings_that_cannot_be_are_refused()
    {
        var round = BanditEnvironments.Ranking(null, 1).Round(0);

        Should.Throw<ArgumentException>(() => round.Clicks([1, 2, 3, 4]));
        Should.Throw<ArgumentException>(() => round.Clicks([1, 2, 3, 4, 4]));
        Should.Throw<ArgumentException>(() => round.ExpectedClicks([1, 2, 3, 4, 20]))
            .Message.ShouldStartWith("A page shows 5 different items from 0 to 19, not [1, 2, 3, 4, 20].");
        Should.Throw<ArgumentException>(() => BanditEnvironments.Ranking(new RankingEnvironmentOptions { Items = 4 }, 1));
        Should.Throw<ArgumentException>(() => BanditEnvironments.Ranking(new RankingEnvironmentOptions { BiasExponent = double.NaN }, 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_replay_estimates_the_reward_of_a_policy_that_did_not_log(bool skewed)
    {
        // 30,000 rows; three standard errors of the mean of those accepted.
        var environment = BanditEnvironments.Linear(new LinearEnvironmentOptions { Arms = 3, ContextLength = 4 }, 6);
        double[] propensities = skewed ? [0.6, 0.2, 0.2] : [1.0 / 3, 1.0 / 3, 1.0 / 3];
        var random = new SeededRandom(1);
        var rows = Enumerable.Range(0, 30_000).Select(number => Logged(environment.Round(number), propensities, random)).ToList();
        var truth = Enumerable.Range(0, 30_000)
            .Average(number => environment.Round(number).ExpectedRewards[Choose(environment.Round(number).Context[0])]);
        var learned = 0;

        var result = LogReplay.Run(rows, propensities.Min(), context => Choose(context[0]), _ => learned++, new SeededRandom(2));

        result.Rows.ShouldBe(30_000);
        ((double)result.Accepted).ShouldBe(30_000 * propensities.Min(), 3 * Math.Sqrt(30_000 * 0.25));
        result.MeanReward!.Value.ShouldBe(truth, 3 * result.StandardError!.Value);
        result.StandardError.Value.ShouldBeInRange(0.003, 0.02);
        learned.ShouldBe((int)result.Accepted);
    }

    [Fact]
    public void A_replay_that_agrees_nowhere_says_nothing()
    {
        var result = LogReplay.Run([new ReplayRow([], 0, 1, 0.5)], 0.5, _ => 1, null, new SeededRandom(1));

        result.ShouldBe(new ReplayResult(1, 0, null, null));
    }

    [Theory]
    [InlineData(double.NaN, 0.5, 0)]
    [InlineData(1, 0.1, 0)]
    [InlineData(1, 1.1, 0)]
    [InlineData(1, double.NaN, 0)]
    [InlineData(1, 0.5, double.PositiveInfinity)]
    public void Rows_that_cannot_be_are_refused_with_their_place(double reward, double propensity, double context)
    {
        ReplayRow[] rows = [new([0], 0, 1, 0.5), new([context], 0, reward, propensity)];

        Should.Throw<InvalidInputException>(() => LogReplay.Run(rows, 0.5, _ => 0, null, new SeededRandom(1)))
            .Message.ShouldContain("Row 2 of the log");
        Should.Throw<ArgumentException>(() => LogReplay.Run(rows, 0, _ => 0, null, new SeededRandom(1))).ParamName.ShouldBe("floor");
    }

    private static int Choose(double first) => first > 0.1 ? 0 : first > -0.2 ? 1 : 2;

    private static ReplayRow Logged(BanditRound round, double[] propensities, SeededRandom random)
    {
        var draw = random.NextDouble();
        var arm = draw < propensities[0] ? 0 : draw < propensities[0] + propensities[1] ? 1 : 2;
        return new ReplayRow(round.Context, arm, round.Reward(arm), propensities[arm]);
    }
}
