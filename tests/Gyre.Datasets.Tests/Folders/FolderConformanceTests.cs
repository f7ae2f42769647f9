using System.Text.Json;
using Gyre.Testing;

namespace Gyre.Datasets.Tests.Folders;

/// <summary>Every recorded dataset folder: what must be accepted, refused and warned of. Skipped where the recorded data is not
/// there.</summary>
public sealed class FolderConformanceTests
{
    private const string Data = "octopus";

    public static TheoryData<string> Cases() =>
        ConformanceData.IsThere(Data) ? [.. Records().Select(static record => record.GetProperty("id").GetString()!)] : ["none"];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Folders_are_judged_as_recorded(string id)
    {
        var root = ConformanceData.Folder(Data);
        var record = Records().Single(record => record.GetProperty("id").GetString() == id);

        var inspection = await DatasetFolder.InspectAsync(
            Path.Join(root, record.GetProperty("path").GetString()), null, TestContext.Current.CancellationToken);

        var said = string.Join('\n', inspection.Errors.Select(static finding => $"{finding.Place}: {finding.Code}: {finding.Message}"));
        var verdict = record.GetProperty("verdict").GetString();
        if (verdict != "either")
            inspection.IsValid.ShouldBe(verdict == "accept", said);
        if (inspection.IsValid)
            CheckAccepted(record, inspection);
        else
            CheckRefused(record, said);
        if (inspection.IsValid && record.TryGetProperty("facts", out var facts) && facts.TryGetProperty("values", out var values))
            await CheckValuesAsync(Path.Join(root, record.GetProperty("path").GetString()), values);
    }

    private static void CheckRefused(JsonElement record, string said)
    {
        foreach (var word in record.GetProperty("must_mention").EnumerateArray())
            said.ShouldContain(word.GetString()!, Case.Insensitive);
    }

    private static void CheckAccepted(JsonElement record, DatasetInspection inspection)
    {
        if (record.TryGetProperty("should_warn", out var cause))
        {
            var words = cause.GetString()!;
            inspection.Warnings.ShouldContain(warning => warning.Message.Contains(words, StringComparison.OrdinalIgnoreCase), words);
        }
        if (!record.TryGetProperty("facts", out var facts))
            return;
        var summary = inspection.Summary;
        var elements = summary.Elements.ToLookup(static element => element.Element.Name, StringComparer.Ordinal);
        foreach (var fact in facts.EnumerateObject())
        {
            switch (fact.Name)
            {
                case "num_examples":
                    summary.Examples.ShouldBe(fact.Value.GetInt64());
                    break;
                case "num_files":
                    summary.Files.ShouldBe(fact.Value.GetInt64());
                    break;
                case "nulls":
                    foreach (var count in fact.Value.EnumerateObject())
                        elements[count.Name].First().Nulls.ShouldBe(count.Value.GetInt64(), count.Name);
                    break;
                case "empties":
                    foreach (var count in fact.Value.EnumerateObject())
                        elements[count.Name].First().Missing.ShouldBe(count.Value.GetInt64(), count.Name);
                    break;
                case "experiences":
                    SplitOf(record, summary).Experiences.Length.ShouldBe(fact.Value.GetInt32());
                    break;
                case "partitions":
                    SplitOf(record, summary).Experiences[0].Partitions.Length.ShouldBe(fact.Value.GetInt32());
                    break;
                default:
                    break;
            }
        }
        if (record.GetProperty("anchor").TryGetProperty("experiences", out var experiences))
            CheckIndexes(experiences, SplitOf(record, summary));
    }

    private static async Task CheckValuesAsync(string folder, JsonElement values)
    {
        var examples = await DatasetExamples.OpenAsync(folder, TestContext.Current.CancellationToken);
        var read = await examples.ReadAsync(
            cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        foreach (var expected in values.EnumerateObject())
        {
            var element = examples.Schema.Elements.Index().First(pair => pair.Item.Name == expected.Name).Index;
            read.Select(example => example.Values[element]?.ToString()).ShouldBe(
                expected.Value.EnumerateArray().Select(static value => value.GetString()));
        }
    }

    private static DatasetSplit SplitOf(JsonElement record, DatasetSummary summary) =>
        summary.Splits.Single(split => split.Name == record.GetProperty("split").GetString());

    private static void CheckIndexes(JsonElement experiences, DatasetSplit split)
    {
        foreach (var (experience, index) in experiences.EnumerateArray().Select(static (experience, index) => (experience, index)))
        {
            // Recorded in the order of a file system, not in that of the numbers.
            var recorded = experience.EnumerateArray().Select(static partition => Text(
                Indexes(partition.GetProperty("training")), Indexes(partition.GetProperty("test")),
                Indexes(partition.GetProperty("validation"))));
            split.Experiences[index].Partitions.Select(static partition => Text(partition.Training, partition.Test, partition.Validation))
                .ShouldBe(recorded, ignoreOrder: true);
        }
    }

    private static string Text(params IEnumerable<int>[] parts) => string.Join(" | ", parts.Select(static part => string.Join(' ', part)));

    private static IEnumerable<int> Indexes(JsonElement list) =>
        list.ValueKind == JsonValueKind.Null ? [] : list.EnumerateArray().Select(static index => index.GetInt32());

    private static List<JsonElement> Records()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Join(ConformanceData.Folder(Data), "expectations.json")));
        return [.. document.RootElement.GetProperty("datasets").EnumerateArray().Select(static record => record.Clone())];
    }
}
