using Gyre.Core;

namespace Gyre.Experiments.Tests;

/// <summary>The model of a trial answers about rows by itself, from one file.</summary>
public sealed class TrialModelFileTests : IAsyncLifetime
{
    private const string Node = "learn_plain_one_points_e1";

    private readonly StepWorld _world = new();
    private Dictionary<string, byte[]> _files = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _world.WriteDatasetAsync();
        var yaml = Plans.Two.Replace(
            "pipeline: {model:", "pipeline: {transforms: [{class: octopuscl.data.transforms.StandardScaler, mode: [train, eval]}], model:",
            StringComparison.Ordinal);
        await _world.RunAsync(StepWorld.Prepare(yaml), static node => node.Word == "split"
            || node is { Word: "learn", Trial: "plain one" });
        var folder = _world.FileOf(Node, "artifacts/model");
        _files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'), File.ReadAllBytes,
            StringComparer.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Rows_are_answered_with_the_transforms_of_the_trial()
    {
        var packed = TrialModelFile.Pack(_files);
        TrialModelFile.IsOne(packed).ShouldBeTrue();
        TrialModelFile.Pack(_files).ShouldBe(packed, "the same files give the same bytes");
        await using var predictor = await TrialModelFile.LoadAsync(packed, Cancel);
        predictor.Classes.ShouldBe(["l0", "l1", "l2", "l3"]);
        var named = await PredictAsync(predictor, """[{"x": 0.5, "y": 4.5}, {"y": 4.5, "x": "4.5", "label": "l0", "id": "7"}]""");
        named.Labels.ShouldBe(["l2", "l3"], "those of the experience that was learned last");
        var listed = await PredictAsync(predictor, "[[0.5, 4.5], [4.5, 4.5]]");
        listed.Labels.ShouldBe(named.Labels);
        for (var row = 0; row < 2; row++)
            listed.Probabilities!.Row(row).ToArray().Sum().ShouldBe(1, 1e-9);
    }

    [Theory]
    [InlineData("[7]", "instances/0", "no object")]
    [InlineData("""[{"x": 1, "y": 2}, {"x": "east", "y": 2}]""", "instances/1/x", "'east' is not of the type float")]
    [InlineData("""[{"x": 1, "z": 2}]""", "instances/0", "no element 'z'")]
    [InlineData("""[{"x": {"a": 1}, "y": 2}]""", "instances/0/x", "is not of the type float")]
    [InlineData("[[1, 2, 3]]", "instances/0", "no list with a value for each input")]
    public async Task Rows_that_do_not_fit_are_refused_with_their_place(string rows, string path, string message)
    {
        await using var predictor = await TrialModelFile.LoadAsync(TrialModelFile.Pack(_files), Cancel);
        var problem = (await Should.ThrowAsync<InvalidInputException>(() => PredictAsync(predictor, rows))).Diagnostics[0];
        (problem.Path, problem.Code).ShouldBe((path, "predict.row"));
        problem.Message.ShouldContain(message);
        problem.Remedy.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_cannot_answer_by_itself_is_refused()
    {
        Should.Throw<InvalidInputException>(() => TrialModelFile.Pack(
            _files.Where(static file => file.Key != "trial.json").ToDictionary())).Message.ShouldContain("earlier version");
        Should.Throw<InvalidInputException>(() => TrialModelFile.Pack(With(
            "trial.json", static text => text.Replace("\"softmax-regression\"", "\"python\"", StringComparison.Ordinal))))
            .Diagnostics[0].Code.ShouldBe("experiment.model.hosted");
        var without = TrialModelFile.Pack(_files.Where(static file => file.Key != "model/learner.json").ToDictionary());
        (await Should.ThrowAsync<InvalidInputException>(() => TrialModelFile.LoadAsync(without, Cancel))).Message.ShouldContain("missing");
        var packed = TrialModelFile.Pack(_files);
        await Should.ThrowAsync<InvalidInputException>(() => TrialModelFile.LoadAsync(packed.AsMemory(0, packed.Length / 2), Cancel));
        var outside = new Dictionary<string, byte[]>(_files) { ["../outside.json"] = [1] };
        await Should.ThrowAsync<InvalidInputException>(() => TrialModelFile.LoadAsync(TrialModelFile.Pack(outside), Cancel));
    }

    private Dictionary<string, byte[]> With(string name, Func<string, string> change) => new(_files)
    {
        [name] = System.Text.Encoding.UTF8.GetBytes(change(System.Text.Encoding.UTF8.GetString(_files[name]))),
    };

    private static async Task<LabelPredictions> PredictAsync(ITrialPredictor predictor, string rows) =>
        (await predictor.PredictAsync((ListValue)ValueJson.Parse(rows), Cancel)).ShouldBeOfType<LabelPredictions>();
}
