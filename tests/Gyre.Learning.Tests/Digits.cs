using System.Text.Json;
using Gyre.Testing;

namespace Gyre.Learning.Tests;

/// <summary>The digits rows and their ten folds.</summary>
internal static class Digits
{
    public static string Folder() => ConformanceData.Folder("digits");

    public static async Task<Table> ReadAsync()
    {
        await using var stream = File.OpenRead(Path.Combine(Folder(), "examples.csv"));
        return await Table.ReadCsvAsync(stream, "examples.csv", new TableOptions(), TestContext.Current.CancellationToken);
    }

    /// <summary>Row numbers of the test rows of each fold.</summary>
    public static List<int[]> Folds()
    {
        using var protocol = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(), "protocol.json")));
        return [.. protocol.RootElement.GetProperty("folds").EnumerateArray().Select(fold => fold.GetProperty("test").EnumerateArray().Select(id => id.GetInt32()).ToArray())];
    }

    public static double PublishedAccuracy()
    {
        using var baselines = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(), "baselines.json")));
        return baselines.RootElement.GetProperty("fullPoolAccuracy").GetDouble();
    }

    /// <summary>Trains on the rows outside a fold and gives the share of its rows that are right.</summary>
    public static double AccuracyOnFold(Table table, int[] test, Func<TrainingSet, ClassifierModel> fit)
    {
        int[] train = [.. Enumerable.Range(0, table.Ids.Length).Except(test)];
        var labels = table.Labels!.Value;
        var model = fit(TrainingSet.Create(table.Features.Take(train), [.. train.Select(i => labels[i])], table.FeatureNames));
        var predictions = PredictionSet.Of(model, table with
        {
            Features = table.Features.Take(test),
            Ids = [.. test.Select(i => table.Ids[i])],
            Labels = [.. test.Select(i => labels[i])],
        });
        return predictions.Evaluate().Accuracy;
    }
}
