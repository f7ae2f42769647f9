using System.Text;
using Gyre.Core;

namespace Gyre.Learning.Tests.Kinds;

/// <summary>A kind from outside goes the same ways as the two that the program brings along.</summary>
public sealed class ModelKindsTests
{
    private const string Rows = "id,x,y,label\na,0,0,near\nb,0.5,0,near\nc,4,4,far\nd,4.5,4,far\n";

    private static readonly ModelKinds Kinds = ModelKinds.BuiltIn.With(new NearestMean()).With(new ConstantNumber());

    [Fact]
    public async Task One_line_registers_a_kind_that_trains_saves_loads_and_predicts()
    {
        var file = new MemoryStream();
        var job = new TrainJob { Kind = Kinds.FindAlgorithm("mean")!, Settings = ModelSettings.Defaults.With(NearestMean.Sharpness, 0.25) };

        await LearningJobs.TrainAsync(Samples.Text(Rows), file, job, null, TestContext.Current.CancellationToken);
        var model = await ReadAsync(file, Kinds);
        var predictions = await PredictAsync(model, "id,y,x\nq,4,3.5\n");

        model.Training.ShouldBe(new MapValue([new("rows", Value.Of(4))]));
        model.ShouldBeOfType<NearestMean.MeanModel>().Sharpness.ShouldBe(0.25);
        predictions.ShouldBeOfType<PredictionSet>().Predicted.ShouldBe(["far"]);
        (await LearningJobs.EvaluateAsync(model, Samples.Text(Rows), new TableOptions(), TestContext.Current.CancellationToken)).Accuracy.ShouldBe(1);
        (await WrittenAsync(predictions)).ShouldStartWith("id,predicted,p_far,p_near\nq,far,0.99");
        Encoding.UTF8.GetString(file.ToArray()).ShouldBe(
            """{"schemaVersion":1,"kind":"nearest-mean","sharpness":0.25,"features":["x","y"],"means":{"far":[4.25,4],"near":[0.25,0]},"training":{"rows":4}}""");
    }

    [Fact]
    public async Task A_kind_may_predict_something_else_than_classes_and_is_not_evaluated_as_a_classifier()
    {
        var model = await ReadAsync(Text("""{"schemaVersion":1,"kind":"constant","feature":"x","number":2.5,"training":{}}"""), Kinds);

        (await WrittenAsync(await PredictAsync(model, Rows))).ShouldBe("a,2.5\nb,2.5\nc,2.5\nd,2.5\n");
        var error = await Should.ThrowAsync<InvalidInputException>(
            () => LearningJobs.EvaluateAsync(model, Samples.Text(Rows), new TableOptions(), TestContext.Current.CancellationToken));
        error.Message.ShouldContain("'constant' does not predict classes");
    }

    [Fact]
    public async Task A_kind_that_is_not_registered_is_refused_by_name_with_those_that_are()
    {
        var file = Text("""{"schemaVersion":1,"kind":"oracle"}""");

        (await RefusedAsync(file, ModelKinds.BuiltIn)).ShouldContain(
            "'oracle' is not a known model kind. (at kind) Use one of: 'softmax-regression', 'mlp-classifier', ");
        (await RefusedAsync(file, Kinds)).ShouldContain("'linear-regression', 'nearest-mean' and 'constant'.");
    }

    [Fact]
    public async Task Settings_out_of_range_are_refused_before_the_data_is_read()
    {
        var job = new TrainJob { Kind = Kinds.FindAlgorithm("mean")!, Settings = ModelSettings.Defaults.With(NearestMean.Sharpness, 0.0) };

        var error = await Should.ThrowAsync<InvalidInputException>(
            () => LearningJobs.TrainAsync(Samples.Text("no table"), new MemoryStream(), job, null, TestContext.Current.CancellationToken));

        error.Message.ShouldContain("sharpness");
    }

    [Fact]
    public void A_name_an_algorithm_and_the_type_of_a_setting_stand_for_one_thing()
    {
        Should.Throw<ArgumentException>(() => Kinds.With(new ConstantNumber())).Message.ShouldContain("kind 'constant'");
        Should.Throw<ArgumentException>(() => ModelKinds.BuiltIn.With(new Renamed("other", "mlp"))).Message.ShouldContain("algorithm 'mlp'");
        Should.Throw<ArgumentException>(() => ModelKinds.BuiltIn.With(new Renamed("other", "words", new ModelSetting<string>("epochs", "few", "")))).Message.ShouldContain("'epochs'");
        ModelKinds.BuiltIn.With(new Renamed("other", "passes",
            new ModelSetting<int>("epochs", 7, ""))).Trainable.Length.ShouldBe(ModelKinds.BuiltIn.Trainable.Length + 1);
    }

    [Fact]
    public void Every_kind_has_a_name_of_its_own_in_kebab_case()
    {
        ModelKinds.BuiltIn.All.Select(kind => kind.Name).ShouldBe(
            ["softmax-regression", "mlp-classifier", "gradient-boosted-trees", "gradient-boosted-regression", "linear-regression"]);
        ModelKinds.BuiltIn.Trainable.Select(kind => kind.Algorithm).ShouldBe(["softmax", "mlp", "trees", "trees-regression", "linear"]);
    }

    private static async Task<string> RefusedAsync(MemoryStream file, ModelKinds kinds) =>
        (await Should.ThrowAsync<InvalidInputException>(() => ReadAsync(file, kinds))).Diagnostics[0].ToString();

    private static Task<Model> ReadAsync(MemoryStream file, ModelKinds kinds)
    {
        file.Position = 0;
        return ModelFile.ReadAsync(file, "model.json", kinds, TestContext.Current.CancellationToken);
    }

    private static Task<Predictions> PredictAsync(Model model, string rows) =>
        LearningJobs.PredictAsync(model, Samples.Text(rows), new TableOptions(), TestContext.Current.CancellationToken);

    private static async Task<string> WrittenAsync(Predictions predictions)
    {
        var stream = new MemoryStream();
        await predictions.WriteAsync(stream, PredictionFormat.Csv, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray()).ReplaceLineEndings("\n");
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed class Renamed(string name, string algorithm, params ModelSetting[] settings) : ITrainableKind
    {
        private readonly NearestMean _inner = new();

        public string Name => name;

        public string Algorithm => algorithm;

        public System.Collections.Immutable.ImmutableArray<ModelSetting> Settings => [.. settings];

        public void Check(ModelSettings given) => _inner.Check(given);

        public TrainingResult Train(Table table, ModelSettings given, Action<TrainingProgress>? progress, CancellationToken cancellationToken) =>
            _inner.Train(table, given, progress, cancellationToken);

        public void Write(System.Text.Json.Utf8JsonWriter writer, Model model) => _inner.Write(writer, model);

        public Model Read(JsonPart file) => _inner.Read(file);

        public Predictions Predict(Model model, Table table) => _inner.Predict(model, table);
    }
}
