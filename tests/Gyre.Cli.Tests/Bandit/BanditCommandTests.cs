using System.CommandLine;
using System.Text.Json;
using Gyre.Cli.Bandit;

namespace Gyre.Cli.Tests.Bandit;

public sealed class BanditCommandTests : IDisposable
{
    private const string World = "linear:arms=4,fields=5,deviation=0.2";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gyre-bandit-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Generate_train_evaluate_gate_and_simulate_fit_together()
    {
        (await RunAsync("generate", "--environment", World, "--decisions", "2000", "--output", In("train.csv"))).Code.ShouldBe(0);
        (await RunAsync("generate", "--environment", World, "--decisions", "3000", "--first-round", "10000", "--output", In("test.jsonl"))).Code.ShouldBe(0);
        (await RunAsync("train", "--log", In("train.csv"), "--policy", "softmax:temperature=0.2", "--output", In("candidate.json"))).Code.ShouldBe(0);
        (await RunAsync("train", "--log", In("train.csv"), "--policy", "uniform", "--output", In("champion.json"))).Code.ShouldBe(0);

        var evaluation = await RunAsync(
            "evaluate", "--policy", In("candidate.json"), "--log", In("test.jsonl"), "--value-file", In("value.txt"), "--format", "json");
        evaluation.Code.ShouldBe(0, evaluation.Error);
        Json(evaluation).GetProperty("passed").GetBoolean().ShouldBeTrue();
        Json(evaluation).GetProperty("value").GetDouble().ShouldBeGreaterThan(Json(evaluation).GetProperty("logged_reward").GetDouble());
        File.ReadAllText(In("value.txt")).ShouldBe(Json(evaluation).GetProperty("value").GetRawText());
        var trees = await RunAsync(
            "evaluate", "--policy", In("candidate.json"), "--log", In("test.jsonl"), "--reward-model", "trees", "--format", "json");
        trees.Code.ShouldBe(0, trees.Error);
        Json(trees).GetProperty("value").GetDouble().ShouldNotBe(Json(evaluation).GetProperty("value").GetDouble());

        var gate = await RunAsync(
            "gate", "--candidate", In("candidate.json"), "--champion", In("champion.json"), "--log", In("test.jsonl"), "--output",
            In("policy.json"), "--format", "json");
        gate.Code.ShouldBe(0, gate.Error);
        Json(gate).GetProperty("promote").GetBoolean().ShouldBeTrue();
        File.ReadAllText(In("policy.json")).ShouldBe(File.ReadAllText(In("candidate.json")));

        var simulation = await RunAsync(
            "simulate", "--environment", World, "--from", In("policy.json"), "--decisions", "500", "--format", "json");
        simulation.Code.ShouldBe(0, simulation.Error);
        Json(simulation).GetProperty("average_reward").GetDouble().ShouldBeGreaterThan(
            Json(simulation).GetProperty("uniform").GetDouble());
    }

    [Fact]
    public async Task A_gate_that_keeps_the_champion_exits_with_1_and_writes_the_champion()
    {
        await TrainAsync("uniform", "candidate.json");
        await TrainAsync("greedy:explorationFloor=0.2", "champion.json");
        string[] words = ["gate", "--candidate", In("candidate.json"), "--champion", In("champion.json"), "--log", In("log.csv"), "--output", In("policy.json")];

        var kept = await RunAsync([.. words, "--promote-file", In("promote.txt")]);
        var anyway = await RunAsync([.. words, "--exit-zero"]);

        (kept.Code, anyway.Code).ShouldBe((1, 0));
        kept.Lines.Length.ShouldBe(1);
        File.ReadAllText(In("promote.txt")).ShouldBe("0.0");
        File.ReadAllText(In("policy.json")).ShouldBe(File.ReadAllText(In("champion.json")));
    }

    [Fact]
    public async Task Training_goes_on_from_a_policy_and_forgetting_takes_it_back()
    {
        await TrainAsync("greedy", "first.json");
        (await RunAsync("generate", "--environment", World, "--decisions", "50", "--first-round", "500", "--output", In("user.csv"))).Code.ShouldBe(0);

        var more = await RunAsync(
            "train", "--log", In("user.csv"), "--from", In("first.json"), "--output", In("second.json"), "--format", "json");
        var less = await RunAsync(
            "forget", "--policy", In("second.json"), "--log", In("user.csv"), "--output", In("third.json"), "--format", "json");

        Json(more).GetProperty("rows_in_policy").GetDouble().ShouldBe(350);
        Json(less).GetProperty("rows_in_policy").GetDouble().ShouldBe(300);
    }

    [Theory]
    [InlineData("policy", "lin-ucp")]
    [InlineData("log", "missing.csv")]
    public async Task Bad_input_exits_with_2_and_writes_nothing(string option, string value)
    {
        await TrainAsync("greedy", "first.json");
        var words = new Dictionary<string, string>(StringComparer.Ordinal) { ["log"] = In("log.csv"), ["policy"] = "greedy" };
        words[option] = value;

        var outcome = await RunAsync("train", "--log", words["log"], "--policy", words["policy"], "--output", In("none.json"));

        outcome.Code.ShouldBe(2);
        outcome.Error.ShouldNotBeEmpty();
        File.Exists(In("none.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_kind_and_a_policy_to_go_on_from_exclude_each_other()
    {
        await TrainAsync("greedy", "first.json");

        (await RunAsync("train", "--log", In("log.csv"), "--policy", "greedy", "--from", In("first.json"), "--output", In("x.json"))).Code.ShouldBe(2);
        (await RunAsync("simulate", "--policy", "greedy", "--from", In("first.json"))).Code.ShouldBe(2);
    }

    [Fact]
    public async Task A_person_reads_sentences()
    {
        await TrainAsync("lin-ucb", "first.json");

        var evaluation = await RunAsync("evaluate", "--policy", In("first.json"), "--log", In("log.csv"), "--methods", "snips,ips");

        evaluation.Lines[0].ShouldStartWith("300 decisions, logged reward ");
        evaluation.Lines[1].ShouldStartWith("snips: ");
        evaluation.Lines.Length.ShouldBe(4);
    }

    // Over 20,000 decisions on real MovieLens ratings, an independent implementation earned 4.520, 4.384, 4.288 and 0.876 with these policies.
    // Generated ratings have the same shape but not the same figures, and 3,000 decisions are fewer: the bounds are wide.
    [Fact]
    public async Task Policies_are_ranked_over_the_same_users()
    {
        var compare = await RunAsync(
            "compare", "uniform", "epsilon-greedy", "lin-ucb:width=1,ridge=0.01", "lin-ucb:width=10,ridge=0.01", "--decisions", "3000",
            "--seeds", "2", "--format", "json");

        compare.Code.ShouldBe(0, compare.Error);
        var policies = Json(compare).GetProperty("policies").EnumerateArray().ToList();
        policies[0].GetProperty("policy").GetString().ShouldBe("lin-ucb:width=1,ridge=0.01");
        policies[^1].GetProperty("policy").GetString().ShouldBe("uniform");
        policies[0].GetProperty("average_reward").GetProperty("mean").GetDouble().ShouldBeGreaterThan(3.5);
        policies[3].GetProperty("average_reward").GetProperty("mean").GetDouble().ShouldBeLessThan(1.5);
        policies[0].GetProperty("regret").GetProperty("half_width").GetDouble().ShouldBeGreaterThan(0);
        (await RunAsync("compare", "uniform", "--seeds", "22")).Code.ShouldBe(2);
    }

    [Fact]
    public void An_interval_over_seeds_is_Students() =>
        SeedSpread.Of([1, 2, 3]).HalfWidth.ShouldBe(4.303 / Math.Sqrt(3), 1e-9);

    [Fact]
    public void Every_command_shows_an_example()
    {
        using var host = new TestHost();
        BanditCommand.Create(host.Host).Subcommands.ShouldAllBe(
            command => command.Description!.Contains($"gyre bandit {command.Name}", StringComparison.Ordinal));
    }

    private async Task TrainAsync(string policy, string file)
    {
        (await RunAsync("generate", "--environment", World, "--decisions", "300", "--output", In("log.csv"))).Code.ShouldBe(0);
        (await RunAsync("train", "--log", In("log.csv"), "--policy", policy, "--output", In(file))).Code.ShouldBe(0);
    }

    private static JsonElement Json(Outcome outcome) => JsonDocument.Parse(outcome.Lines[^1]).RootElement;

    private static async Task<Outcome> RunAsync(params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        using var host = new TestHost();
        var code = await new RootCommand { BanditCommand.Create(host.Host) }.Parse(["bandit", .. words])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return new Outcome(code, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), error.ToString());
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private sealed record Outcome(int Code, string[] Lines, string Error);
}
