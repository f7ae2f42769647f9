using System.Globalization;
using CsCheck;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Features;

namespace Gyre.Experiments.Tests.Features;

/// <summary>What holds for any examples.</summary>
public sealed class EncoderPropertyTests
{
    private static readonly Gen<Value?> Number = Gen.Frequency(
        (5, Gen.Double.Select(static number => (Value?)Value.Of(number))), (1, Gen.Const((Value?)null)),
            (1, Gen.Const((Value?)Value.Null)));

    private static readonly Gen<Value?> Label =
        Gen.Frequency((5, Gen.String[Gen.Char["abc"], 0, 2].Select(static text => (Value?)Value.Of(text))), (1, Gen.Const((Value?)null)));

    private static readonly Gen<Value?> Text =
        Gen.Frequency((5, Gen.String.Select(static text => (Value?)Value.Of(text))), (1, Gen.Const((Value?)null)));

    private static readonly Gen<Value?> Moment =
        Gen.DateTime.Select(static moment =>
            (Value?)new TimestampValue(moment.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)));

    private static readonly Gen<Value?> Several =
        Gen.Int[-5, 5].Array[0, 4].Select(static numbers => (Value?)Value.Of(numbers.Select(static number => Value.Of(number))));

    private static readonly Gen<TrialRows> Rows = Gen.Int[1, 12].SelectMany(static count =>
        Gen.Select(
            Number.Array[count], Label.Array[count], Text.Array[count], Moment.Array[count], Several.Array[count],
            static (numbers, labels, texts, moments, lists) => new SampleRows().Input("x", ElementType.Float, numbers)
                .Input("c", ElementType.Category, labels).Input("t", ElementType.Text, texts).Input("d", ElementType.Datetime, moments)
                .Lists("l", ElementType.Integer, lists).Rows()));

    private static readonly EncoderOptions Options =
        new() { Text = new HashedText(16, 2, 3), MaxCategories = 3, CategoryWidth = 4, AreVectorsSummarized = true };

    [Fact]
    public void Examples_together_are_encoded_as_they_are_one_by_one() => Gen.Select(Rows, Rows).Sample(
        static (training, rows) =>
        {
            using var encoder = ExampleEncoder.Fit(training, Options);
            var together = encoder.Encoded(rows);
            foreach (var (i, example) in rows.Examples.Index())
                encoder.Encoded(rows with { Examples = [example] }).Row(0).SequenceEqual(together.Row(i)).ShouldBeTrue();
        }, iter: 200);

    [Fact]
    public void Features_are_finite_named_and_the_same_after_saving() => Gen.Select(Rows, Rows).Sample(
        static (training, rows) =>
        {
            using var encoder = ExampleEncoder.Fit(training, Options);
            using var loaded = ExampleEncoder.Load(ValueJson.Parse(ValueJson.Write(encoder.Save())), "");
            var encoded = encoder.Encoded(rows);
            encoded.Values.ToArray().ShouldAllBe(static feature => double.IsFinite(feature));
            encoder.FeatureNames.Distinct(StringComparer.Ordinal).Count().ShouldBe(encoder.Width);
            loaded.Encoded(rows).Values.SequenceEqual(encoded.Values).ShouldBeTrue();
        }, iter: 200);
}
