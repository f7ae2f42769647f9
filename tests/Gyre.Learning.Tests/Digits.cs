using System.Text.Json;

namespace Gyre.Learning.Tests;

/// <summary>The shared digits rows and their ten folds, when they are there.</summary>
internal static class Digits
{
    public static string Folder()
    {
        if (Environment.GetEnvironmentVariable("GYRE_CONFORMANCE") is { Length: > 0 } conformance)
            return Existing(Path.Combine(conformance, "..", "data", "digits"));
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var shared = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(shared, "conformance")))
                return Existing(Path.Combine(shared, "data", "digits"));
        }

        Assert.Skip("There is no folder shared/conformance beside the project; set GYRE_CONFORMANCE to it.");
        return "";
    }

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

    private static string Existing(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "examples.csv")))
            Assert.Skip($"The digits rows are not at {folder}.");
        return folder;
    }
}
