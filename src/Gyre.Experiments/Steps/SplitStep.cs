using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Setup;
using Gyre.Learning;
using Gyre.Projects;

namespace Gyre.Experiments.Steps;

/// <summary>Divides a dataset into experiences and partitions, for all trials.</summary>
internal sealed class SplitStep(StepFolders folders, SplitSetup setup, ITrialLog log)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var dataset = await DatasetExamples.OpenAsync(Path.Join(folders.Inputs, TrialData.Input), cancellationToken);
        var data = await TrialData.OpenAsync(folders, cancellationToken);
        var experiences = setup.Folder is { } name ? FromFolder(dataset, name)
            : setup.Splitter!.Source is BuiltInSource ? Divide(data, setup.Splitter)
            : await HostedAsync(data, setup.Splitter, cancellationToken);
        Check(data, experiences);
        var document = new SplitDocument
        {
            Rows = data.Count,
            Classes = ClassesOf(data),
            TellsTasks = setup.Splitter is { Component: "class-incremental" or "task-incremental" } splitter
                && (splitter.Component == "task-incremental"
                    || new Parameters(splitter.Class, splitter.Parameters).Text("class", "scenario") is "task"),
            Views = setup.Folder is null ? Streams.ViewsOf(data, setup.Splitter!, experiences.Length) : [],
            Experiences = experiences,
        };
        await File.WriteAllTextAsync(Path.Join(folders.Outputs, SplitDocument.FileName), document.Write(), cancellationToken);
    }

    private static ImmutableArray<ImmutableArray<SplitPart>> FromFolder(DatasetExamples dataset, string name)
    {
        var split = dataset.Splits.FirstOrDefault(split => split.Name == name) ?? throw new InvalidInputException(
            "experiment.split", $"The dataset '{dataset.Schema.Name}' has no split '{name}'.",
            dataset.Splits.IsEmpty ? "It has no splits." : $"It has: {string.Join(", ", dataset.Splits.Select(split => split.Name))}.");
        return Of(split.Experiences);
    }

    private async Task<ImmutableArray<ImmutableArray<SplitPart>>> HostedAsync(
        TrialData data, BlockSetup splitter, CancellationToken cancellationToken)
    {
        var context = new TrialContext
        {
            Parameters = splitter.Parameters,
            Schema = data.Schema,
            Output = data.Output,
            Classes = ClassesOf(data),
            ScratchFolder = folders.Scratch,
            CodeFolder = folders.Code,
            Log = log,
        };
        var hosted = HostedComponents.CreateSplitter(splitter.Source, splitter.ToBlock(), context);
        var experiences = await hosted.SplitAsync(data.Labeled([.. Enumerable.Range(0, data.Count)]), cancellationToken);
        return Of(experiences);
    }

    private static ImmutableArray<ImmutableArray<SplitPart>> Of(IEnumerable<DatasetExperience> experiences) =>
        [.. experiences.Select(static experience => experience.Partitions
            .Select(static part => new SplitPart(part.Training, part.Test, part.Validation)).ToImmutableArray())];

    private static ImmutableArray<ImmutableArray<SplitPart>> Divide(TrialData data, BlockSetup splitter)
    {
        var parameters = new Parameters(splitter.Class, splitter.Parameters);
        return splitter.Component switch
        {
            "random-partitioner" => [.. Splits.Partitions(data.Count, Shares(parameters))
                .Select(experience => experience.Select(Of).ToImmutableArray())],
            "class-incremental" or "task-incremental" => [.. Splits
                .ClassPartitions([LabelsOf(data)], Shares(parameters), Order(parameters))
                .Select(static split => ImmutableArray.Create(Of(split)))],
            "domain-incremental" => [.. Splits
                .DomainPartitions(Streams.DomainsOf(data, parameters), parameters.Texts("domain_order"), Shares(parameters))
                .Select(static split => ImmutableArray.Create(Of(split)))],
            // Every experience has the same examples; what differs is how it shows them.
            "permuted-inputs" or "rotated-inputs" => [.. Enumerable.Repeat(
                ImmutableArray.Create(Of(Splits.Partitions(data.Count, Shares(parameters) with { Experiences = 1 })[0][0])),
                Streams.CountOf(splitter))],
            "stratified" => [[Of(Splits.Stratified(
                Labels(data), parameters.Number(0.2, "test_pct"), (ulong)parameters.Whole(0, "seed")))]],
            "grouped" => [[Of(Splits.Grouped(
                Column(data, parameters.Text("", "group")), parameters.Number(0.2, "test_pct"), (ulong)parameters.Whole(0, "seed")))]],
            "time-ordered" => [[Of(Splits.TimeOrdered(Times(data, parameters.Text("", "time")), parameters.Number(0.2, "test_pct")))]],
            "k-fold" => [[.. Splits.Folds(data.Count, parameters.Count(5, "folds"), (ulong)parameters.Whole(0, "seed")).Select(Of)]],
            "stratified-k-fold" => [[.. Splits.StratifiedFolds(
                Labels(data), parameters.Count(5, "folds"), (ulong)parameters.Whole(0, "seed")).Select(Of)]],
            _ => throw new InvalidInputException("experiment.splitter", $"The splitter '{splitter.Class}' is not known."),
        };
    }

    private static SplitPart Of(IndexSplit split) => new(split.Training, split.Test, split.Validation);

    private static PartitionOptions Shares(Parameters parameters) => new()
    {
        Seed = parameters.Whole(0, "seed"),
        Training = parameters.Number(0, "training_pct"),
        Test = parameters.Number(0, "test_pct"),
        Validation = parameters.Number(0, "validation_pct"),
        Experiences = parameters.Count(1, "num_experiences"),
        Partitions = parameters.Count(1, "num_partitions"),
    };

    private static ClassOrderOptions Order(Parameters parameters) => new()
    {
        Shuffled = !parameters.Text("RANDOM", "strategy").Equals("ORDERED", StringComparison.OrdinalIgnoreCase),
        Order = parameters.Counts("class_order"),
        Counts = parameters.Counts("num_classes_per_experience"),
    };

    private static IReadOnlyList<string>? LabelsOf(TrialData data) => data.Output.Type == ElementType.Category ? Labels(data) : null;

    private static IReadOnlyList<string> Labels(TrialData data) =>
        [.. Enumerable.Range(0, data.Count).Select(row => data.LabelOf(row) ?? throw new InvalidInputException(
            "experiment.label", $"Row {row + 1} has no value of the output '{data.Output.Name}'."))];

    private static string[] Column(TrialData data, string name)
    {
        var index = DatasetColumns.IndexOf(data.Schema, name);
        ImmutableArray<int> all = [.. Enumerable.Range(0, data.Count)];
        return [.. data.Labeled(all).Examples.Select(example => example.Values[index]?.ToString() ?? "")];
    }

    private static long[] Times(TrialData data, string name) => [.. Column(data, name).Select((text, row) =>
        DateTimeOffset.TryParse(
            text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time)
            ? time.UtcTicks
            : long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number
            : throw new InvalidInputException("experiment.time", $"Row {row + 1} has no time in '{name}'."))];

    private static ImmutableArray<string> ClassesOf(TrialData data) => data.Output.Type == ElementType.Category
        ? TrainingSet.SortClasses(Enumerable.Range(0, data.Count).Select(data.LabelOf).OfType<string>())
        : [];

    private void Check(TrialData data, ImmutableArray<ImmutableArray<SplitPart>> experiences)
    {
        if (experiences.Length != setup.Experiences || experiences.Any(experience => experience.Length != setup.Partitions))
            throw new InvalidInputException(
                "experiment.split",
                $"The division has {experiences.Length} experiences with {experiences[0].Length} partitions instead of {setup.Experiences} "
                    + $"with {setup.Partitions}.",
                "Let the parameters num_experiences and num_partitions say how many there are.");
        foreach (var part in experiences.SelectMany(static experience => experience))
        {
            data.Checked(part);
            if (part.Training.IsEmpty || part.Test.IsEmpty)
                throw new InvalidInputException(
                    "experiment.split",
                    $"A partition of '{data.Schema.Name}' has {part.Training.Length} training and {part.Test.Length} test examples.",
                    "Choose other shares, or fewer experiences.");
        }
    }
}
