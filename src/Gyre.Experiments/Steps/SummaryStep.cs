using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Components;
using Gyre.Experiments.Setup;
using Gyre.Learning;

namespace Gyre.Experiments.Steps;

/// <summary>Sums up a trial on a dataset: the matrix over experiences with its figures, and means over partitions.</summary>
internal sealed class SummaryStep(StepFolders folders, SummarySetup setup, StepLog log)
{
    /// <summary>Name of the input with the results of experiences.</summary>
    public const string Input = "results";

    /// <summary>Name of the input with searches; not there without a search.</summary>
    public const string Searches = "searches";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var results = new List<ResultDocument>();
        foreach (var file in Directory.EnumerateFiles(Path.Join(folders.Inputs, Input)).Order(StringComparer.Ordinal))
            results.Add(ResultDocument.Read(await File.ReadAllTextAsync(file, cancellationToken)));
        results.Sort(static (a, b) => (a.Partition, a.Experience).CompareTo((b.Partition, b.Experience)));
        if (results.Count != setup.Experiences * setup.Partitions)
            throw new InvalidInputException(
                "experiment.results", $"There are {results.Count} results instead of {setup.Experiences} x {setup.Partitions}.");
        var matrices = setup.Experiences > 1
            ? MatricesOf(results)
            : ImmutableSortedDictionary<string, ImmutableArray<DenseMatrix>>.Empty;
        var split = SplitDocument.Read(
            await File.ReadAllTextAsync(Path.Join(folders.Inputs, "split", SplitDocument.FileName), cancellationToken));
        var stream = new StreamRecord(
            results[0].Output, split.Classes,
            [.. results.GroupBy(static result => result.Partition).Select(static part => part.ToImmutableArray())]);
        var figures = Figures(
            results, matrices, [.. await MetricsAsync(results[0].Output, matrices, cancellationToken), .. stream.Areas()]);
        await WriteFactsAsync(results[0].Output, split, cancellationToken);
        stream.Tell(log);
        await stream.WriteAsync(Path.Join(folders.Outputs, "artifacts", "evaluation"), cancellationToken);
        await WriteMatricesAsync(results[0].Output, matrices, cancellationToken);
        log.Metrics(figures.Select(static figure => KeyValuePair.Create(figure.Key, figure.Value.Mean)));
        var summary = new SummaryDocument
        {
            Dataset = results[0].Dataset,
            Output = results[0].Output,
            Experiences = setup.Experiences,
            Partitions = setup.Partitions,
            Figures = figures,
            Matrices = matrices.ToImmutableSortedDictionary(
                static pair => pair.Key, static pair => pair.Value.Select(RowsOf).ToImmutableArray(), StringComparer.Ordinal),
            Classes = split.Classes,
            Results = [.. results],
            Searches = await SearchesAsync(cancellationToken),
        };
        var folder = Directory.CreateDirectory(Path.Join(folders.Outputs, "summary")).FullName;
        await File.WriteAllTextAsync(Path.Join(folder, "summary.json"), summary.Write(), cancellationToken);
    }

    private async Task<ImmutableArray<SearchDocument>?> SearchesAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Join(folders.Inputs, Searches);
        if (!Directory.Exists(folder))
            return null;
        var searches = new List<SearchDocument>();
        foreach (var file in Directory.EnumerateFiles(folder))
            searches.Add(SearchDocument.Read(await File.ReadAllTextAsync(file, cancellationToken)));
        return [.. searches.OrderBy(static search => search.Partition)];
    }

    private ImmutableSortedDictionary<string, ImmutableArray<DenseMatrix>> MatricesOf(List<ResultDocument> results)
    {
        var names = results[0].Row.Keys.Where(name => results.TrueForAll(result => result.Row.ContainsKey(name)));
        return names.ToImmutableSortedDictionary(
            static name => name,
            name => Enumerable.Range(0, setup.Partitions).Select(partition => MatrixOf(results, name, partition)).ToImmutableArray(),
            StringComparer.Ordinal);
    }

    private DenseMatrix MatrixOf(List<ResultDocument> results, string name, int partition)
    {
        var matrix = new DenseMatrix(setup.Experiences, setup.Experiences);
        for (var i = 0; i < setup.Experiences; i++)
            results[(partition * setup.Experiences) + i].Row[name].CopyTo(matrix.Row(i));
        return matrix;
    }

    private ImmutableSortedDictionary<string, FigureDocument> Figures(
        List<ResultDocument> results, ImmutableSortedDictionary<string, ImmutableArray<DenseMatrix>> matrices,
        IEnumerable<(string Name, double Value)> own)
    {
        var values = new List<(string Name, double Value)>(own);
        // After the last experience the model is what the trial comes to.
        foreach (var result in results.Where(result => result.Experience == setup.Experiences - 1))
            values.AddRange(result.Metrics.Select(static metric => (metric.Key, metric.Value)));
        foreach (var (name, partitions) in matrices)
        {
            foreach (var (partition, matrix) in partitions.Index())
            {
                var baseline = results[partition * setup.Experiences].Baseline.GetValueOrDefault(name);
                values.AddRange(MatrixFigures.Of(name, matrix, baseline)
                    .Select(figure => ($"{figure.Name}_{name}_{results[0].Output}", figure.Value)));
            }
        }
        return values.GroupBy(static value => value.Name, static value => value.Value, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(static group => group.Key, static group => Figure([.. group]), StringComparer.Ordinal);
    }

    /// <summary>
    /// The plan's own metrics about matrices, under OctopusCL's names; one with a value per experience is also told step by step.
    /// </summary>
    private async Task<IReadOnlyList<(string Name, double Value)>> MetricsAsync(
        string output, ImmutableSortedDictionary<string, ImmutableArray<DenseMatrix>> matrices, CancellationToken cancellationToken)
    {
        var values = new List<(string, double)>();
        if (setup.Metrics.IsEmpty || matrices.IsEmpty)
            return values;
        var context = new TrialContext
        {
            Schema = new DatasetSchema("", "", []),
            Output = new DatasetElement(output, ElementRole.Output, ElementType.Category),
            ScratchFolder = folders.Scratch,
            CodeFolder = folders.Code,
            Log = log,
        };
        foreach (var metric in await PlanComponents.MatrixMetricsAsync(setup.Metrics, context, cancellationToken))
        {
            foreach (var (name, partitions) in matrices)
            {
                foreach (var matrix in partitions)
                {
                    var computed = await metric.ComputeAsync(matrix, cancellationToken);
                    if (computed.IsEmpty)
                        continue;
                    var full = $"{metric.Name}_{name}_{output}";
                    values.Add((full, computed[^1]));
                    foreach (var (step, value) in computed.Index().Where(_ => computed.Length > 1))
                        log.Metric(full, value, step);
                }
            }
        }
        return values;
    }

    private static FigureDocument Figure(double[] values)
    {
        var mean = values.Average();
        double? deviation = values.Length < 2
            ? null
            : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
        return new FigureDocument(mean, deviation, values.Length);
    }

    private async Task WriteFactsAsync(string output, SplitDocument split, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Join(folders.Outputs, "artifacts")).FullName;
        await File.WriteAllTextAsync(Path.Join(folder, "trial.yaml"), ValueJson.Write(setup.Trial) + "\n", cancellationToken);
        if (split.Classes.IsEmpty)
            return;
        var ids = new MapValue([.. split.Classes.Select(static (label, id) => KeyValuePair.Create(label, Value.Of(id)))]);
        await File.WriteAllTextAsync(Path.Join(folder, $"class_ids_{output}.json"), ValueJson.Write(ids) + "\n", cancellationToken);
    }

    /// <summary>As OctopusCL writes it: columns are test sets, rows models.</summary>
    private async Task WriteMatricesAsync(
        string output, ImmutableSortedDictionary<string, ImmutableArray<DenseMatrix>> matrices, CancellationToken cancellationToken)
    {
        if (matrices.IsEmpty)
            return;
        var folder = Directory.CreateDirectory(Path.Join(folders.Outputs, "artifacts", "evaluation")).FullName;
        foreach (var (name, partitions) in matrices)
        {
            foreach (var (partition, matrix) in partitions.Index())
            {
                var suffix = partitions.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $"_p{partition + 1}") : "";
                await File.WriteAllTextAsync(
                    Path.Join(folder, $"oracle_matrix_{name}_{output}{suffix}.csv"), Csv(matrix), cancellationToken);
            }
        }
    }

    private static string Csv(DenseMatrix matrix)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', Enumerable.Range(0, matrix.Columns)
            .Select(static j => string.Create(CultureInfo.InvariantCulture, $"Experience {j}")));
        for (var i = 0; i < matrix.Rows; i++)
            text.Append('\n').AppendJoin(',', matrix.Row(i).ToArray().Select(NumberText.Of));
        return text.Append('\n').ToString();
    }

    private static ImmutableArray<ImmutableArray<double>> RowsOf(DenseMatrix matrix) =>
        [.. Enumerable.Range(0, matrix.Rows).Select(i => matrix.Row(i).ToArray().ToImmutableArray())];
}
