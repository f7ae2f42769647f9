using System.Text;
using Gyre.Core;

namespace Gyre.Learning.Tests.Kinds;

public sealed class LinearRegressionTests
{
    private static readonly ITrainableKind Kind = ModelKinds.BuiltIn.FindAlgorithm("linear")!;

    private const string Good =
        """{"schemaVersion":1,"kind":"linear-regression","features":["x","y"],"weights":[2,-1],"bias":0.5,"training":{}}""";

    private static readonly ModelSetting<double> Ridge = (ModelSetting<double>)Kind.Settings.Single();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>By hand: around the means x has squares 2 and moments with y 3, so the weight is 3 / (2 + ridge).</summary>
    [Theory]
    [InlineData(0, 1.5, 1 / 3.0)]
    [InlineData(1, 1, 4 / 3.0)]
    public async Task Weights_are_those_of_the_normal_equations(double ridge, double weight, double bias)
    {
        var file = await TrainAsync("x,label\n1,2\n2,3\n3,5\n", ridge, "none");

        file.ShouldContain("\"features\":[\"x\"]");
        Numbers(file, "weights").ShouldBe([weight], 1e-12);
        Numbers(file, "bias").ShouldBe([bias], 1e-12);
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("16")]
    public async Task Without_a_ridge_scaling_changes_nothing(string scale)
    {
        var random = new SeededRandom(4);
        var rows = new StringBuilder("a,b,c,label\n");
        for (var row = 0; row < 60; row++)
        {
            var (a, b, c) = (random.NextGaussian(1000, 2), random.NextGaussian(), random.NextGaussian(-3, 0.01));
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"{a:R},{b:R},{c:R},{(0.5 * a) - (2 * b) + (30 * c) + 7:R}\n");
        }

        var file = await TrainAsync(rows.ToString(), 0, scale);

        Numbers(file, "weights").ShouldBe([0.5, -2, 30], 1e-6);
        Numbers(file, "bias").ShouldBe([7], 1e-4);
    }

    [Fact]
    public async Task Predictions_are_written_with_their_labels_as_CSV_and_JSON()
    {
        var model = await ReadAsync(Good);
        var predictions = await LearningJobs.PredictAsync(
            model, Samples.Text("id,y,x,label\nu,1,3,5\nv,0,0,1\n"), new TableOptions(), Cancel);

        (await WrittenAsync(predictions, PredictionFormat.Csv)).ShouldBe("id,label,predicted\nu,5,5.5\nv,1,0.5\n");
        (await WrittenAsync(predictions, PredictionFormat.Json)).ShouldBe(
            """{"schemaVersion":1,"predictions":[{"id":"u","label":"5","predicted":5.5},{"id":"v","label":"1","predicted":0.5}]}""");
        var bare = await LearningJobs.PredictAsync(model, Samples.Text("x,y\n1,1\n"), new TableOptions(), Cancel);
        (await WrittenAsync(bare, PredictionFormat.Csv)).ShouldBe("id,predicted\n1,1.5\n");
    }

    [Fact]
    public async Task Features_that_do_not_determine_the_weights_are_refused_without_a_ridge()
    {
        const string rows = "x,y,label\n1,2,2\n2,4,3\n3,6,5\n";

        (await Should.ThrowAsync<InvalidInputException>(() => TrainAsync(rows, 0, "none"))).Diagnostics[0].Code.ShouldBe("learn.singular");
        (await TrainAsync(rows, 0.1, "none")).ShouldContain("weights");
    }

    [Theory]
    [InlineData("x,label\n1,red\n", "learn.label")]
    [InlineData("x,label\n1,1e999\n", "learn.label")]
    [InlineData("x,label\n", "learn.too-little")]
    [InlineData("label\n1\n", "learn.too-little")]
    public async Task Rows_without_numbers_to_learn_are_refused(string rows, string code) =>
        (await Should.ThrowAsync<InvalidInputException>(() => TrainAsync(rows, 1, "none"))).Diagnostics[0].Code.ShouldBe(code);

    [Theory]
    [InlineData("[2,-1]", "[2]", "found 1 numbers, expected 2")]
    [InlineData("0.5", "1e999", "not a finite number")]
    [InlineData("\"y\"", "\"x\"", "all different")]
    public async Task A_damaged_file_is_refused(string part, string instead, string expected)
    {
        var damaged = Good.Replace(part, instead, StringComparison.Ordinal);

        (await Should.ThrowAsync<InvalidInputException>(() => ReadAsync(damaged))).Message.ShouldContain(expected);
    }

    [Fact]
    public async Task Numbers_too_large_for_the_model_are_refused_by_their_row()
    {
        var model = await ReadAsync(Good.Replace("[2,-1]", "[1e300,0]", StringComparison.Ordinal));

        (await Should.ThrowAsync<InvalidInputException>(() => LearningJobs.PredictAsync(
            model, Samples.Text("id,x,y\nu,1e300,0\n"), new TableOptions(), Cancel))).Message.ShouldContain("'u'");
    }

    private static async Task<string> TrainAsync(string rows, double ridge, string scale)
    {
        var file = new MemoryStream();
        var settings = ModelSettings.Defaults.With(Ridge, ridge).With(ModelSettings.Scale, scale);
        await LearningJobs.TrainAsync(
            Samples.Text(rows), file, new TrainJob { Kind = Kind, Settings = settings }, null, Cancel);
        return Encoding.UTF8.GetString(file.ToArray());
    }

    private static double[] Numbers(string file, string name)
    {
        using var document = System.Text.Json.JsonDocument.Parse(file);
        var found = document.RootElement.GetProperty(name);
        return found.ValueKind == System.Text.Json.JsonValueKind.Array
            ? [.. found.EnumerateArray().Select(number => number.GetDouble())]
            : [found.GetDouble()];
    }

    private static Task<Model> ReadAsync(string text) => ModelFile.ReadAsync(
        new MemoryStream(Encoding.UTF8.GetBytes(text)), "model.json", ModelKinds.BuiltIn, Cancel);

    private static async Task<string> WrittenAsync(Predictions predictions, PredictionFormat format)
    {
        var stream = new MemoryStream();
        await predictions.WriteAsync(stream, format, Cancel);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
