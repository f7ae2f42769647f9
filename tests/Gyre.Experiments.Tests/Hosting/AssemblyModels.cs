using System.Globalization;
using Gyre.Core;

namespace Gyre.Experiments.Tests.Hosting;

/// <summary>A model that a user's assembly may have: the class with the nearest mean of <c>a</c>.</summary>
public sealed class MeanModel(TrialContext context) : ITrialModel
{
    private const string FileName = "sums.txt";

    private readonly SortedDictionary<string, (int Count, double Sum)> _sums = new(StringComparer.Ordinal);

    public Task TrainAsync(TrialRows training, TrialRows validation, CancellationToken cancellationToken)
    {
        foreach (var example in training.Examples)
        {
            if (example.Values[0] is not FloatValue { Number: var a })
                continue;
            var label = ((TextValue)example.Values[4]!).Text;
            var (count, sum) = _sums.GetValueOrDefault(label);
            _sums[label] = (count + 1, sum + a);
        }
        return Task.CompletedTask;
    }

    public Task<TrialPredictions> PredictAsync(TrialRows rows, CancellationToken cancellationToken) => Task.FromResult<TrialPredictions>(
        new LabelPredictions([.. rows.Examples.Select(example => Nearest(example.Values[0] is FloatValue { Number: var a } ? a : 0))]));

    public Task SaveAsync(string folder, CancellationToken cancellationToken) => File.WriteAllLinesAsync(
        Path.Join(folder, FileName),
        _sums.Select(static one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Value.Count} {one.Value.Sum:R}")),
        cancellationToken);

    public async Task LoadAsync(string folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Join(folder, FileName)))
            throw new InvalidInputException("mean.none", "There is no model.");
        foreach (var line in await File.ReadAllLinesAsync(Path.Join(folder, FileName), cancellationToken))
        {
            var parts = line.Split(' ');
            _sums[parts[0]] = (int.Parse(parts[1], CultureInfo.InvariantCulture), double.Parse(parts[2], CultureInfo.InvariantCulture));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Nearest(double a) =>
        _sums.Where(one => context.Classes.Contains(one.Key)).MinBy(one => Math.Abs(a - one.Value.Sum / one.Value.Count)).Key;
}

public abstract class NoModel : ITrialModel
{
    public Task TrainAsync(TrialRows training, TrialRows validation, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<TrialPredictions> PredictAsync(TrialRows rows, CancellationToken cancellationToken) =>
        Task.FromResult<TrialPredictions>(new LabelPredictions([]));

    public Task SaveAsync(string folder, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task LoadAsync(string folder, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

public sealed class FailingModel : NoModel
{
    public FailingModel() => throw new InvalidOperationException("no luck");
}

public sealed class OddModel(int number) : NoModel
{
    public int Number => number;
}
