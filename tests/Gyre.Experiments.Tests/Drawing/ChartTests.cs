using System.Collections.Immutable;
using System.Text.Json;
using System.Xml.Linq;
using Gyre.Experiments.Drawing;

namespace Gyre.Experiments.Tests.Drawing;

public sealed class ChartTests
{
    private const string Hostile = "</title><script>alert(1)</script>&\"'\u0000\uD800\u202E]]>";

    public static TheoryData<string> Kinds => [.. Samples("x").Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_picture_is_well_formed_whatever_the_names_are(string kind)
    {
        var chart = Samples(Hostile)[kind];
        foreach (var svg in new[] { chart.ToInlineSvg(), chart.ToSvgFile() })
        {
            var root = XDocument.Parse(svg).Root!;
            root.Name.LocalName.ShouldBe("svg");
            root.Descendants().ShouldNotContain(element => element.Name.LocalName == "script");
            root.Elements().First().Name.LocalName.ShouldBe("title");
            root.Attribute("role")!.Value.ShouldBe("img");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Its_data_is_json(string kind)
    {
        using var data = JsonDocument.Parse(Samples("x")[kind].ToJson());
        data.RootElement.GetProperty("schemaVersion").GetInt32().ShouldBe(1);
        data.RootElement.GetProperty("title").GetString().ShouldBe("x");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_number_in_a_picture_is_finite(string kind) =>
        XDocument.Parse(Samples("x")[kind].ToInlineSvg()).Descendants().Attributes().Select(attribute => attribute.Value)
            .ShouldNotContain(value => value.Contains("NaN", StringComparison.Ordinal) || value.Contains('∞'));

    [Fact]
    public void A_line_stops_where_there_is_no_number()
    {
        var chart = Lines("x", [new(0, 1), new(1, 2), new(2, double.NaN), new(3, 1), new(4, 2)]);
        chart.ToInlineSvg().Split("<polyline").Length.ShouldBe(1 + 2);
    }

    [Fact]
    public void A_long_line_keeps_its_ends()
    {
        var chart = Lines("x", [.. Enumerable.Range(0, 100_000).Select(i => new ChartPoint(i, i))]);
        chart.ToInlineSvg().Length.ShouldBeLessThan(20_000);
        JsonDocument.Parse(chart.ToJson()).RootElement.GetProperty("lines")[0].GetProperty("points").GetArrayLength().ShouldBe(100_000);
    }

    [Fact]
    public void Marks_of_an_axis_are_round()
    {
        Scale.Of([0, 1]).Ticks.ShouldBe([0, 0.2, 0.4, 0.6, 0.8, 1]);
        Scale.Of([-3, 7]).Ticks.ShouldBe([-4, -2, 0, 2, 4, 6, 8]);
        Scale.Of([5, 5]).Ticks.ShouldBe([4.4, 4.6, 4.8, 5, 5.2, 5.4, 5.6]);
        Scale.Of([0, 0]).Ticks.ShouldBe([-1, -0.5, 0, 0.5, 1]);
        Scale.Of([0, 11], isWhole: true).Ticks.ShouldBe([0, 2, 4, 6, 8, 10]);
    }

    [Fact]
    public void An_axis_without_numbers_or_with_huge_ones_has_marks_all_the_same()
    {
        Scale.Of([]).ShouldBe(Scale.Unit);
        Scale.Of([double.NaN, double.PositiveInfinity]).ShouldBe(Scale.Unit);
        Scale.Of([-1e299, 1e299]).Ticks.Length.ShouldBeInRange(2, 12);
        Scale.Of([double.Epsilon, 2 * double.Epsilon]).Ticks.Length.ShouldBeInRange(1, 100);
    }

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(0.98765, "0.9877")]
    [InlineData(12.3456, "12.35")]
    [InlineData(12345.6, "12346")]
    [InlineData(1234567.0, "1.235e+6")]
    [InlineData(0.00001234, "1.234e-5")]
    [InlineData(double.NaN, "NaN")]
    public void Numbers_have_about_four_digits(double number, string text) => Shown.Number(number).ShouldBe(text);

    private static LineChart Lines(string name, ImmutableArray<ChartPoint> points) =>
        new() { Title = name, XTitle = name, YTitle = name, Lines = [new ChartLine(name, points)] };

    private static Dictionary<string, Chart> Samples(string name) => new(StringComparer.Ordinal)
    {
        ["lines"] = Lines(
            name,
            [new(0, 1) { Low = 0.5, High = 1.5 }, new(1, double.NaN), new(2, 3) { Low = double.NegativeInfinity, High = 4 }, new(3, 4)]),
        ["one point"] = Lines(name, [new(0, 1)]),
        ["no point"] = Lines(name, []),
        ["square"] = Lines(name, [new(0, 0), new(1, 1)]) with { IsUnitSquare = true },
        ["many lines"] = Lines(name, []) with
        {
            Lines = [.. Enumerable.Range(0, 20).Select(i => new ChartLine($"{name} {i}", [new(0, i), new(1, i)]))],
        },
        ["map"] = new HeatMap
        {
            Title = name,
            RowTitle = name,
            ColumnTitle = name,
            Rows = [name, "b"],
            Columns = [name, "b"],
            Values = [[0.1, double.NaN], [double.PositiveInfinity, -1]],
            Spreads = [[0.1, double.NaN], [0, 0]],
        },
        ["large map"] = new HeatMap
        {
            Title = name,
            RowTitle = name,
            ColumnTitle = name,
            Rows = [.. Enumerable.Range(0, 80).Select(i => $"{name} {i}")],
            Columns = [.. Enumerable.Range(0, 80).Select(i => $"{name} {i}")],
            Values = [.. Enumerable.Range(0, 80).Select(i => Enumerable.Range(0, 80).Select(j => (double)(i * j)).ToImmutableArray())],
        },
        ["bars"] = new BarChart
        {
            Title = name,
            ValueTitle = name,
            Bars =
            [
                new ChartBar(name, 1) { Low = 0.5, High = 1.5, Values = [0.9, 1.1] }, new ChartBar("b", double.NaN), new ChartBar("c", -2),
            ],
        },
    };
}
