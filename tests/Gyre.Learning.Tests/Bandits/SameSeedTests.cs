using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gyre.Learning.Tests.Policies;

namespace Gyre.Learning.Tests.Bandits;

/// <summary>The same seed gives the same decisions, the same rewards and the same policy file, whatever else the process did.</summary>
public sealed class SameSeedTests
{
    private const int Count = 1500;

    private static readonly RatingSet Generated = RatingFile.Generate(1);

    [Theory]
    [MemberData(nameof(PolicySamples.KindNames), MemberType = typeof(PolicySamples))]
    public async Task A_seed_gives_the_same_decisions_rewards_and_policy_digest(string kind)
    {
        var first = await PlayAsync(PolicySamples.Options(kind), 3);
        var second = await Task.Run(() => PlayAsync(PolicySamples.Options(kind), 3), TestContext.Current.CancellationToken);
        var other = await PlayAsync(PolicySamples.Options(kind), 4);

        second.ShouldBe(first);
        other.Decisions.ShouldNotBe(first.Decisions);
        if (kind != "uniform")
            other.Policy.ShouldNotBe(first.Policy);
    }

    /// <summary>
    /// Recorded on x64 with and without AVX, AVX2 and AVX-512, where also the policy files are the same to the last bit. On other systems
    /// logarithms and cosines may differ in their last bits, which changes no decision.
    /// </summary>
    [Theory]
    [InlineData("epsilon-greedy", "39cca5198df35db8")]
    [InlineData("softmax", "b3d9f7b3ec09b476")]
    [InlineData("lin-ucb", "c08819bb83863dc9")]
    [InlineData("linear-thompson", "88cb61993387d020")]
    [InlineData("square-cb", "162fdb564d2c6a41")]
    [InlineData("bootstrap", "71bccc7d6009551f")]
    [InlineData("bernoulli-thompson", "23046d98acf46687")]
    public async Task Decisions_are_those_that_were_recorded(string kind, string recorded) =>
        (await PlayAsync(PolicySamples.Options(kind), 3)).Decisions.ShouldBe(recorded);

    private static async Task<(string Decisions, string Rewards, string Policy)> PlayAsync(PolicyOptions options, ulong seed)
    {
        var world = BanditEnvironments.Ratings(Generated, new RatingEnvironmentOptions { Arms = 10, Rank = 10, Deviation = 0.5 }, seed);
        var policy = BanditJobs.CreatePolicy(world, options);
        var (decisions, rewards) = (new StringBuilder(), new StringBuilder());
        for (var number = 0; number < Count; number++)
        {
            var round = world.Round(number);
            var arm = policy.Decide(round.Context.AsSpan(), (seed * 1_000_000) + (ulong)number).ArmIndex;
            policy.Learn(new PolicyContext(round.Context.AsSpan()), arm, round.Reward(arm));
            decisions.Append(CultureInfo.InvariantCulture, $"{arm} ");
            rewards.Append(CultureInfo.InvariantCulture, $"{round.Reward(arm):R} ");
        }
        var file = new MemoryStream();
        await PolicyFile.WriteAsync(policy, file, TestContext.Current.CancellationToken);
        return (Digest(decisions.ToString()), Digest(rewards.ToString()), Digest(file.ToArray()));
    }

    private static string Digest(string text) => Digest(Encoding.ASCII.GetBytes(text));

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
}
