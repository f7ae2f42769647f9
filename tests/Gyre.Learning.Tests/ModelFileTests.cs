using System.Text;
using Gyre.Core;

namespace Gyre.Learning.Tests;

public sealed class ModelFileTests
{
    private const string Good =
        """{"schemaVersion":1,"kind":"softmax-regression","classes":["a","b"],"features":{"names":["x"],"offset":[0],"scale":[1]},"layers":[{"inputs":1,"outputs":2,"activation":"softmax","weights":[1,-1],"bias":[0,0]}],"training":{}}""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_model_reads_back_with_the_same_bits(bool mlp)
    {
        var set = Samples.Clouds(60);
        var model = mlp
            ? Train.Mlp(set, new MlpClassifierOptions { Hidden = 5, Epochs = 2, Scaling = "standard" }).Model
            : Train.Softmax(set, new SoftmaxRegressionOptions { Scaling = "16" }).Model;

        var stream = new MemoryStream();
        await ModelFile.WriteAsync(model, stream, TestContext.Current.CancellationToken);
        stream.Position = 0;
        var read = (LayeredModel)await ModelFile.ReadAsync(stream, "model.json", ModelKinds.BuiltIn, TestContext.Current.CancellationToken);

        Samples.Parameters(read).ShouldBe(Samples.Parameters(model));
        read.Kind.ShouldBe(model.Kind);
        read.Classes.ShouldBe(model.Classes);
        read.FeatureNames.ShouldBe(model.FeatureNames);
        read.Scaling.Offset.ShouldBe(model.Scaling.Offset);
        read.Scaling.Scale.ShouldBe(model.Scaling.Scale);
        read.Training.ShouldBe(model.Training);
        read.Probabilities(set.Features).Values.ToArray().ShouldBe(model.Probabilities(set.Features).Values.ToArray());
    }

    [Fact]
    public async Task The_documented_shape_is_read() =>
        (await ReadAsync(Good)).Probabilities(new DenseMatrix(1, 1, [0])).Values.ToArray().ShouldBe([0.5, 0.5]);

    [Theory]
    [InlineData("", "", "model.syntax")]
    [InlineData("}]", "}", "model.syntax")]
    [InlineData("\"classes\":[\"a\",\"b\"]", "\"classes\":[\"a\",\"b\"],\"classes\":[\"a\",\"b\"]", "model.syntax")]
    [InlineData("[1,-1]", "[NaN,-1]", "model.syntax")]
    [InlineData("[1,-1]", "[1e999,-1]", "not a finite number")]
    [InlineData("[1,-1]", "[\"1\",-1]", "not a finite number")]
    [InlineData("[1,-1]", "[1]", "found 1 numbers, expected 2")]
    [InlineData("\"inputs\":1,\"outputs\":2", "\"inputs\":1,\"outputs\":2000000000", "expected 2000000000")]
    [InlineData("\"inputs\":1", "\"inputs\":3", "has 3 inputs, but receives 1")]
    [InlineData("\"inputs\":1", "\"inputs\":-1", "is not a valid size")]
    [InlineData("\"inputs\":1", "\"inputs\":99999999999999", "is not a valid size")]
    [InlineData("\"outputs\":2,\"activation\":\"softmax\",\"weights\":[1,-1],\"bias\":[0,0]", "\"outputs\":1,\"activation\":\"softmax\",\"weights\":[1],\"bias\":[0]", "1 outputs, but there are 2 classes")]
    [InlineData("\"schemaVersion\":1", "\"schemaVersion\":2", "the file has version 2")]
    [InlineData("\"schemaVersion\":1,", "", "'schemaVersion' is missing")]
    [InlineData("softmax-regression", "oracle", "'oracle' is not a known model kind")]
    [InlineData("\"scale\":[1]", "\"scale\":[0]", "a scale is 0")]
    [InlineData("[\"a\",\"b\"]", "[\"a\",\"a\"]", "all different")]
    [InlineData("\"softmax\",\"weights\"", "\"relu\",\"weights\"", "'relu' is not a valid activation for this layer")]
    [InlineData("\"training\":{}", "\"training\":[]", "found a list, expected an object")]
    [InlineData("\"training\":{}", "\"training\":{\"x\":1e999}", "model")]
    [InlineData("[\"x\"]", "[\"\\ud800\"]", "not valid Unicode")]
    public async Task A_damaged_file_is_refused_by_name(string part, string instead, string expected)
    {
        var text = part.Length == 0 ? instead : Good.Replace(part, instead, StringComparison.Ordinal);
        text.ShouldNotBe(Good);

        var error = await Should.ThrowAsync<InvalidInputException>(() => ReadAsync(text));

        error.Message.ShouldContain(expected);
        error.Diagnostics[0].File.ShouldBe("model.json");
    }

    [Fact]
    public async Task Every_cut_of_a_file_is_refused()
    {
        for (var length = 0; length < Good.Length; length++)
            await Should.ThrowAsync<InvalidInputException>(() => ReadAsync(Good[..length]));
    }

    [Fact]
    public async Task Nesting_without_end_is_refused() =>
        await Should.ThrowAsync<InvalidInputException>(() => ReadAsync(new string('[', 100_000)));

    [Fact]
    public async Task A_file_that_never_ends_is_refused_at_the_limit()
    {
        var error = await Should.ThrowAsync<InvalidInputException>(
            () => ModelFile.ReadAsync(new EndlessStream((byte)' '), "model.json", ModelKinds.BuiltIn, TestContext.Current.CancellationToken));

        error.Message.ShouldContain("larger than");
    }

    private static async Task<LayeredModel> ReadAsync(string text) =>
        (LayeredModel)await ModelFile.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "model.json", ModelKinds.BuiltIn, TestContext.Current.CancellationToken);
}
