using System.Text;
using Gyre.Core;
using Gyre.Testing;

namespace Gyre.Learning.Tests.Policies;

public sealed class PolicyFileTests
{
    private const string Good =
        """{"schemaVersion":1,"options":{"kind":"lin-ucb","explorationFloor":0.1,"ridge":1,"forgetting":1,"width":2,"epsilon":0,"bias":false},"contextFields":["x"],"arms":["a","b"],"retired":[],"armFields":[],"state":{"models":[{"n":1,"a":[4],"b":[2]},{"n":0,"a":[0],"b":[0]}]}}""";

    [Theory]
    [MemberData(nameof(PolicySamples.KindNames), MemberType = typeof(PolicySamples))]
    public async Task A_policy_reads_back_with_the_same_bits(string kind)
    {
        var policy = PolicySamples.Trained(PolicySamples.Disjoint(PolicySamples.Options(kind)));
        policy.RetireArm("arm1");
        // One arm learns single rows after the others were factored, so that its inverse is part of the file.
        for (var i = 0; i < 3; i++)
            policy.Learn(new PolicyContext([0.3, i, -1]), 2, 0.5 * i);

        var bytes = await WriteAsync(policy);
        var read = await ReadAsync(bytes);

        (await WriteAsync(read)).ShouldBe(bytes);
        read.Specification.Arms.ShouldBe(policy.Specification.Arms);
        read.Specification.Retired.ShouldBe(["arm1"]);
        read.Rows.ShouldBe(policy.Rows);
        var random = new SeededRandom(4);
        for (var i = 0; i < 100; i++)
        {
            var context = new PolicyContext(PolicySamples.Gaussian(1, 3, random).Values);
            read.Decide(context, (ulong)i).ShouldBe(policy.Decide(context, (ulong)i));
            PolicySamples.Probabilities(read, context, 4).ShouldBe(PolicySamples.Probabilities(policy, context, 4));
        }
    }

    [Theory]
    [MemberData(nameof(PolicySamples.SharedKindNames), MemberType = typeof(PolicySamples))]
    public async Task A_shared_policy_reads_back_with_the_same_bits(string kind)
    {
        var policy = PolicySamples.Trained(PolicySamples.Shared(PolicySamples.Options(kind)));
        policy.Learn(new PolicyContext([0.3, 1]) { ArmFeatures = [1, 2, 3] }, 0, 0.5);

        var read = await ReadAsync(await WriteAsync(policy));

        var context = new PolicyContext([0.5, -1]) { ArmFeatures = [1, 0, 0, 0, 1, 0] };
        PolicySamples.Probabilities(read, context, 2).ShouldBe(PolicySamples.Probabilities(policy, context, 2));
    }

    [Fact]
    public async Task The_documented_shape_is_read()
    {
        var policy = await ReadAsync(Encoding.UTF8.GetBytes(Good));
        var (means, widths) = (new double[2], new double[2]);
        policy.Predict(new PolicyContext([1]), means, widths);

        means[0].ShouldBe(0.4, 1e-15);
        means[1].ShouldBe(0);
        widths[0].ShouldBe(Math.Sqrt(0.2), 1e-15);
        Encoding.UTF8.GetString(await WriteAsync(policy)).ShouldBe(Good);
    }

    [Theory]
    [InlineData("}]", "}", "policy.syntax")]
    [InlineData("[4]", "[NaN]", "policy.syntax")]
    [InlineData("[4]", "[1e999]", "not a finite number")]
    [InlineData("[4]", "[4,4]", "found 2 numbers, expected 1")]
    [InlineData("[4]", "[-4]", "not positive semidefinite")]
    [InlineData("\"n\":1", "\"n\":-1", "is negative")]
    [InlineData("\"n\":1", "\"n\":1e101", "number of rows is too large")]
    [InlineData("\"b\":[2]", "\"b\":[1e300]", "coefficients overflow")]
    [InlineData("\"b\":[2]", "\"b\":[2],\"updates\":1", "'inverse' is missing")]
    [InlineData("\"b\":[2]", "\"b\":[2],\"updates\":1,\"inverse\":[1e9]", "too large for an inverse")]
    [InlineData("\"b\":[2]", "\"b\":[2],\"updates\":1000,\"inverse\":[0.2]", "there are 1000 updates")]
    [InlineData(",{\"n\":0,\"a\":[0],\"b\":[0]}", "", "found 1 models, expected 2")]
    [InlineData("\"schemaVersion\":1", "\"schemaVersion\":2", "the file has version 2")]
    [InlineData("\"lin-ucb\"", "\"oracle\"", "'oracle' is not a known policy kind")]
    [InlineData("\"width\":2", "\"width\":-2", "outside its range")]
    [InlineData("\"width\":2", "\"wide\":2", "'width' is missing")]
    [InlineData("\"bias\":false", "\"bias\":0", "expected true or false")]
    [InlineData("[\"a\",\"b\"]", "[\"a\",\"a\"]", "'a' appears twice")]
    [InlineData("\"retired\":[]", "\"retired\":[\"c\"]", "'c' is not one of the arms")]
    [InlineData("\"armFields\":[]", "\"armFields\":[\"y\"]", "do not list arms")]
    [InlineData("[\"x\"]", "[\"\\ud800\"]", "not valid Unicode")]
    [InlineData("\"state\":{", "\"state\":[{", "policy")]
    public async Task A_damaged_file_is_refused_by_name(string part, string instead, string expected)
    {
        var text = Good.Replace(part, instead, StringComparison.Ordinal);
        text.ShouldNotBe(Good);

        var error = await Should.ThrowAsync<InvalidInputException>(() => ReadAsync(Encoding.UTF8.GetBytes(text)));

        error.Message.ShouldContain(expected);
        error.Diagnostics[0].File.ShouldBe("policy.json");
    }

    [Fact]
    public async Task Every_cut_of_a_file_is_refused()
    {
        for (var length = 0; length < Good.Length; length++)
            await Should.ThrowAsync<InvalidInputException>(() => ReadAsync(Encoding.UTF8.GetBytes(Good[..length])));
    }

    /// <summary>A damaged file is refused, or what it says is a policy that decides with proper probabilities.</summary>
    [Fact]
    public async Task A_file_with_random_damage_is_refused_or_decides()
    {
        var random = new SeededRandom(6);
        var refused = 0;
        foreach (var options in PolicySamples.Kinds)
        {
            var good = await WriteAsync(PolicySamples.Trained(PolicySamples.Disjoint(options, 2, 2)));
            for (var i = 0; i < Budget.Texts(300); i++)
            {
                try
                {
                    var policy = await ReadAsync(Damaged(good, random));
                    var count = policy.Specification.Arms.Length;
                    if (policy.Specification is { IsShared: false, ContextFields.Length: 2 })
                        PolicySamples.Probabilities(policy, new PolicyContext([1, -2]), count).Sum().ShouldBe(1, 1e-9);
                }
                catch (InvalidInputException)
                {
                    refused++;
                }
            }
        }
        refused.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task A_file_that_never_ends_is_refused_at_the_limit() => (await Should.ThrowAsync<InvalidInputException>(
        () => PolicyFile.ReadAsync(new EndlessStream((byte)' '), "policy.json", TestContext.Current.CancellationToken))).Message.ShouldContain("larger than");

    /// <summary>One to four places get a character that occurs in such files, a digit mostly.</summary>
    private static byte[] Damaged(byte[] good, SeededRandom random)
    {
        var damaged = good.ToArray();
        for (var times = random.NextInt(1, 5); times > 0; times--)
            damaged[random.NextInt(0, damaged.Length)] = (byte)"0123456789012345678999-e.,[]{}:\"a"[random.NextInt(0, 33)];
        return damaged;
    }

    private static async Task<byte[]> WriteAsync(Policy policy)
    {
        var stream = new MemoryStream();
        await PolicyFile.WriteAsync(policy, stream, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    private static Task<Policy> ReadAsync(byte[] bytes) =>
        PolicyFile.ReadAsync(new MemoryStream(bytes), "policy.json", TestContext.Current.CancellationToken);
}
