using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Learning;

namespace Gyre.Cli.Demo;

/// <summary>The files of the demo of continual learning: handwritten digits as a stream of five tasks, and a plan with six strategies.</summary>
/// <param name="folder">Where they are written.</param>
internal sealed class ContinualFiles(string folder)
{
    /// <summary>Steps of the stream: two digits each.</summary>
    public const int Experiences = 5;

    private const string Dataset = "split_digits";
    private const string Split = "cil_5";
    private const double TestShare = 0.25;
    private const int Pixels = 64;

    /// <summary>Divisions of the same examples, one per seed.</summary>
    public const int Seeds = 3;

    /// <summary>Folder of the plan.</summary>
    public string Plan => Path.Join(folder, "plan");

    /// <summary>Folder that the dataset is in.</summary>
    public string Datasets => Path.Join(folder, "datasets");

    /// <summary>Writes what is missing.</summary>
    /// <param name="digits">CSV file with columns <c>id</c>, the pixels and <c>label</c>.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public async Task WriteAsync(string digits, CancellationToken cancellationToken)
    {
        var dataset = Path.Join(Datasets, Dataset);
        if (!Directory.Exists(dataset))
            await WriteDatasetAsync(digits, dataset, cancellationToken);
        Directory.CreateDirectory(Plan);
        var plan = Path.Join(Plan, "split-digits.yaml");
        if (!File.Exists(plan))
            await File.WriteAllTextAsync(plan, PlanText(), cancellationToken);
    }

    private static async Task WriteDatasetAsync(string digits, string dataset, CancellationToken cancellationToken)
    {
        var file = File.OpenRead(digits);
        await using (file)
        {
            var table = await Table.ReadCsvAsync(file, Path.GetFileName(digits), new TableOptions(), cancellationToken);
            var labels = table.Labels!.Value;
            await DatasetFolder.WriteAsync(
                dataset, SchemaOf(table.FeatureNames), ExamplesOf(table, labels).ToAsyncEnumerable(),
                splits: [SplitOf(labels)], cancellationToken: cancellationToken);
        }
    }

    private static DatasetSchema SchemaOf(ImmutableArray<string> pixels) => new(
        Dataset, "Handwritten digits of 8 x 8 pixels (E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, CC BY 4.0).",
        [
            .. pixels.Select(static name => new DatasetElement(name, ElementRole.Input, ElementType.Integer) { IsRequired = true }),
            new DatasetElement("digit", ElementRole.Output, ElementType.Category) { IsRequired = true, NumClasses = 10 },
        ]);

    private static IEnumerable<DatasetExample> ExamplesOf(Table table, ImmutableArray<string> labels) =>
        Enumerable.Range(0, table.Features.Rows).Select(row => new DatasetExample(
            GuidIds.FromNames("digit", table.Ids[row]),
            [.. Enumerable.Range(0, Pixels).Select(pixel => Value.Of((long)table.Features[row, pixel])), Value.Of(labels[row])]));

    /// <summary>Each seed divides the examples of the same two digits in its own way.</summary>
    private static DatasetSplit SplitOf(ImmutableArray<string> labels)
    {
        var seeds = Enumerable.Range(0, Seeds).Select(seed => Splits.ClassPartitions(
            [labels],
            new PartitionOptions { Seed = seed, Training = 1 - TestShare, Test = TestShare, Validation = 0, Experiences = Experiences },
            new ClassOrderOptions { Shuffled = false })).ToList();
        return new DatasetSplit(Split, [.. Enumerable.Range(0, Experiences).Select(experience => new DatasetExperience(
            [.. seeds.Select(seed => seed[experience])
                .Select(static split => new DatasetPartition(split.Training, split.Test, split.Validation))]))]);
    }

    private static string PlanText()
    {
        var text = new StringBuilder();
        text.AppendLine("# Ten digits arrive two at a time. What remains of the first when the last have been learned?");
        text.AppendLine("name: split digits");
        text.AppendLine(
            CultureInfo.InvariantCulture, $"description: Six strategies on five tasks of two digits each, over {Seeds} divisions.");
        text.AppendLine("datasets:");
        text.AppendLine(CultureInfo.InvariantCulture, $"  names: [{Dataset}]");
        text.AppendLine("splits:");
        text.AppendLine(CultureInfo.InvariantCulture, $"  from_dir: {Split}");
        text.AppendLine("max_workers: 8");
        text.AppendLine("trials:");
        foreach (var trial in Trials)
            AppendTrial(text, trial.Name, trial.Description, trial.Strategy);
        return text.ToString();
    }

    private static readonly (string Name, string Description, string Strategy)[] Trials =
    [
        ("naive", "Trains on what is new; the lower bound.", "class: avalanche.training.Naive"),
        ("ewc", "Holds weights near their old values.", "class: avalanche.training.EWC, parameters: {ewc_lambda: 10}"),
        ("replay", "Repeats 200 examples from a memory.", "class: avalanche.training.Replay, parameters: {mem_size: 200}"),
        ("gdumb", "Trains from new weights on the memory alone.", "class: avalanche.training.GDumb, parameters: {mem_size: 200}"),
        ("der++", "Repeats examples with the scores they once had.",
            "class: avalanche.training.DER, parameters: {mem_size: 200, alpha: 0.5, beta: 0.5}"),
        ("cumulative", "Trains on all examples so far; the upper bound.", "class: avalanche.training.Cumulative"),
    ];

    private static void AppendTrial(StringBuilder text, string name, string description, string strategy)
    {
        text.AppendLine("  - name: " + name);
        text.AppendLine("    description: " + description);
        text.AppendLine("    pipeline:");
        text.AppendLine("      model:");
        text.AppendLine("        class: gyre.models.Mlp");
        text.AppendLine("        parameters: {hidden: 100, epochs: 5, batch_size: 10, lr: 0.1, scale: 16}");
        text.AppendLine("    data_loaders: {" + Dataset + ": {class: octopuscl.data.loaders.PyTorchDataLoader}}");
        text.AppendLine("    delegation: {library: avalanche, parameters: {strategy: {" + strategy + "}}}");
        text.AppendLine("    host: local");
    }
}
