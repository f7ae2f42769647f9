using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Gyre.Core;
using Gyre.Learning.Splitting;
using Gyre.Testing;

namespace Gyre.Learning.Tests.Splitting;

/// <summary>Row numbers that OctopusCL's splitters gave, and orders that CPython's random.shuffle gave.</summary>
public sealed class GoldenSplitTests
{
    // From CPython 3.11: random.seed(seed); x = list(range(20)); random.shuffle(x).
    [Theory]
    [InlineData("0", "10 18 16 14 0 17 11 2 3 9 5 7 4 19 6 15 8 1 13 12")]
    [InlineData("1", "11 5 17 19 9 0 16 1 15 6 10 13 14 12 7 3 8 2 18 4")]
    [InlineData("12345", "16 18 3 8 19 10 7 14 12 1 5 2 15 17 4 6 11 9 0 13")]
    [InlineData("-5", "4 9 6 5 14 17 18 1 2 15 10 3 12 7 13 0 16 11 8 19")]
    [InlineData("1099511627783", "17 0 10 3 1 2 9 12 7 13 5 11 14 6 16 4 8 15 18 19")]
    [InlineData("1606938044258990275541962092341162602522202993782792835301377", "11 8 9 6 5 13 18 16 2 19 3 15 1 10 14 17 7 4 12 0")]
    public void A_shuffle_equals_that_of_Python(string seed, string expected)
    {
        int[] order = [.. Enumerable.Range(0, 20)];

        new MersenneTwister(BigInteger.Parse(seed, CultureInfo.InvariantCulture)).Shuffle(order.AsSpan());

        string.Join(' ', order).ShouldBe(expected);
    }

    [Fact]
    public void Class_partitions_equal_a_recorded_case()
    {
        string[] labels = [.. Enumerable.Range(0, 47).Select(row => "dbac".Substring(row % 4, 1))];
        var options = new PartitionOptions { Seed = 99, Training = 0.8, Test = 0.2, Validation = 0, Experiences = 3 };

        var splits = Splits.ClassPartitions(
            [labels], options, new ClassOrderOptions { Shuffled = false, Order = [2, 0, 3, 1], Counts = [1, 1, 2] });

        splits[0].Training.ShouldBe([3, 7, 11, 19, 23, 31, 35, 39]);
        splits[1].Test.ShouldBe([14, 46]);
        splits[2].Validation.ShouldBe([1]);
    }

    [Fact]
    public void Every_recorded_shuffle_and_split_comes_out_row_for_row()
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Path.Join(ConformanceData.Folder("octopus"), "splits_golden.json")));

        foreach (var shuffle in golden.RootElement.GetProperty("shuffles").EnumerateArray())
            A_shuffle_equals_that_of_Python(
                shuffle.GetProperty("seed").GetString()!, string.Join(' ', Rows(shuffle.GetProperty("shuffle_of_0_19"))));
        var wrong = golden.RootElement.GetProperty("cases").EnumerateArray()
            .Where(@case => Shown(Split(@case)) != Shown(Expected(@case))).Select(@case => @case.GetProperty("id").GetString());
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Rounding_leaves_a_validation_row_although_its_share_is_zero()
    {
        var split = Splits.Partitions(11, new PartitionOptions { Seed = 12345, Training = 0.7, Test = 0.3, Validation = 0 })[0][0];

        (split.Training.Length, split.Test.Length, split.Validation.Length).ShouldBe((7, 3, 1));
    }

    [Theory]
    [InlineData(0.6, 0.2, 0.1)]
    [InlineData(0.5, 0.25, 0.2449)]
    [InlineData(1.2, -0.1, -0.1)]
    public void Shares_that_do_not_add_up_are_refused(double training, double test, double validation) =>
        Should.Throw<InvalidInputException>(() => Splits.Partitions(
            10, new PartitionOptions { Training = training, Test = test, Validation = validation }));

    [Fact]
    public void Several_experiences_with_several_partitions_are_refused() =>
        Should.Throw<InvalidInputException>(() => Splits.Partitions(10, new PartitionOptions { Experiences = 2, Partitions = 2 }))
            .Message.ShouldContain("Using multiple partitions per experience is not supported yet");

    [Fact]
    public void Divisions_that_do_not_fit_the_classes_are_refused_with_the_words_of_the_anchor()
    {
        string[] labels = ["a", "b", "c", "a", "b", "c"];
        var two = new PartitionOptions { Experiences = 2 };
        var ordered = new ClassOrderOptions { Shuffled = false };

        Refusal([labels, labels], two, ordered).ShouldContain("Class-incremental learning is only supported for single-output datasets.");
        Refusal([null], two, ordered).ShouldContain("Class-incremental learning is only supported for categorical outputs.");
        Refusal([labels], two, ordered with { Order = [0, 3] })
            .ShouldContain("Class 3 provided in the class order is not present in the dataset.");
        Refusal([labels], two with { Experiences = 4 }, ordered)
            .ShouldContain("The number of classes in the dataset must be equal to or greater than the number of experiences.");
        Refusal([labels], two, ordered with { Counts = [1, 1] })
            .ShouldContain("The sum of the number of classes per experience must be equal to the total number of classes in the dataset.");
        Refusal([labels], two, new ClassOrderOptions { Order = [0, 1, 2] })
            .ShouldContain("Class order is only supported for ordered splitting strategies.");
    }

    private static string Refusal(IReadOnlyList<string>?[] outputs, PartitionOptions options, ClassOrderOptions classes) =>
        Should.Throw<InvalidInputException>(() => Splits.ClassPartitions(outputs, options, classes)).Message;

    private static IndexSplit[] Split(JsonElement @case)
    {
        var parameters = @case.GetProperty("parameters");
        var options = new PartitionOptions
        {
            Seed = BigInteger.Parse(parameters.GetProperty("seed").GetRawText(), CultureInfo.InvariantCulture),
            Training = parameters.GetProperty("training_pct").GetDouble(),
            Test = parameters.GetProperty("test_pct").GetDouble(),
            Validation = Number(parameters, "validation_pct", 0),
            Experiences = (int)Number(parameters, "num_experiences", 1),
            Partitions = (int)Number(parameters, "num_partitions", 1),
        };
        if (@case.GetProperty("labels") is not { ValueKind: JsonValueKind.Array } labels)
            return [.. Splits.Partitions(@case.GetProperty("num_examples").GetInt32(), options).SelectMany(partitions => partitions)];
        var classes = new ClassOrderOptions
        {
            Shuffled = !parameters.TryGetProperty("strategy", out var strategy) || strategy.GetString() == "RANDOM",
            Order = parameters.TryGetProperty("class_order", out var order) ? [.. Rows(order)] : [],
            Counts = parameters.TryGetProperty("num_classes_per_experience", out var counts) ? [.. Rows(counts)] : [],
        };
        return [.. Splits.ClassPartitions([[.. labels.EnumerateArray().Select(label => label.ToString())]], options, classes)];
    }

    private static IEnumerable<IndexSplit> Expected(JsonElement @case) => @case.GetProperty("experiences").EnumerateArray()
        .SelectMany(experience => experience.EnumerateArray())
        .Select(partition => new IndexSplit(
            [.. Rows(partition.GetProperty("training"))], [.. Rows(partition.GetProperty("test"))],
            [.. Rows(partition.GetProperty("validation"))]));

    private static IEnumerable<int> Rows(JsonElement list) => list.EnumerateArray().Select(number => number.GetInt32());

    private static double Number(JsonElement parameters, string name, double standard) =>
        parameters.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : standard;

    private static string Shown(IEnumerable<IndexSplit> splits) => string.Join('\n', splits.Select(split =>
        $"{string.Join(',', split.Training)}|{string.Join(',', split.Test)}|{string.Join(',', split.Validation)}"));
}
