using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gyre.Core;

namespace Gyre.Learning.Tests.Environments;

public sealed class BanditEnvironmentTests(ITestOutputHelper output)
{
    private static readonly RatingSet Generated = RatingFile.Generate(1);

    private static readonly RatingEnvironmentOptions LeastSquares =
        new() { Factorisation = RatingFactorisation.AlternatingLeastSquares, Rank = 3, Ridge = 0.3 };

    private static readonly LinearEnvironmentOptions Abrupt =
        new() { Change = CoefficientChange.Abrupt, Period = 100, Contexts = ContextShape.Normal };

    public static TheoryData<string> Names =>
        ["ratings", "ratings, rank 10 and noise", "ratings, least squares", "candidates", "linear", "structured", "abrupt", "gradual",
            "bernoulli", "wheel"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_round_depends_on_seed_and_number_alone(string name)
    {
        var (forward, backward, other) = (Make(name, 7), Make(name, 7), Make(name, 8));
        var first = Enumerable.Range(0, 200).Select(number => Text(forward.Round(number), "R")).ToList();
        var second = Enumerable.Range(0, 200).Reverse().Select(number => Text(backward.Round(number), "R")).Reverse().ToList();

        second.ShouldBe(first);
        Enumerable.Range(0, 200).Select(number => Text(other.Round(number), "R")).ShouldNotBe(first);
        first.Distinct().Count().ShouldBeGreaterThan(name == "bernoulli" ? 3 : 40);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rounds_fit_what_the_environment_says_and_rewards_vary_around_their_expectation(string name)
    {
        var environment = Make(name, 3);
        var (difference, squares, count) = (0.0, 0.0, 0);
        for (var number = 0; number < 2000; number++)
        {
            var round = environment.Round(number);
            (round.Number, round.Context.Length, round.ExpectedRewards.Length)
                .ShouldBe((number, environment.ContextLength, environment.Arms.Length));
            (round.ArmFeatures?.Rows ?? environment.Arms.Length, round.ArmFeatures?.Columns ?? 0)
                .ShouldBe((environment.Arms.Length, environment.ArmFeatureLength));
            round.OptimalReward.ShouldBe(round.ExpectedRewards.Max());
            var arm = number % environment.Arms.Length;
            round.Reward(arm).ShouldBe(round.Reward(arm));
            difference += round.Reward(arm) - round.ExpectedRewards[arm];
            squares += Math.Pow(round.Reward(arm) - round.ExpectedRewards[arm], 2);
            count++;
        }
        // Four standard errors of the mean of what was seen.
        Math.Abs(difference / count).ShouldBeLessThanOrEqualTo(4 * Math.Sqrt(squares) / count);
        if (name is not ("ratings" or "candidates" or "ratings, least squares"))
            squares.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("ratings", "CB8C62ABA092A5CD")]
    [InlineData("candidates", "F342FF65321B948C")]
    [InlineData("linear", "3B2D6722E4DF0859")]
    [InlineData("gradual", "11ACCF5F0BE181D4")]
    [InlineData("bernoulli", "1CE741F6145D38B4")]
    [InlineData("wheel", "C9839A60BA833D3B")]
    public void The_first_rounds_have_the_recorded_digest(string name, string digest)
    {
        var environment = Make(name, 42);
        var text = string.Join('\n', Enumerable.Range(0, 100).Select(number => Text(environment.Round(number), "F6")));

        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16].ShouldBe(digest);
    }

    [Fact]
    public void At_full_rank_the_reward_is_the_rating_and_linear_in_the_context()
    {
        var environment = BanditEnvironments.Ratings(Generated, null, 5);
        var table = Generated.FirstItems(20);
        var rows = Enumerable.Range(0, table.Rows).Select(user => Ratings(table.Row(user).ToArray())).ToHashSet();
        for (var number = 0; number < 500; number++)
        {
            var round = environment.Round(number);
            rows.ShouldContain(Ratings(round.ExpectedRewards));
            foreach (var reward in round.ExpectedRewards)
                reward.ShouldBe(Math.Round(reward), 1e-9);
        }
    }

    [Fact]
    public void The_figures_of_the_generated_ratings_are_near_those_of_the_real_ones()
    {
        // The real file: optimum 4.573, uniform 0.878, best fixed arm 2.379, at 737 users; rank 10: optimum 4.500. Generated ratings
        // only resemble it.
        var full = Print("20 arms, rank 20", BanditEnvironments.Ratings(Generated, null, 1));
        var half = Print("20 arms, rank 10", BanditEnvironments.Ratings(Generated, new RatingEnvironmentOptions { Rank = 10 }, 1));
        Print("100 arms, rank 20", BanditEnvironments.Ratings(Generated, new RatingEnvironmentOptions { Arms = 100 }, 1));
        Print("20 arms, least squares of rank 3", Make("ratings, least squares", 1));
        var table = Generated.FirstItems(20);

        full.Optimal.ShouldBe(Enumerable.Range(0, table.Rows).Average(user => table.Row(user).ToArray().Max()), 1e-9);
        full.Uniform.ShouldBe(table.Values.ToArray().Average(), 1e-9);
        full.Optimal.ShouldBe(4.573, 0.15);
        full.Uniform.ShouldBe(0.878, 0.15);
        full.BestFixed.ShouldBe(2.379, 0.3);
        half.Optimal.ShouldBeLessThan(full.Optimal);
    }

    [Fact]
    public void Users_of_a_batch_differ_and_tastes_change_when_they_should()
    {
        var options = new RatingEnvironmentOptions { BatchSize = 100, ChangePeriod = 1000 };
        var (changing, steady) = (
            BanditEnvironments.Ratings(Generated, options, 3),
            BanditEnvironments.Ratings(Generated, options with { ChangePeriod = null }, 3));

        // Users can have equal ratings, so a batch of all of them is compared by what they earn together.
        var users = Generated.FirstItems(20).Rows;
        var everyone = BanditEnvironments.Ratings(Generated, options with { BatchSize = users, ChangePeriod = null }, 3);
        Enumerable.Range(0, users).Average(number => everyone.Round(number).OptimalReward).ShouldBe(everyone.Figures().Optimal, 1e-9);
        changing.Round(999).ExpectedRewards.ShouldBe(steady.Round(999).ExpectedRewards);
        var (before, after) = (steady.Round(2500).ExpectedRewards, changing.Round(2500).ExpectedRewards);
        after.ShouldBe([.. before[2..], .. before[..2]]);
        changing.Round(20_000).ExpectedRewards.ShouldBe(steady.Round(20_000).ExpectedRewards);
        Should.Throw<ArgumentException>(() => BanditEnvironments.Ratings(Generated, options with { BatchSize = 944 }, 1));
        Should.Throw<ArgumentException>(() => BanditEnvironments.Ratings(Generated, options with { ChangePeriod = 0 }, 1));
    }

    [Fact]
    public void Rounds_of_numbers_that_are_not_finite_are_refused()
    {
        Should.Throw<ArgumentException>(() => new BanditRound(0, [double.NaN], [1], new SeededRandom(1))).ParamName.ShouldBe("context");
        Should.Throw<ArgumentException>(() => new BanditRound(0, [], [double.PositiveInfinity], new SeededRandom(1)))
            .ParamName.ShouldBe("expectedRewards");
        Should.Throw<ArgumentException>(() => new BanditRound(0, [], [], new SeededRandom(1)));
    }

    [Fact]
    public void Least_squares_rate_what_is_not_rated_within_the_scale()
    {
        var rewards = Make("ratings, least squares", 1).Figures();

        rewards.Uniform.ShouldBeInRange(2.8, 4.2);
        rewards.Optimal.ShouldBeInRange(4, 6.5);
    }

    [Fact]
    public void Candidates_are_different_items_and_their_features_explain_the_reward()
    {
        var environment = BanditEnvironments.RatingCandidates(
            Generated, new CandidateEnvironmentOptions { Candidates = 30, Rank = 8 }, 2);
        var values = Enumerable.Range(0, 200).Select(number => environment.Round(number)).ToList();
        foreach (var round in values)
            round.Candidates!.Value.Distinct().Count().ShouldBe(30);
        values.SelectMany(round => round.Candidates!.Value).Distinct().Count().ShouldBeGreaterThan(1500);
        // The reward is sum of s_k u_k v_k, with the singular values of the whole table.
        var round0 = values[0];
        round0.ExpectedRewards.Length.ShouldBe(30);
        for (var place = 0; place < 30; place++)
        {
            var explained = Enumerable.Range(0, 8)
                .Sum(k => SingularValues8.Values[k] * round0.Context[k] * round0.ArmFeatures![place, k]);
            round0.ExpectedRewards[place].ShouldBe(explained, 1e-9);
        }
    }

    [Fact]
    public void Coefficients_change_at_once_or_in_straight_lines()
    {
        var basis = new LinearEnvironmentOptions { Arms = 2, ContextLength = 1, Deviation = 0, Period = 10 };
        var (abrupt, gradual) = (
            BanditEnvironments.Linear(basis with { ContextLength = 3, Change = CoefficientChange.Abrupt }, 4),
            BanditEnvironments.Linear(basis with { ContextLength = 3, Change = CoefficientChange.Gradual }, 4));

        Coefficients(abrupt, 0, 9).ShouldBe(1, 1e-9);
        Coefficients(abrupt, 9, 10).ShouldBeLessThan(0.999);
        Coefficients(gradual, 0, 1).ShouldBeInRange(0.9, 0.999999);
        var steady = BanditEnvironments.Linear(basis with { ContextLength = 3 }, 4);
        Coefficients(steady, 0, 1000).ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Given_coefficients_make_the_rewards()
    {
        var coefficients = new DenseMatrix(2, 2, [1, 2, -1, 0.5]);
        var options = new LinearEnvironmentOptions { Coefficients = coefficients, Contexts = ContextShape.Integers, Deviation = 0 };
        var environment = BanditEnvironments.Linear(options, 1);
        for (var number = 0; number < 50; number++)
        {
            var round = environment.Round(number);
            round.Context.ShouldAllBe(value => value >= -10 && value <= 9 && value == Math.Round(value));
            round.Reward(0).ShouldBe(round.Context[0] + (2 * round.Context[1]), 1e-12);
            round.Reward(1).ShouldBe((0.5 * round.Context[1]) - round.Context[0], 1e-12);
        }
    }

    [Fact]
    public void Neighbours_resemble_each_other_in_a_structured_environment()
    {
        var rewards = Enumerable.Range(0, 200).Select(number => Make("structured", 1).Round(number).ExpectedRewards).ToList();

        rewards.ShouldAllBe(round => Math.Abs(round[1] - round[0]) <= 0.1 && Math.Abs(round[5] - round[4]) <= 0.1);
    }

    [Fact]
    public void The_wheel_pays_beyond_its_radius_in_the_quadrant_of_the_point()
    {
        var environment = BanditEnvironments.Wheel(0.6, 1);
        var high = 0;
        for (var number = 0; number < 5000; number++)
        {
            var round = environment.Round(number);
            var (x, y) = (round.Context[0], round.Context[1]);
            var arm = (x * x) + (y * y) <= 0.36 ? 0 : x > 0 ? (y > 0 ? 1 : 2) : y > 0 ? 3 : 4;
            round.OptimalArm.ShouldBe(arm);
            round.OptimalReward.ShouldBe(arm == 0 ? 1.2 : 50);
            high += arm > 0 ? 1 : 0;
        }
        // Area 1 - 0.36; three standard errors of a share of 5,000 are 0.0204.
        (high / 5000.0).ShouldBe(0.64, 0.0204);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Should.Throw<ArgumentException>(() => BanditEnvironments.Bernoulli([0.5, 1.1], 1))
            .Message.ShouldStartWith("The probability of arm 1 must be");
        Should.Throw<ArgumentException>(() => BanditEnvironments.Bernoulli([], 1));
        Should.Throw<ArgumentException>(() => BanditEnvironments.Wheel(1.1, 1));
        Should.Throw<ArgumentException>(() => BanditEnvironments.Wheel(0.5, 1, double.NaN));
        Should.Throw<ArgumentException>(() => BanditEnvironments.Ratings(Generated, new RatingEnvironmentOptions { Rank = 21 }, 1))
            .Message.ShouldStartWith("The rank must be from 1 to 20");
        Should.Throw<ArgumentException>(() => BanditEnvironments.Ratings(Generated, new RatingEnvironmentOptions { Rank = 0 }, 1));
        Should.Throw<ArgumentException>(() => BanditEnvironments.Ratings(Generated, new RatingEnvironmentOptions { Arms = 0 }, 1));
        Should.Throw<ArgumentException>(() => BanditEnvironments.Ratings(Generated, new RatingEnvironmentOptions { Deviation = -1 }, 1));
        Should.Throw<ArgumentException>(
            () => BanditEnvironments.RatingCandidates(Generated, new CandidateEnvironmentOptions { Candidates = 1683 }, 1));
        LinearEnvironmentOptions[] refused =
        [
            new() { Arms = 0 }, new() { ContextLength = 0 }, new() { Deviation = double.NaN }, new() { Period = 0 },
            new() { Coefficients = new DenseMatrix(1, 1, [double.NaN]) },
            new() { Coefficients = new DenseMatrix(1, 1, [1]), Change = CoefficientChange.Abrupt },
        ];
        foreach (var options in refused)
            Should.Throw<ArgumentException>(() => BanditEnvironments.Linear(options, 1));
        var environment = BanditEnvironments.Bernoulli([0.5], 1);
        Should.Throw<ArgumentException>(() => environment.Round(-1));
        Should.Throw<ArgumentException>(() => environment.Round(0).Reward(1)).ParamName.ShouldBe("arm");
        Should.Throw<ArgumentException>(() => environment.Figures(0));
    }

    private static readonly SingularValues SingularValues8 = Decomposed();

    private static SingularValues Decomposed()
    {
        var table = new DenseMatrix(943, 1682);
        foreach (var rating in Generated.Ratings)
            table.Row(rating.User)[rating.Item] = rating.Value;
        return MatrixFactorization.SingularValuesOf(table, 8);
    }

    /// <summary>The cosine between the coefficients of the first arm at two times, found from a few rounds around them.</summary>
    private static double Coefficients(BanditEnvironment environment, long first, long second)
    {
        var (x, y) = (FirstArm(environment, first), FirstArm(environment, second));
        return Dot(x, y) / Math.Sqrt(Dot(x, x) * Dot(y, y));
    }

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

    private static double[] FirstArm(BanditEnvironment environment, long number) =>
        ((Gyre.Learning.Environments.LinearEnvironment)environment).CoefficientsAt(number).Row(0).ToArray();

    private static string Ratings(IEnumerable<double> rewards) => string.Join(',', rewards.Select(reward => (int)Math.Round(reward)));

    private BanditFigures Print(string name, BanditEnvironment environment)
    {
        var figures = environment.Figures();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Generated.Origin} ratings, {name}: optimal {figures.Optimal:0.000}, uniform {figures.Uniform:0.000}, "
            + $"best fixed {figures.BestFixed:0.000} ({environment.Arms[figures.BestFixedArm]})"));
        return figures;
    }

    private static string Text(BanditRound round, string format) => string.Join(';', new[]
    {
        Numbers(round.Context, format),
        Numbers(round.ExpectedRewards, format),
        Numbers(Enumerable.Range(0, round.ExpectedRewards.Length).Select(round.Reward), format),
        round.ArmFeatures is null ? "" : Numbers(round.ArmFeatures.Values.ToArray(), format), string.Join(',', round.Candidates ?? []),
    });

    // Adding 0 turns -0, which another last bit can produce, into 0.
    private static string Numbers(IEnumerable<double> numbers, string format) =>
        string.Join(',', numbers.Select(number => format == "R" ? number : Math.Round(number, 6) + 0.0)
            .Select(number => number.ToString(format, CultureInfo.InvariantCulture)));

    private static BanditEnvironment Make(string name, ulong seed) => name switch
    {
        "ratings" => BanditEnvironments.Ratings(Generated, null, seed),
        "ratings, rank 10 and noise" =>
            BanditEnvironments.Ratings(Generated, new RatingEnvironmentOptions { Rank = 10, Deviation = 1 }, seed),
        "ratings, least squares" => BanditEnvironments.Ratings(Generated, LeastSquares, seed),
        "candidates" =>
            BanditEnvironments.RatingCandidates(Generated, new CandidateEnvironmentOptions { Candidates = 20, Rank = 4 }, seed),
        "linear" => BanditEnvironments.Linear(null, seed),
        "structured" =>
            BanditEnvironments.Linear(new LinearEnvironmentOptions { Structured = true, Contexts = ContextShape.Sphere }, seed),
        "abrupt" => BanditEnvironments.Linear(Abrupt, seed),
        "gradual" => BanditEnvironments.Linear(new LinearEnvironmentOptions { Change = CoefficientChange.Gradual, Period = 100 }, seed),
        "bernoulli" => BanditEnvironments.Bernoulli([0.2, 0.5, 0.9], seed),
        _ => BanditEnvironments.Wheel(0.8, seed),
    };
}
