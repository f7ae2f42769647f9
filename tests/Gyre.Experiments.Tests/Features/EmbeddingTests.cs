using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Features;
using Gyre.Testing;
using SkiaSharp;
using static Gyre.Experiments.Tests.SampleRows;

namespace Gyre.Experiments.Tests.Features;

/// <summary>Models of the user that embed images and texts.</summary>
public sealed class EmbeddingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-embedding-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_model_of_texts_embeds_texts()
    {
        Model("words.onnx", OnnxFile.WordCounter("good", "bad"));
        var rows = new SampleRows().Input("t", ElementType.Text, Texts("good", "bad", "ugly", null)).Rows();
        using var encoder = ExampleEncoder.Fit(rows, With("words.onnx"));
        encoder.FeatureNames.ShouldBe(["t~0", "t~1", "t.missing"]);
        encoder.Encoded(rows).Values.ToArray().ShouldBe([1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1]);
    }

    [Theory]
    [InlineData(new long[] { 3, 1, 2 }, new[] { 1, 0, 0.2, 0.4, 0, 1 })]
    [InlineData(new long[] { 1, 2, 3 }, new[] { 1, 0.2, 0, 0, 0.4, 1 })]
    [InlineData(new long[] { 3, 0, 0 }, new[] { 1, 0, 0.2, 0.4, 0, 1 })]
    public void A_model_of_images_gets_them_as_it_takes_them(long[] shape, double[] expected)
    {
        Model("pixels.onnx", OnnxFile.Flattener(shape));
        using (var bitmap = new SKBitmap(2, 1) { Pixels = [new SKColor(255, 51, 0), new SKColor(0, 102, 255)] })
            File.WriteAllBytes(Path.Join(_folder, "a.png"), bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray());
        var rows = new SampleRows().Input("i", ElementType.ImageFile, Texts("a.png")).Rows(_folder);
        using var encoder = ExampleEncoder.Fit(rows, With("pixels.onnx") with { Image = new ImageShape(2, 1, IsGrey: true) });
        encoder.Encoded(rows).Row(0).ToArray().ShouldBe(expected, 1e-6);
    }

    [Fact]
    public void Models_are_found_again_by_their_digest()
    {
        Model("words.onnx", OnnxFile.WordCounter("good", "bad"));
        var rows = new SampleRows().Input("t", ElementType.Text, Texts("good")).Rows();
        using var encoder = ExampleEncoder.Fit(rows, With("words.onnx"));
        var state = ValueJson.Parse(ValueJson.Write(encoder.Save()));
        using (var loaded = ExampleEncoder.Load(state, _folder))
            loaded.Encoded(rows).Row(0).ToArray().ShouldBe([1, 0]);
        Model("words.onnx", OnnxFile.WordCounter("good", "evil"));
        Refusal(() => ExampleEncoder.Load(state, _folder)).ShouldContain("another one now");
        File.Delete(Path.Join(_folder, "words.onnx"));
        Refusal(() => ExampleEncoder.Load(state, _folder)).ShouldContain("'words.onnx' is not there");
    }

    [Fact]
    public void What_embeds_nothing_is_refused()
    {
        Model("rubbish.onnx", [1, 2, 3]);
        Model("adder.onnx", OnnxFile.Adder());
        Model("table.onnx", OnnxFile.Classifier([[1, 0], [0, 1]]));
        Model("echo.onnx", OnnxFile.Echo());
        Model("pixels.onnx", OnnxFile.Flattener(3, 2, 2));
        Model("wide.onnx", OnnxFile.Flattener(5, 5, 5));
        Fit("rubbish.onnx").ShouldContain("ONNX Runtime");
        Fit("adder.onnx").ShouldContain("several inputs");
        Fit("table.onnx").ShouldContain("neither texts nor images");
        Fit("echo.onnx").ShouldContain("no tensor of floats");
        Fit("wide.onnx").ShouldContain("which dimension");
        Fit("pixels.onnx").ShouldContain("embeds images, but there is no input left for it");
        Fit("../outside.onnx").ShouldContain("path.invalid");
        Fit("absent.onnx").ShouldContain("is not there");
    }

    private string Fit(string model) =>
        Refusal(() => ExampleEncoder.Fit(new SampleRows().Input("t", ElementType.Text, Texts("a")).Rows(), With(model)));

    private static string Refusal(Action act) => Should.Throw<InvalidInputException>(act).Message;

    private EncoderOptions With(string model) => new() { Embeddings = [model], CodeFolder = _folder };

    private void Model(string name, byte[] content) => File.WriteAllBytes(Path.Join(_folder, name), content);
}
