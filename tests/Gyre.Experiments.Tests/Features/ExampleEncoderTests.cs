using System.Numerics;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Features;
using Gyre.Learning;
using static Gyre.Experiments.Tests.SampleRows;

namespace Gyre.Experiments.Tests.Features;

public sealed class ExampleEncoderTests
{
    private static readonly EncoderOptions Plain = new() { Scale = "none" };

    [Fact]
    public void Numbers_are_scaled_by_the_training_examples_and_missing_ones_are_the_mean_with_an_indicator()
    {
        var rows = new SampleRows().Input("x", ElementType.Float, Numbers(1, 3, null, double.NaN)).Rows();
        using var encoder = ExampleEncoder.Fit(rows, new EncoderOptions());
        encoder.FeatureNames.ShouldBe(["x", "x.missing"]);
        Of(encoder.Encoded(rows)).ShouldBe([[-1, 0], [1, 0], [0, 1], [0, 1]]);
    }

    [Theory]
    [InlineData("none", 6)]
    [InlineData("2.0", 3)]
    [InlineData("standard", 3)]
    public void The_scale_is_an_option(string scale, double expected)
    {
        var rows = new SampleRows().Input("x", ElementType.Integer, Value.Of(0), Value.Of(4)).Rows();
        using var encoder = ExampleEncoder.Fit(rows, new EncoderOptions { Scale = scale });
        encoder.Encoded(new SampleRows().Input("x", ElementType.Integer, Value.Of(scale == "standard" ? 8 : 6))
            .Rows())[0, 0].ShouldBe(expected);
    }

    [Fact]
    public void Without_missing_values_in_training_there_is_no_indicator_and_a_missing_one_is_the_mean()
    {
        using var encoder = ExampleEncoder.Fit(new SampleRows().Input("x", ElementType.Float, Numbers(1, 3)).Rows(), Plain);
        Of(encoder.Encoded(new SampleRows().Input("x", ElementType.Float, Numbers(null, 5)).Rows())).ShouldBe([[2], [5]]);
    }

    [Fact]
    public void A_constant_number_keeps_its_size_even_where_its_mean_is_rounded()
    {
        using var encoder = ExampleEncoder.Fit(new SampleRows().Input("x", ElementType.Float, Numbers(0.1, 0.1, 0.1))
            .Rows(), new EncoderOptions());
        encoder.Encoded(new SampleRows().Input("x", ElementType.Float, Numbers(1.1)).Rows())[0, 0].ShouldBe(1, 1e-12);
    }

    [Fact]
    public void Enormous_numbers_stay_finite()
    {
        var rows = new SampleRows().Input("x", ElementType.Float, Numbers(1e308, -1e308, double.PositiveInfinity))
            .Input("n", ElementType.Integer, new IntegerValue(BigInteger.Pow(10, 400)), Value.Of(1), Value.Of(2)).Rows();
        using var encoder = ExampleEncoder.Fit(rows, new EncoderOptions());
        encoder.Encoded(rows).Values.ToArray().ShouldAllBe(static number => double.IsFinite(number));
    }

    [Fact]
    public void Truth_values_are_0_and_1_on_any_scale()
    {
        var rows = new SampleRows().Input("b", ElementType.Boolean, Value.True, Value.False, Value.True, Value.Null).Rows();
        using var encoder = ExampleEncoder.Fit(rows, new EncoderOptions());
        var encoded = encoder.Encoded(rows);
        (encoded[0, 0], encoded[1, 0], encoded[3, 1]).ShouldBe((1, 0, 1));
        encoded[3, 0].ShouldBe(2 / 3.0);
    }

    [Fact]
    public void Categories_have_a_feature_for_each_label_of_the_training_examples()
    {
        var rows = new SampleRows().Input("c", ElementType.Category, Texts("b", "a", "b")).Rows();
        using var encoder = ExampleEncoder.Fit(rows, Plain);
        encoder.FeatureNames.ShouldBe(["c=a", "c=b"]);
        Of(encoder.Encoded(new SampleRows().Input("c", ElementType.Category, Texts("b", "unseen", null)).Rows()))
            .ShouldBe([[0, 1], [0, 0], [0, 0]]);
    }

    [Fact]
    public void Categories_with_many_labels_are_hashed()
    {
        var rows = new SampleRows().Input("c", ElementType.Category, Texts([.. Enumerable.Range(0, 50).Select(static i => $"label {i}")]))
            .Rows();
        using var encoder = ExampleEncoder.Fit(rows, Plain with { MaxCategories = 49, CategoryWidth = 8 });
        var encoded = encoder.Encoded(rows);
        encoder.Width.ShouldBe(8);
        for (var i = 0; i < encoded.Rows; i++)
            encoded.Row(i).ToArray().Count(static feature => Math.Abs(feature) == 1).ShouldBe(1);
    }

    [Fact]
    public void Dates_become_lengths_and_points_on_circles()
    {
        var rows = new SampleRows().Input("d", ElementType.Datetime, Moments("1970-01-01T00:00:00", "1971-04-04T06:00:00")).Rows();
        using var encoder = ExampleEncoder.Fit(rows, Plain);
        encoder.FeatureNames.ShouldBe(
            ["d.year", "d.days", "d.month.sin", "d.month.cos", "d.weekday.sin", "d.weekday.cos", "d.hour.sin", "d.hour.cos"]);
        var second = Of(encoder.Encoded(rows))[1];
        second[..2].ShouldBe([1971, 365 + 31 + 28 + 31 + 3 + 0.25]);
        // April is a quarter of the year behind January, six o'clock a quarter of the day behind midnight, and that day was a Sunday.
        double[] turns = [Math.Sin(Math.Tau / 4), Math.Cos(Math.Tau / 4), Math.Sin(6 * Math.Tau / 7), Math.Cos(6 * Math.Tau / 7), 1, 0];
        second[2..].Zip(turns, static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-12);
    }

    [Fact]
    public void Lists_of_one_length_are_vectors_and_a_missing_item_is_the_mean_of_its_place()
    {
        var rows = new SampleRows().Lists("v", ElementType.Float, List(1, 10), List(3, 30), Value.Of([Value.Null, Value.Of(20)])).Rows();
        using var encoder = ExampleEncoder.Fit(rows, Plain);
        encoder.FeatureNames.ShouldBe(["v[0]", "v[1]"]);
        Of(encoder.Encoded(rows)).ShouldBe([[1, 10], [3, 30], [2, 20]]);
        var refused = Should.Throw<InvalidInputException>(() =>
            encoder.Encoded(new SampleRows().Lists("v", ElementType.Float, List(1, 2, 3)).Rows()));
        refused.Diagnostics[0].Message.ShouldContain("has 3 numbers, but every training example has 2");
    }

    [Fact]
    public void Lists_of_different_lengths_are_summarised()
    {
        var rows = new SampleRows().Lists("v", ElementType.Integer, List(1, 2, 6), List(5), Value.Of([])).Rows();
        using var encoder = ExampleEncoder.Fit(rows, Plain);
        encoder.FeatureNames.ShouldBe(["v.mean", "v.min", "v.max", "v.length"]);
        Of(encoder.Encoded(rows)).ShouldBe([[3, 1, 6, 3], [5, 5, 5, 1], [4, 3, 5.5, 0]]);
    }

    [Fact]
    public void Vectors_can_be_summarised_too()
    {
        var rows = new SampleRows().Lists("v", ElementType.Float, List(1, 3)).Rows();
        using var encoder = ExampleEncoder.Fit(rows, Plain with { AreVectorsSummarized = true });
        Of(encoder.Encoded(rows)).ShouldBe([[2, 1, 3, 2]]);
    }

    [Fact]
    public void Several_labels_are_counted()
    {
        var rows = new SampleRows().Lists("c", ElementType.Category, List("a", "b", "a"), List("b")).Rows();
        using var encoder = ExampleEncoder.Fit(rows, Plain);
        Of(encoder.Encoded(rows)).ShouldBe([[2, 1], [0, 1]]);
    }

    [Fact]
    public void Texts_have_length_1_and_resemble_each_other_by_their_words()
    {
        var rows = new SampleRows().Input("t", ElementType.Text, Texts("The cat sat.", "the CAT   sat", "dogs bark loudly", "!?", null))
            .Rows();
        using var encoder = ExampleEncoder.Fit(rows, Plain);
        encoder.Width.ShouldBe(257);
        var texts = Of(encoder.Encoded(rows));
        texts[0].ShouldBe(texts[1]);
        texts[0].Sum(static feature => feature * feature).ShouldBe(1, 1e-12);
        Math.Abs(texts[0].Zip(texts[2], static (a, b) => a * b).Sum()).ShouldBeLessThan(0.3);
        texts[3].Sum(static feature => feature * feature).ShouldBe(1, 1e-12);
        texts[4].ShouldBe([.. new double[256], 1]);
    }

    [Fact]
    public void All_inputs_stand_side_by_side_and_nothing_else_does()
    {
        var rows = new SampleRows().Input("x", ElementType.Float, Numbers(1, 2)).Input("c", ElementType.Category, Texts("a", "b"))
            .Output("y", ElementType.Category, Texts("p", "q")).Rows();
        using var encoder = ExampleEncoder.Fit(rows, Plain);
        Of(encoder.Encoded(rows)).ShouldBe([[1, 1, 0], [2, 0, 1]]);
    }

    [Fact]
    public void Inputs_are_found_by_name()
    {
        using var encoder = ExampleEncoder.Fit(
            new SampleRows().Input("x", ElementType.Float, Numbers(1)).Input("z", ElementType.Float, Numbers(2)).Rows(), Plain);
        var turned = new SampleRows().Input("z", ElementType.Float, Numbers(20)).Input("x", ElementType.Float, Numbers(10)).Rows();
        Of(encoder.Encoded(turned)).ShouldBe([[10, 20]]);
    }

    [Fact]
    public void Another_schema_is_refused()
    {
        using var encoder = ExampleEncoder.Fit(new SampleRows().Input("x", ElementType.Float, Numbers(1)).Rows(), Plain);
        Refusal(() => encoder.Encoded(new SampleRows().Input("y", ElementType.Float, Numbers(1)).Rows()))
            .ShouldContain("The input \"x\" is missing");
        Refusal(() => encoder.Encoded(new SampleRows().Input("x", ElementType.Text, Texts("a")).Rows()))
            .ShouldContain("was Float in training, but is Text");
        Refusal(() => encoder.Encoded(new SampleRows().Input("x", ElementType.Float, Texts("a")).Rows()))
            .ShouldContain("the value is not a number");
    }

    [Theory]
    [InlineData(ElementType.AudioFile)]
    [InlineData(ElementType.VideoFile)]
    [InlineData(ElementType.DocumentFile)]
    [InlineData(ElementType.GenericFile)]
    public void Other_files_are_refused_with_a_way_out(ElementType type) =>
        Refusal(() => ExampleEncoder.Fit(new SampleRows().Input("f", type, Texts("a.bin")).Rows(), Plain))
            .ShouldContain("transform that is a command");

    [Fact]
    public void Examples_without_inputs_are_refused() =>
        Refusal(() => ExampleEncoder.Fit(new SampleRows().Output("y", ElementType.Float, Numbers(1)).Rows(), Plain))
            .ShouldContain("0 features");

    [Fact]
    public void Too_many_features_are_refused()
    {
        var options = Plain with { Image = new ImageShape(ImageShape.MaxSide, ImageShape.MaxSide, IsGrey: true) };
        Refusal(() => ExampleEncoder.Fit(new SampleRows().Input("i", ElementType.ImageFile, Texts("a.png")).Rows(), options))
            .ShouldContain("image_width");
    }

    [Fact]
    public void What_is_saved_encodes_the_same()
    {
        var rows = Mixed();
        using var encoder = ExampleEncoder.Fit(rows, new EncoderOptions { MaxCategories = 2 });
        var text = ValueJson.Write(encoder.Save());
        using var loaded = ExampleEncoder.Load(ValueJson.Parse(text), "");
        ValueJson.Write(loaded.Save()).ShouldBe(text);
        loaded.FeatureNames.ShouldBe(encoder.FeatureNames);
        loaded.Encoded(rows).Values.ToArray().ShouldBe(encoder.Encoded(rows).Values.ToArray());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"schemaVersion": 2, "kind": "example-encoder", "models": [], "elements": []}""")]
    [InlineData("""{"schemaVersion": 1, "kind": "one-hot", "models": [], "elements": []}""")]
    [InlineData("""{"schemaVersion": 1, "kind": "example-encoder", "models": [], "elements": []}""")]
    [InlineData("""{"schemaVersion": 1, "kind": "example-encoder", "models": [], "elements": [{"name": "x"}]}""")]
    public void Foreign_documents_are_refused(string json) =>
        Refusal(() => ExampleEncoder.Load(ValueJson.Parse(json), "")).ShouldNotBeEmpty();

    [Theory]
    [InlineData("\"divisors\":[", "\"divisors\":[0.0,")]
    [InlineData("\"means\":[", "\"means\":[1.0,")]
    [InlineData("\"means\":[", "\"means\":[{\"$float\":\"nan\"},")]
    [InlineData("\"kind\":\"numbers\"", "\"kind\":\"magic\"")]
    [InlineData("\"type\":\"Float\"", "\"type\":\"Floating\"")]
    [InlineData("\"width\":256", "\"width\":100000000")]
    public void Damaged_documents_are_refused(string from, string to)
    {
        using var encoder = ExampleEncoder.Fit(Mixed(), new EncoderOptions());
        var text = ValueJson.Write(encoder.Save());
        text.ShouldContain(from);
        Refusal(() => ExampleEncoder.Load(ValueJson.Parse(text.Replace(from, to, StringComparison.Ordinal)), "")).ShouldNotBeEmpty();
    }

    [Fact]
    public void Parameters_become_options_and_others_are_left_alone()
    {
        var options = EncoderOptions.Read(
            Map(
                ("image_width", Value.Of(8)), ("image_height", Value.Of(4)), ("image_colors", Value.Of("grey")),
                    ("text_width", Value.Of(16)),
                ("ngrams", Value.Of(1)), ("scale", Value.Of(16)), ("epochs", Value.Of(3))), "code");
        (options.Image.Length, options.Text.Width, options.Text.Ngrams, options.Scale).ShouldBe((32, 16, 1, "16.0"));
        EncoderOptions.Read(new MapValue([]), "").Scale.ShouldBe("standard");
    }

    [Theory]
    [InlineData("image_width", "0")]
    [InlineData("image_width", "2.5")]
    [InlineData("image_colors", "\"blue\"")]
    [InlineData("image_mean", "[0, 1]")]
    [InlineData("image_deviation", "0")]
    [InlineData("text_width", "\"many\"")]
    [InlineData("scale", "\"log\"")]
    [InlineData("scale", "-1")]
    [InlineData("vectors", "true")]
    [InlineData("embedding", "[1]")]
    public void Wrong_parameters_are_named(string name, string json) =>
        Refusal(() => EncoderOptions.Read(Map((name, ValueJson.Parse(json))), "")).ShouldContain($"'{name}'");

    private static TrialRows Mixed() => new SampleRows().Input("x", ElementType.Float, Numbers(0.1, 0.7, null))
        .Input("b", ElementType.Boolean, Value.True, null, Value.False)
        .Input("c", ElementType.Category, Texts("a", "b", "c"))
        .Input("d", ElementType.Datetime, Moments("2020-02-29T12:00:00", "1999-12-31T23:59:59", "2024-01-01T00:00:00"))
        .Input("t", ElementType.Text, Texts("one two", "three", null))
        .Lists("v", ElementType.Float, List(1, 2), List(3, 4), List(5, 7))
        .Lists("w", ElementType.Integer, List(1), List(2, 3), null)
        .Lists("k", ElementType.Category, List("a"), List("b", "a"), null).Rows();

    private static double[][] Of(DenseMatrix matrix) => [.. Enumerable.Range(0, matrix.Rows).Select(i => matrix.Row(i).ToArray())];

    private static string Refusal(Action act) => Should.Throw<InvalidInputException>(act).Message;
}
