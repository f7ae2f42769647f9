namespace Gyre.Datasets.Checks;

/// <summary>What must hold between the parts of a split, so that its results mean something.</summary>
internal static class SplitRules
{
    public static void Check(DatasetSplit split, string folder, FindingLog log)
    {
        foreach (var (experience, index) in split.Experiences.Select(static (experience, index) => (experience, index)))
        {
            foreach (var (partition, number) in experience.Partitions.Select(static (partition, number) => (partition, number)))
                Check(partition, $"{folder}/experience_{index}/partition_{number}", log);
            CheckCover(experience, $"{folder}/experience_{index}", log);
        }
        if (split.Experiences.Select(static experience => experience.Partitions.Length).Distinct().Count() > 1)
        {
            log.Error(
                "dataset.split.unequal", "All experiences must have the same number of partitions.", "Add the missing partitions.",
                new(folder));
        }
        CheckTests(split, folder, log);
    }

    private static void Check(DatasetPartition partition, string folder, FindingLog log)
    {
        if (partition.Test.IsEmpty)
            log.Error("dataset.split.no-test", "The test set is empty.", "Add at least one index to test.txt.", new($"{folder}/test.txt"));
        if (partition.Training.IsEmpty)
            log.Warn(
                "dataset.split.no-training", "The training set is empty.", "Add at least one index to training.txt.",
                new($"{folder}/training.txt"));
        var all = new HashSet<int>();
        var (repeated, overlap) = (0L, (int?)null);
        foreach (var part in new[] { partition.Training, partition.Test, partition.Validation })
        {
            var own = new HashSet<int>(part);
            repeated += part.Length - own.Count;
            foreach (var index in own)
                overlap = all.Add(index) ? overlap : Math.Min(overlap ?? int.MaxValue, index);
        }
        if (overlap is { } shared)
        {
            log.Error(
                "dataset.split.disjoint", $"Training, test and validation sets must be disjoint, but several contain the row {shared}.",
                "Keep every index in one of the three.", new(folder));
        }
        if (repeated > 0)
            log.Warn("dataset.split.repeated", $"{repeated} indices are repeated within a file.", "Remove the repetitions.", new(folder));
    }

    private static void CheckCover(DatasetExperience experience, string folder, FindingLog log)
    {
        var sets = experience.Partitions.Select(
            static partition => new HashSet<int>([.. partition.Training, .. partition.Test, .. partition.Validation]));
        HashSet<int>? first = null;
        foreach (var set in sets)
        {
            first ??= set;
            if (first.SetEquals(set))
                continue;
            log.Error(
                "dataset.split.cover", "All partitions of an experience must have the same set of indices.",
                "Divide the same examples in every partition.", new(folder));
            return;
        }
    }

    private static void CheckTests(DatasetSplit split, string folder, FindingLog log)
    {
        var seen = new Dictionary<int, int>();
        foreach (var (experience, number) in split.Experiences.Select(static (experience, number) => (experience, number)))
        {
            foreach (var index in experience.Partitions.SelectMany(static partition => partition.Test))
            {
                if (seen.TryAdd(index, number) || seen[index] == number)
                    continue;
                log.Error("dataset.split.test-shared",
                    "There are test examples that belong to multiple experiences: "
                    + $"row {index} is tested in experience_{seen[index]} and experience_{number}.",
                    "Test every example in one experience only.", new(folder));
                return;
            }
        }
    }
}
