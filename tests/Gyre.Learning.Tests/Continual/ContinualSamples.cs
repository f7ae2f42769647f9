using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning.Tests.Continual;

/// <summary>Small streams for tests: clouds around the points of a circle, two classes per task.</summary>
internal static class ContinualSamples
{
    public static ContinualStream Clouds(ContinualScenario scenario = ContinualScenario.ClassIncremental, int tasks = 3, int perClass = 24)
    {
        var classes = 2 * tasks;
        var random = new SeededRandom(5);
        var features = new DenseMatrix(classes * perClass, 5);
        var labels = new int[features.Rows];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = i % classes;
            var angle = 2 * Math.PI * labels[i] / classes;
            double[] row = [Math.Cos(angle), Math.Sin(angle), 0, 1, 0.5];
            for (var f = 0; f < row.Length; f++)
                features.Row(i)[f] = row[f] + random.NextGaussian(0, 0.25);
        }
        return ContinualStream.Create(
            scenario, features, Labels(scenario, labels), [.. Enumerable.Range(0, tasks).Select(task => Split(labels, task))]);
    }

    public static ContinualResult Run(ContinualStream stream, ContinualOptions options, int evaluateEvery = 0) =>
        ContinualRun.Run(stream, options, evaluateEvery, TestContext.Current.CancellationToken);

    public static ImmutableArray<bool> LearnNext(this ContinualLearner learner, ContinualRows rows) =>
        learner.Learn(rows, stepped: null, TestContext.Current.CancellationToken);

    public static async Task<byte[]> SavedAsync(ContinualLearner learner)
    {
        using var stream = new MemoryStream();
        await learner.SaveAsync(stream, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    public static async Task<ContinualLearner> LoadedAsync(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return await ContinualLearner.LoadAsync(stream, "learner.json", TestContext.Current.CancellationToken);
    }

    private static ImmutableArray<int> Labels(ContinualScenario scenario, int[] labels) =>
        scenario == ContinualScenario.DomainIncremental ? [.. labels.Select(label => label % 2)] : [.. labels];

    private static IndexSplit Split(int[] labels, int task)
    {
        int[] rows = [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] / 2 == task)];
        return new IndexSplit([.. rows.Where((_, i) => i % 4 != 0)], [.. rows.Where((_, i) => i % 4 == 0)], []);
    }
}
