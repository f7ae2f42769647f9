using System.Text;
using Gyre.Core;

namespace Gyre.Learning.Tests;

public sealed class LearningJobsTests
{
    private static readonly string Hundred =
        "id,x,label\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"r{i},{i % 10},{(i % 10 < 7 ? "often" : "rare")}\n"));

    [Fact]
    public async Task A_split_takes_the_same_share_of_every_class_and_every_row_once()
    {
        var (train, test, result) = await SplitAsync(Hundred, new SplitOptions { TestFraction = 0.2, Seed = 5 });

        result.ShouldBe(new SplitResult(80, 20, 2));
        test.Count(line => line.EndsWith("often", StringComparison.Ordinal)).ShouldBe(14);
        train.Skip(1).Concat(test.Skip(1)).Order(StringComparer.Ordinal).ShouldBe(Hundred.TrimEnd('\n').Split('\n').Skip(1).Order(StringComparer.Ordinal));
        train.Skip(1).ShouldBe(Hundred.Split('\n').Where(line => train.Skip(1).Contains(line, StringComparer.Ordinal)));
    }

    [Fact]
    public async Task The_seed_decides_the_split_and_a_limit_on_training_rows_leaves_the_test_alone()
    {
        var (train, test, _) = await SplitAsync(Hundred, new SplitOptions { Seed = 5 });
        var (fewTrain, sameTest, _) = await SplitAsync(Hundred, new SplitOptions { Seed = 5, MaxTrainRows = 10 });
        var (_, otherTest, _) = await SplitAsync(Hundred, new SplitOptions { Seed = 6 });

        sameTest.ShouldBe(test);
        fewTrain.ShouldBe(train[..11]);
        otherTest.ShouldNotBe(test);
    }

    [Fact]
    public async Task A_class_of_two_gives_one_row_to_each_side_and_a_single_row_stays_for_training()
    {
        var (train, test, _) = await SplitAsync("x,label\n1,a\n2,a\n3,b\n", new SplitOptions { TestFraction = 0.01 });

        test.Length.ShouldBe(2);
        train.ShouldContain("3,b");
    }

    [Theory]
    [InlineData("x,label\n1,a\n2,b\n", 0.5, "split.empty")]
    [InlineData("x,label\n", 0.5, "split.empty")]
    [InlineData("x,label\n1,a\n", 0.0, "learn.option")]
    [InlineData("x,label\n1,a\n", 1.0, "learn.option")]
    [InlineData("x,y\n1,a\n", 0.5, "table.column")]
    public async Task A_split_that_cannot_be_made_writes_nothing(string text, double fraction, string code)
    {
        var (train, test) = (new MemoryStream(), new MemoryStream());

        var error = await Should.ThrowAsync<InvalidInputException>(() => LearningJobs.SplitAsync(
            Samples.Text(text), train, test, new SplitOptions { TestFraction = fraction }, TestContext.Current.CancellationToken));

        error.Diagnostics[0].Code.ShouldBe(code);
        (train.Length + test.Length).ShouldBe(0);
    }

    [Theory]
    [InlineData(PredictionFormat.Csv)]
    [InlineData(PredictionFormat.Json)]
    public async Task Train_predict_write_read_evaluate_and_compare_fit_together(PredictionFormat format)
    {
        var model = await TrainAsync(Hundred);
        var predictions = (PredictionSet)await LearningJobs.PredictAsync(model, Samples.Text(Hundred), new TableOptions(), TestContext.Current.CancellationToken);
        var file = new MemoryStream();
        await predictions.WriteAsync(file, format, TestContext.Current.CancellationToken);

        file.Position = 0;
        var read = await PredictionSet.ReadAsync(file, "p", TestContext.Current.CancellationToken);
        read.Probabilities.Values.ToArray().ShouldBe(predictions.Probabilities.Values.ToArray());
        read.Predicted.ShouldBe(predictions.Predicted);
        var report = read.Evaluate();
        report.Accuracy.ShouldBe(1);

        file.Position = 0;
        var score = await LearningJobs.ReadScoreAsync(new NamedStream(file, "p"), null, TestContext.Current.CancellationToken);
        var written = new MemoryStream();
        await LearningJobs.WriteReportAsync(report, written, TestContext.Current.CancellationToken);
        written.Position = 0;
        (await LearningJobs.ReadScoreAsync(new NamedStream(written, "p"), null, TestContext.Current.CancellationToken)).ShouldBe(score);
    }

    [Fact]
    public async Task Features_are_found_by_name_and_a_missing_one_is_refused()
    {
        var model = await TrainAsync(Hundred);

        var predictions = (PredictionSet)await LearningJobs.PredictAsync(model, Samples.Text("more,x\nwords,9\nwords,0\n"), new TableOptions(), TestContext.Current.CancellationToken);
        predictions.Predicted.ShouldBe(["rare", "often"]);
        predictions.Labels.ShouldBeNull();

        var error = await Should.ThrowAsync<InvalidInputException>(
            () => LearningJobs.PredictAsync(model, Samples.Text("z\n1\n"), new TableOptions(), TestContext.Current.CancellationToken));
        error.Message.ShouldContain("no column 'x'");
    }

    [Fact]
    public async Task Predictions_without_labels_are_judged_by_a_file_with_the_truth()
    {
        var model = await TrainAsync(Hundred);
        var predictions = (PredictionSet)await LearningJobs.PredictAsync(model, Samples.Text("id,x\na,9\nb,0\n"), new TableOptions(), TestContext.Current.CancellationToken);
        var truth = await LearningJobs.ReadTruthAsync(Samples.Text("id,label,note\nb,often,!\na,often,!\n"), new TableOptions(), TestContext.Current.CancellationToken);

        predictions.Evaluate(truth).Accuracy.ShouldBe(0.5);
        Should.Throw<InvalidInputException>(() => predictions.Evaluate()).Diagnostics[0].Code.ShouldBe("learn.no-truth");
        Should.Throw<InvalidInputException>(() => predictions.Evaluate(new Dictionary<string, string> { ["a"] = "rare" })).Message.ShouldContain("'b'");
        await Should.ThrowAsync<InvalidInputException>(
            () => LearningJobs.ReadTruthAsync(Samples.Text("id,label\na,x\na,y\n"), new TableOptions(), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("id,predicted,p_a\n1,a,1.5\n")]
    [InlineData("id,predicted,p_a\n1,a,NaN\n")]
    [InlineData("id,p_a\n1,1\n")]
    [InlineData("""{"schemaVersion":1,"classes":["a"],"predictions":[{"id":"1","predicted":"a","probabilities":[0.5,0.5]}]}""")]
    [InlineData("""{"schemaVersion":1,"classes":["a"],"predictions":[{"id":"1","predicted":"a","probabilities":[-1]}]}""")]
    [InlineData("""{"schemaVersion":9,"classes":["a"],"predictions":[]}""")]
    [InlineData("""{"schemaVersion":1,"accuracy":"high"}""")]
    [InlineData("{")]
    [InlineData("")]
    public async Task A_score_is_not_read_from_a_damaged_file(string text) =>
        await Should.ThrowAsync<InvalidInputException>(() => LearningJobs.ReadScoreAsync(Samples.Text(text), null, TestContext.Current.CancellationToken));

    [Fact]
    public void Candidates_are_ranked_by_the_metric_then_log_loss_then_name()
    {
        CandidateScore[] candidates = [new("d", 10, 0.8, 0.8, 0.1), new("b", 10, 0.9, 0.9, 0.5), new("a", 10, 0.9, 0.9, 0.5), new("c", 10, 0.9, 0.7, 0.4)];

        var comparison = LearningJobs.Compare(candidates, ComparisonMetric.Accuracy, 0.9);

        comparison.Ranking.Select(c => c.Name).ShouldBe(["c", "a", "b", "d"]);
        comparison.TargetMet.ShouldBeTrue();
        LearningJobs.Compare(candidates, ComparisonMetric.Accuracy, 0.9000001).TargetMet.ShouldBeFalse();
        LearningJobs.Compare(candidates, ComparisonMetric.Accuracy, null).TargetMet.ShouldBeFalse();
        LearningJobs.Compare(candidates, ComparisonMetric.LogLoss, 0.2).Best.Name.ShouldBe("d");
        LearningJobs.Compare(candidates, ComparisonMetric.LogLoss, 0.2).TargetMet.ShouldBeTrue();
        LearningJobs.Compare(candidates, ComparisonMetric.LogLoss, 0.05).TargetMet.ShouldBeFalse();
        LearningJobs.Compare(candidates, ComparisonMetric.MacroF1, null).Best.Name.ShouldBe("a");
    }

    [Fact]
    public void Candidates_that_cannot_be_compared_are_refused()
    {
        var one = new CandidateScore("a", 10, 0.8, 0.8, 0.1);

        Refused([]).ShouldBe("compare.none");
        Refused([one, one]).ShouldBe("compare.duplicate");
        Refused([one, one with { Name = "b", Rows = 11 }]).ShouldBe("compare.rows");
        Refused([one with { LogLoss = null }], ComparisonMetric.LogLoss).ShouldBe("compare.metric");

        static string Refused(CandidateScore[] candidates, ComparisonMetric metric = ComparisonMetric.Accuracy) =>
            Should.Throw<InvalidInputException>(() => LearningJobs.Compare(candidates, metric, null)).Diagnostics[0].Code;
    }

    [Fact]
    public async Task A_refused_training_writes_nothing()
    {
        var model = new MemoryStream();

        await Should.ThrowAsync<InvalidInputException>(() => LearningJobs.TrainAsync(
            Samples.Text("x,label\n1,a\n2,a\n"), model, new TrainJob { Kind = ModelKinds.BuiltIn.FindAlgorithm("mlp")! }, null, TestContext.Current.CancellationToken));

        model.Length.ShouldBe(0);
    }

    private static async Task<Model> TrainAsync(string text)
    {
        var stream = new MemoryStream();
        var softmax = ModelKinds.BuiltIn.FindAlgorithm("softmax")!;
        var c = (ModelSetting<double>)softmax.Settings.Single(setting => setting.Name == "c");
        var job = new TrainJob { Kind = softmax, Settings = ModelSettings.Defaults.With(c, 100) };
        await LearningJobs.TrainAsync(Samples.Text(text), stream, job, null, TestContext.Current.CancellationToken);
        stream.Position = 0;
        return await ModelFile.ReadAsync(stream, "model.json", ModelKinds.BuiltIn, TestContext.Current.CancellationToken);
    }

    private static async Task<(string[] Train, string[] Test, SplitResult Result)> SplitAsync(string text, SplitOptions options)
    {
        var (train, test) = (new MemoryStream(), new MemoryStream());
        var result = await LearningJobs.SplitAsync(Samples.Text(text), train, test, options, TestContext.Current.CancellationToken);
        return (Lines(train), Lines(test), result);

        static string[] Lines(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n').Split('\n');
    }
}
