using Gyre.Core;
using Gyre.Learning;
using Gyre.Storage;
using Gyre.Testing;

namespace Gyre.Serving.Tests;

/// <summary>Deployments that serve models.</summary>
public abstract class ModelConformance : ServingSuite
{
    private const string Model = "flowers";

    private static readonly float[][] Weights = [[1, 0], [0, 1], [0, 0]];

    private IPredictions Predictions => Place.Predictions;

    [Fact]
    public async Task An_ONNX_model_answers_rows_and_inputs_by_name()
    {
        var version = await DeployAsync(OnnxFile.Classifier(Weights));
        version.Kind.ShouldBe("onnx");
        var answer = await AskAsync("""{"instances": [[2, 0, 5], {"x": [0, 1, 7]}]}""");
        answer.Version.ShouldBe(1);
        var rows = answer.Predictions.ShouldNotBeNull().Items.Cast<MapValue>().ToArray();
        rows.Select(static row => row.Find("label")).ShouldBe([Value.Of(0), Value.Of(1)]);
        // softmax(2, 0) = 1 / (1 + e^-2)
        ScoresOf(rows[0])[0].ShouldBe(0.8807970779778825, 1e-6);

        var outputs = (await AskAsync("""{"inputs": [[2, 0, 5], [0, 1, 7]]}""")).Outputs.ShouldNotBeNull();
        outputs.Find("label").ShouldBe(ValueJson.Parse("[0, 1]"));

        var described = (await Predictions.DescribeAsync(Model, Cancel)).ShouldNotBeNull();
        (described.Serves, described.Kind).ShouldBe((ServedForm.Model, "onnx"));
        described.Inputs.Single().Shape.ShouldBe([-1, 3]);
        described.Outputs.Select(static output => (output.Name, output.Type)).ShouldBe([("label", "int64"), ("scores", "float32")]);
    }

    [Fact]
    public async Task A_model_with_a_column_per_input_takes_them_in_order_or_by_name()
    {
        await DeployAsync(OnnxFile.Adder());
        var answer = await AskAsync("""{"instances": [[1, 2], {"b": 0.5, "a": [0.1]}]}""");
        answer.Predictions.ShouldBe(ValueJson.Parse("[[3.0], [0.6]]"));
        (await AskAsync("""{"inputs": {"a": [[1], [2]], "b": [10, 20]}}""")).Outputs
            .ShouldBe(ValueJson.Parse("""{"sum": [[11.0], [22.0]]}"""));
    }

    [Fact]
    public async Task Texts_go_through_a_model()
    {
        await DeployAsync(OnnxFile.Echo());
        (await AskAsync("""{"instances": ["rød", [""]]}""")).Predictions.ShouldBe(ValueJson.Parse("""[["rød"], [""]]"""));
    }

    [Fact]
    public async Task A_model_of_this_program_answers_with_class_and_probabilities()
    {
        var rows = new DenseMatrix(6, 1, [-3, -2, -1, 1, 2, 3]);
        var data = TrainingSet.Create(rows, ["small", "small", "small", "large", "large", "large"], ["size"]);
        var trained = SoftmaxRegression.Fit(data, new SoftmaxRegressionOptions(), null, Cancel);
        using var file = new MemoryStream();
        await ModelFile.WriteAsync(trained.Model, file, Cancel);
        (await DeployAsync(file.ToArray())).Kind.ShouldBe("softmax-regression");

        var said = (MapValue)(await AskAsync("""{"instances": [{"size": 2.5}]}""")).Predictions!.Items.Single();
        said.Find("class").ShouldBe(Value.Of("large"));
        var probabilities = said.Find("probabilities").ShouldBeOfType<MapValue>();
        probabilities.Entries.Select(static entry => entry.Key).ShouldBe(["large", "small"], ignoreOrder: true);
        var expected = trained.Model.Probabilities(new DenseMatrix(1, 1, [2.5]));
        probabilities.Find("large").ShouldBe(Value.Of(expected[0, trained.Model.Classes.IndexOf("large")]));
    }

    [Fact]
    public async Task A_regression_of_this_program_answers_with_numbers()
    {
        var kind = ModelKinds.BuiltIn.FindAlgorithm("linear").ShouldNotBeNull();
        var table = new Table
        {
            FeatureNames = ["size"],
            Features = new DenseMatrix(4, 1, [0, 1, 2, 3]),
            Ids = ["a", "b", "c", "d"],
            Labels = ["1", "3", "5", "7"],
        };
        var trained = kind.Train(table, ModelSettings.Defaults, null, Cancel).Model;
        using var file = new MemoryStream();
        await ModelFile.WriteAsync(trained, file, Cancel);
        await DeployAsync(file.ToArray());
        var expected = ((NumberPredictions)kind.Predict(trained, table)).Values;
        (await AskAsync("""{"instances": [[0], [3]]}""")).Predictions!.Items
            .ShouldBe([Value.Of(expected[0]), Value.Of(expected[3])]);
    }

    [Theory]
    [InlineData("""{}""", "either 'instances' or 'inputs'")]
    [InlineData("""{"instances": []}""", "There are 0 rows")]
    [InlineData("""{"instances": [[1, 2]]}""", "2 values instead of 3")]
    [InlineData("""{"instances": [[1, 2, 3], [1, "x", 3]]}""", "no finite number")]
    [InlineData("""{"instances": [[1, 2, {"$float": "nan"}]]}""", "no finite number")]
    [InlineData("""{"instances": [[1, 2, 1e300]]}""", "too large")]
    [InlineData("""{"instances": [{"y": [1, 2, 3]}]}""", "'x' is missing")]
    [InlineData("""{"instances": [{"x": [1, 2, 3], "y": 1}]}""", "no input 'y'")]
    [InlineData("""{"instances": [7]}""", "single value")]
    [InlineData("""{"inputs": 7}""", "no list")]
    [InlineData("""{"instances": [[1, 2, 3]], "inputs": [[1, 2, 3]]}""", "either")]
    public async Task A_request_that_does_not_fit_is_refused_with_its_place(string request, string words)
    {
        await DeployAsync(OnnxFile.Classifier(Weights));
        var refusal = await Should.ThrowAsync<InvalidInputException>(() => AskAsync(request));
        refusal.Diagnostics.Single().Message.ShouldContain(words);
        (await AskAsync("""{"instances": [[1, 2, 3]]}""")).Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_model_for_a_fixed_number_of_rows_takes_no_other()
    {
        await DeployAsync(OnnxFile.Classifier(Weights, rows: 1));
        (await AskAsync("""{"instances": [[1, 2, 3]]}""")).Predictions!.Items.Length.ShouldBe(1);
        await Should.ThrowAsync<InvalidInputException>(() => AskAsync("""{"instances": [[1, 2, 3], [1, 2, 3]]}"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no model")]
    [InlineData("{}")]
    [InlineData("""{"schemaVersion": 1, "kind": "softmax-regression"}""")]
    public async Task A_file_that_is_no_model_is_refused_and_makes_nothing(string content)
    {
        await Should.ThrowAsync<InvalidInputException>(() => DeployAsync(System.Text.Encoding.UTF8.GetBytes(content)));
        (await Deployments.FindAsync(Model, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_damaged_model_is_refused()
    {
        var model = OnnxFile.Classifier(Weights);
        for (var length = 1; length < model.Length; length += 7)
            await Should.ThrowAsync<InvalidInputException>(() => DeployAsync(model[..length]));
    }

    [Fact]
    public async Task Canaries_get_their_share_and_shadows_only_look()
    {
        await DeployAsync(OnnxFile.Classifier(Weights));
        await DeployAsync(OnnxFile.Classifier([[0, 1], [1, 0], [0, 0]]), VersionRole.Canary);
        await DeployAsync(OnnxFile.Classifier([[0, 1], [1, 0], [0, 0]]), VersionRole.Shadow);
        var answers = new List<long>();
        for (var i = 0; i < 400; i++)
            answers.Add((await AskAsync("""{"instances": [[1, 0, 0]]}""")).Version);
        answers.Distinct().Order().ShouldBe([1, 2]);
        // Share 0.25 of 400: within five standard deviations.
        answers.Count(static version => version == 2).ShouldBeInRange(57, 143);
        await Patience.UntilAsync(async () => (await FiguresAsync()).Any(static one => one is { Version: 3, Shadowed: > 0 }), Cancel);
        var figures = await FiguresAsync();
        figures.Where(static one => one.Version < 3).Sum(static one => one.Requests).ShouldBe(400);
        figures.Single(static one => one.Version == 3).Requests.ShouldBe(0);
    }

    [Fact]
    public async Task A_promotion_and_a_roll_back_take_effect_at_once()
    {
        await DeployAsync(OnnxFile.Classifier(Weights));
        await DeployAsync(OnnxFile.Classifier([[0, 1], [1, 0], [0, 0]]));
        (await AskAsync("""{"instances": [[1, 0, 0]]}""")).Version.ShouldBe(2);
        await Deployments.RollBackAsync(Model, new RouteCause(), Cancel);
        (await AskAsync("""{"instances": [[1, 0, 0]]}""")).Version.ShouldBe(1);
        await Deployments.DeleteAsync(Model, Cancel);
        (await Predictions.PredictAsync(Model, Request("""{"instances": [[1, 0, 0]]}"""), Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Versions_of_a_deployment_take_the_same_inputs_and_are_of_one_form()
    {
        await DeployAsync(OnnxFile.Classifier(Weights));
        (await Should.ThrowAsync<InvalidInputException>(() =>
            DeployAsync(OnnxFile.Adder()))).Diagnostics.Single().Code.ShouldBe("deployment.shape");
        (await Should.ThrowAsync<InvalidInputException>(() => Place.DeployAsync(TestPolicies.Prefers("red"), Model)))
            .Diagnostics.Single().Code.ShouldBe("deployment.form");
        (await Deployments.VersionsAsync(Model, Cancel))!.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_model_does_not_decide_and_a_policy_does_not_predict()
    {
        await DeployAsync(OnnxFile.Classifier(Weights));
        (await Should.ThrowAsync<ServingConflictException>(() =>
            Decisions.DecideAsync(Model, Ask(), Cancel))).Code.ShouldBe("deployment.predicts");
        await Place.DeployAsync(TestPolicies.Prefers("red"));
        var conflict = await Should.ThrowAsync<ServingConflictException>(
            () => Predictions.PredictAsync(Shop, Request("""{"instances": [[1]]}"""), Cancel));
        conflict.Code.ShouldBe("deployment.decides");
        (await Predictions.DescribeAsync(Shop, Cancel))!.Serves.ShouldBe(ServedForm.Policy);
    }

    [Fact]
    public async Task What_watches_decisions_leaves_models_alone()
    {
        await DeployAsync(OnnxFile.Classifier(Weights));
        await Place.DeployAsync(TestPolicies.Prefers("red"));
        (await Place.Service.WatchDriftAsync(Cancel)).ShouldBe(0);
        (await Place.Service.JudgeCanariesAsync(Cancel)).ShouldBe(0);
        (await Decisions.SettleAsync(Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task Models_are_loaded_once_more_after_a_restart()
    {
        await DeployAsync(OnnxFile.Classifier(Weights));
        await Place.RestartAsync();
        (await AskAsync("""{"instances": [[1, 0, 0]]}""")).Version.ShouldBe(1);
    }

    private async Task<IReadOnlyList<PredictionFigures>> FiguresAsync() =>
        (await Predictions.FiguresAsync(Model, Cancel)).ShouldNotBeNull();

    private static double[] ScoresOf(MapValue row) =>
        [.. ((ListValue)row.Find("scores")!).Items.Select(static score => score.TryGetNumber(out var number) ? number : double.NaN)];

    private static PredictionRequest Request(string json)
    {
        var map = (MapValue)ValueJson.Parse(json);
        return new PredictionRequest { Instances = map.Find("instances") as ListValue, Inputs = map.Find("inputs") };
    }

    private async Task<PredictionAnswer> AskAsync(string json) =>
        (await Predictions.PredictAsync(Model, Request(json), Cancel)).ShouldNotBeNull();

    private async Task<DeploymentVersion> DeployAsync(byte[] content, VersionRole role = VersionRole.Champion)
    {
        var version = new NewVersion { Deployment = Model, Artifact = await Place.PutAsync(content), Role = role, Share = 0.25 };
        return (await Deployments.AddAsync(version, Cancel)).Version;
    }
}

public sealed class SqliteModelTests : ModelConformance
{
    protected override DatabaseKind Engine => DatabaseKind.Sqlite;
}

public sealed class PostgreSqlModelTests : ModelConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}
