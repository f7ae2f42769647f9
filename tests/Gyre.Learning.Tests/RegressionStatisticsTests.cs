using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;

namespace Gyre.Learning.Tests;

/// <summary>A regression over rows that come in parts.</summary>
public sealed class RegressionStatisticsTests
{
    private static readonly ITrainableKind Linear = ModelKinds.BuiltIn.FindAlgorithm("linear")!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("standard")]
    [InlineData("none")]
    [InlineData("3.5")]
    public async Task Parts_give_the_model_of_all_rows_at_once(string scale)
    {
        var rows = Rows(90, 4, seed: 7);
        var settings = ModelSettings.Defaults.With(ModelSettings.Scale, scale);
        var whole = Values(Linear.Train(rows, settings, progress: null, Cancel), rows);

        var statistics = new RegressionStatistics(4);
        foreach (var (start, count) in ((int, int)[])[(60, 30), (0, 1), (1, 59)])
        {
            statistics.Add(Part(rows, start, count), Cancel);
            statistics = await ReloadAsync(statistics);
        }
        statistics.Rows.ShouldBe(90);
        var result = statistics.Fit(rows.FeatureNames, settings);
        Values(result, rows).Zip(whole).ShouldAllBe(static pair => Math.Abs(pair.First - pair.Second) < 1e-9);
        result.Last.Loss.ShouldBe(Linear.Train(rows, settings, progress: null, Cancel).Last.Loss, 1e-9);
    }

    [Fact]
    public void Rows_that_do_not_determine_the_weights_are_refused()
    {
        var statistics = new RegressionStatistics(4);
        Should.Throw<InvalidInputException>(() => statistics.Fit(["a", "b", "c", "d"], ModelSettings.Defaults))
            .Message.ShouldContain("no rows");
        Should.Throw<InvalidInputException>(() => statistics.Add(Rows(3, 2, seed: 1), Cancel)).Message.ShouldContain("instead of 4");
        Should.Throw<InvalidInputException>(() => new RegressionStatistics(5001));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"schemaVersion": 2, "features": 1, "state": {}}""")]
    [InlineData("""{"schemaVersion": 1, "features": 100000, "state": {}}""")]
    [InlineData("""{"schemaVersion": 1, "features": 1, "state": {"products": "AAAAAAAA8D8="}}""")]
    [InlineData("""{"schemaVersion": 1, "features": 1, "state": {"products": "x"}}""")]
    public async Task Files_that_are_not_such_a_state_are_refused(string text)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        await Should.ThrowAsync<InvalidInputException>(() => RegressionStatistics.LoadAsync(stream, "statistics.json", Cancel));
    }

    private static async Task<RegressionStatistics> ReloadAsync(RegressionStatistics statistics)
    {
        using var stream = new MemoryStream();
        await statistics.SaveAsync(stream, Cancel);
        stream.Position = 0;
        return await RegressionStatistics.LoadAsync(stream, "statistics.json", Cancel);
    }

    private static double[] Values(TrainingResult result, Table table) =>
        [.. ((NumberPredictions)Linear.Predict(result.Model, table)).Values];

    private static Table Part(Table table, int start, int count) => table with
    {
        Features = table.Features.Take([.. Enumerable.Range(start, count)]),
        Ids = [.. table.Ids.Skip(start).Take(count)],
        Labels = [.. table.Labels!.Value.Skip(start).Take(count)],
    };

    private static Table Rows(int count, int features, ulong seed)
    {
        var random = new SeededRandom(seed);
        double[] values = [.. Enumerable.Range(0, count * features)
            .Select(i => (i % features * 100) + random.NextGaussian(0, 1 + (i % features)))];
        return new Table
        {
            Features = new DenseMatrix(count, features, values),
            FeatureNames = [.. Enumerable.Range(0, features).Select(static i => $"f{i}")],
            Ids = [.. Enumerable.Range(0, count).Select(static i => $"{i}")],
            Labels = Enumerable.Range(0, count).Select(
                i => (values[i * features] - (2 * values[(i * features) + 1]) + random.NextDouble()).ToString(CultureInfo.InvariantCulture))
                .ToImmutableArray(),
        };
    }
}
