using System.Globalization;
using System.Text.Json;
using Gyre.Testing;

namespace Gyre.Learning.Tests.Labeling;

/// <summary>Label efficiency on the digits: the folds of <c>protocol.json</c>, ten labels to begin with, ten a round, up to 300.</summary>
internal static class DigitsCurves
{
    private static readonly Lazy<(DenseMatrix Features, string[] Labels, JsonElement Folds)> Data = new(Read);

    /// <summary>The curve of each of the first folds.</summary>
    public static List<LearningCurve> Of(ChoiceStrategy strategy, int folds) =>
        [.. Enumerable.Range(0, folds).Select(fold => new LabelingSimulation
    {
        Features = Data.Value.Features,
        Labels = Data.Value.Labels,
        Test = Ids(fold, "test"),
        Initial = Ids(fold, "initial"),
        Choice = new() { Strategy = strategy, Count = 10, Seed = (ulong)fold },
    }.Run())];

    public static double Area(IEnumerable<LearningCurve> curves) => curves.Average(static curve => curve.NormalizedArea!.Value);

    /// <summary>The mean accuracy over folds at a number of labels.</summary>
    public static double At(IReadOnlyList<LearningCurve> curves, int labels) =>
        curves.Average(curve => curve.Samples.First(sample => sample.Labels == labels).Score);

    /// <summary>The first number of labels at which the mean reaches a score, or null.</summary>
    public static int? LabelsTo(IReadOnlyList<LearningCurve> curves, double score) =>
        curves[0].Samples.Select(static sample => (int?)sample.Labels).FirstOrDefault(labels => At(curves, labels!.Value) >= score);

    /// <summary>The area that was recorded for a strategy.</summary>
    public static double Recorded(string strategy)
    {
        using var baselines = JsonDocument.Parse(File.ReadAllBytes(Path.Join(ConformanceData.Folder("digits"), "baselines.json")));
        return baselines.RootElement.GetProperty("strategies").GetProperty(strategy).GetProperty("area").GetDouble();
    }

    private static int[] Ids(int fold, string name) =>
        [.. Data.Value.Folds[fold].GetProperty(name).EnumerateArray().Select(static id => id.GetInt32())];

    private static (DenseMatrix Features, string[] Labels, JsonElement Folds) Read()
    {
        var folder = ConformanceData.Folder("digits");
        string[][] rows = [.. File.ReadLines(Path.Join(folder, "examples.csv")).Skip(1).Select(static line => line.Split(','))];
        double[] pixels = [.. rows.SelectMany(static row =>
            row[1..^1].Select(static pixel => double.Parse(pixel, CultureInfo.InvariantCulture) / 16))];
        using var protocol = JsonDocument.Parse(File.ReadAllBytes(Path.Join(folder, "protocol.json")));
        return (new DenseMatrix(rows.Length, 64, pixels), [.. rows.Select(static row => row[^1])], protocol.RootElement.GetProperty("folds")
            .Clone());
    }
}
