using System.CommandLine;
using System.Text.Json;
using Gyre.Cli.Learn;

namespace Gyre.Cli.Tests.Learn;

public sealed class LearnCommandTests : IDisposable
{
    private static readonly string Rows =
        "id,x,y,label\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"r{i},{i % 8},{i % 3},{(i % 8 < 4 ? "low" : "high")}\n"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gyre-learn-");

    public LearnCommandTests() => File.WriteAllText(In("data.csv"), Rows);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Split_train_predict_evaluate_and_compare_fit_together()
    {
        var split = await RunAsync("split", "--data", In("data.csv"), "--train", In("train.csv"), "--test", In("test.csv"), "--seed", "4");
        split.Code.ShouldBe(0, split.Error);
        Last(split).GetProperty("test_rows").GetInt32().ShouldBe(20);

        var poor = await RunAsync("train", "--data", In("train.csv"), "--model", In("models/poor.json"), "--max-iterations", "1", "--c", "1e-9");
        var good = await RunAsync("train", "--data", In("train.csv"), "--model", In("models/good.json"), "--algorithm", "mlp", "--epochs=60.0", "--learning-rate=2e-02");
        (poor.Code, good.Code).ShouldBe((0, 0), good.Error);
        good.Lines.Length.ShouldBe(60);
        Last(good).EnumerateObject().Select(property => property.Name).ShouldBe(["epoch", "loss", "accuracy"]);
        Last(good).GetProperty("epoch").GetInt32().ShouldBe(60);

        (await RunAsync("predict", "--model", In("models"), "--data", In("test.csv"), "--output-dir", In("predictions"))).Code.ShouldBe(0);
        var report = await RunAsync("evaluate", "--model", In("models/good.json"), "--data", In("test.csv"));
        Last(report).GetProperty("accuracy").GetDouble().ShouldBe(1);

        var compare = await RunAsync(
            "compare", In("predictions/poor.csv"), In("predictions/good.csv"), "--target", "0.9", "--models", In("models"), "--best", In("best.json"), "--properties", """{"note":"kept"}""");
        compare.Code.ShouldBe(0, compare.Error);
        compare.Lines.Length.ShouldBe(1);
        Last(compare).GetProperty("candidate").GetString().ShouldBe("good");
        Last(compare).GetProperty("cycle").GetInt32().ShouldBe(0);
        File.ReadAllText(In("best.json")).ShouldBe(File.ReadAllText(In("models/good.json")));
        File.ReadAllText(In("best.json.metadata.json")).ShouldContain("\"note\":\"kept\"");
    }

    /// <summary>Nothing of LightGBM's own words gets between the lines of JSON.</summary>
    [Fact]
    public async Task Trees_and_lines_are_trained_on_classes_and_on_numbers()
    {
        string[] trees = ["train", "--data", In("data.csv"), "--model", In("trees.json"), "--algorithm", "trees", "--rounds", "20"];
        var trained = await RunAsync([.. trees, "--leaf-rows", "2"]);
        trained.Code.ShouldBe(0, trained.Error);
        trained.Lines.Length.ShouldBe(20);
        Last(await RunAsync("evaluate", "--model", In("trees.json"), "--data",
            In("data.csv"))).GetProperty("accuracy").GetDouble().ShouldBe(1);

        var linear = await RunAsync(
            "train", "--data", In("data.csv"), "--model", In("linear.json"), "--algorithm", "linear", "--label", "x", "--ignore", "label");
        linear.Code.ShouldBe(0, linear.Error);
        (await RunAsync("predict", "--model", In("linear.json"), "--data", In("data.csv"), "--output", In("p.csv"), "--label",
            "x")).Code.ShouldBe(0);
        File.ReadLines(In("p.csv")).First().ShouldBe("id,label,predicted");
    }

    [Fact]
    public async Task A_missed_target_asks_for_another_turn()
    {
        await RunAsync("train", "--data", In("data.csv"), "--model", In("m.json"));
        await RunAsync("predict", "--model", In("m.json"), "--data", In("data.csv"), "--output", In("p.csv"));

        var compare = await RunAsync("compare", In("p.csv"), "--target", "1.01");

        compare.Code.ShouldBe(0);
        Last(compare).GetProperty("cycle").GetInt32().ShouldBe(1);
    }

    [Fact]
    public void A_kind_that_is_registered_brings_its_word_and_its_settings_along()
    {
        var kinds = Learning.ModelKinds.BuiltIn.With(new CountingKind());
        var root = new RootCommand { LearnCommand.Create(kinds) };

        string[] train = ["learn", "train", "--data", "a", "--model", "b", "--algorithm"];
        root.Parse([.. train, "count", "--depth", "3", "--epochs", "7"]).Errors.ShouldBeEmpty();
        root.Parse([.. train, "count", "--depth", "deep"]).Errors.Count.ShouldBe(1);
        root.Parse([.. train, "guess"]).Errors.ShouldHaveSingleItem().Message.ShouldContain("'count'");
        var options = LearnCommand.Create(kinds).Subcommands.Single(command => command.Name == "train").Options;
        options.Single(option => option.Name == "--depth").Description.ShouldBe("count: levels at most.");
        options.Single(option => option.Name == "--epochs").Description.ShouldBe("mlp, count: number of epochs.");
    }

    [Fact]
    public async Task A_setting_that_is_not_given_keeps_the_default_of_the_kind_that_is_trained()
    {
        var kind = new CountingKind();
        var kinds = Learning.ModelKinds.BuiltIn.With(kind);

        await RunAsync(kinds, "train", "--data", In("data.csv"), "--model", In("m.json"), "--algorithm", "count", "--depth", "3");
        await RunAsync(kinds, "train", "--data", In("data.csv"), "--model", In("n.json"), "--algorithm", "count", "--epochs", "9");

        kind.Seen.ShouldBe([(3, 5), (2, 9)]);
    }

    [Theory]
    [InlineData("train", "--data", "absent.csv", "--model", "m.json")]
    [InlineData("train", "--data", "data.csv", "--model", "m.json", "--label", "absent")]
    [InlineData("train", "--data", "data.csv", "--model", "m.json", "--c", "0")]
    [InlineData("train", "--data", "data.csv", "--model", "m.json", "--max-rows", "0")]
    [InlineData("split", "--data", "data.csv", "--train", "x.csv", "--test", "x.csv")]
    [InlineData("predict", "--model", "data.csv", "--data", "data.csv", "--output", "m.json")]
    [InlineData("predict", "--model", "m.json", "--data", "data.csv")]
    [InlineData("evaluate", "--data", "data.csv")]
    [InlineData("compare", "data.csv")]
    [InlineData("compare", "data.csv", "--best", "m.json")]
    [InlineData("compare", "data.csv", "--properties", "{")]
    public async Task Bad_input_ends_with_two_a_sentence_and_no_file(params string[] words)
    {
        var result = await RunAsync([.. words.Select(word => word.Contains('.', StringComparison.Ordinal) ? In(word) : word)]);

        result.Code.ShouldBe(2);
        result.Error.ShouldContain("error");
        result.Lines.ShouldBeEmpty();
        _folder.EnumerateFiles().Select(file => file.Name).ShouldBe(["data.csv"]);
    }

    [Fact]
    public async Task A_diverging_training_is_a_failure_not_bad_input()
    {
        var result = await RunAsync("train", "--data", In("data.csv"), "--model", In("m.json"), "--algorithm", "mlp", "--learning-rate", "1e300");

        result.Code.ShouldBe(1);
        result.Error.ShouldContain("smaller learning rate");
        File.Exists(In("m.json")).ShouldBeFalse();
    }

    [Fact]
    public void A_number_that_is_none_is_refused_while_parsing() =>
        new RootCommand { LearnCommand.Create(Learning.ModelKinds.BuiltIn) }.Parse(["learn", "train", "--data", "a", "--model", "b", "--epochs", "1.5"]).Errors.Count.ShouldBe(1);

    [Fact]
    public void Every_command_shows_an_example() =>
        LearnCommand.Create(Learning.ModelKinds.BuiltIn).Subcommands.ShouldAllBe(command => command.Description!.Contains($"gyre learn {command.Name}", StringComparison.Ordinal));

    private static JsonElement Last(Outcome outcome) => JsonDocument.Parse(outcome.Lines[^1]).RootElement;

    private static Task<Outcome> RunAsync(params string[] words) => RunAsync(Learning.ModelKinds.BuiltIn, words);

    private static async Task<Outcome> RunAsync(Learning.ModelKinds kinds, params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await new RootCommand { LearnCommand.Create(kinds) }.Parse(["learn", .. words])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return new Outcome(code, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), error.ToString());
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private sealed record Outcome(int Code, string[] Lines, string Error);
}
