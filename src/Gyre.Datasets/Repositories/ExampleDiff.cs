using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gyre.Core;

namespace Gyre.Datasets.Repositories;

/// <summary>
/// Compares examples by their identifiers. Of each example of the first dataset a hash of its values is held, 16 bytes beside its
/// identifier.
/// </summary>
internal sealed class ExampleDiff(
    DatasetExamples from, IReadOnlyDictionary<string, DatasetFile> fromFiles, DatasetExamples to,
    IReadOnlyDictionary<string, DatasetFile> toFiles)
{
    private readonly List<string> _common =
    [
        .. from.Schema.Elements.Select(static element => element.Name).Distinct(StringComparer.Ordinal)
            .Where(name => to.Schema.Elements.Any(element => element.Name == name)),
    ];

    public async Task<ExampleDifference> RunAsync(CancellationToken cancellationToken)
    {
        var before = new OrderedDictionary<Guid, UInt128>();
        var columns = ColumnsOf(from);
        await foreach (var example in from.ReadAsync(null, cancellationToken))
            before[example.Id] = HashOf(example, columns, fromFiles);
        var (added, changed, same) = (new Listed(), new Listed(), 0L);
        var seen = new HashSet<Guid>();
        columns = ColumnsOf(to);
        await foreach (var example in to.ReadAsync(null, cancellationToken))
        {
            if (!seen.Add(example.Id))
                continue;
            if (!before.TryGetValue(example.Id, out var known))
                added.Add(example.Id);
            else if (known != HashOf(example, columns, toFiles))
                changed.Add(example.Id);
            else
                same++;
        }
        var removed = new Listed();
        foreach (var id in before.Keys.Where(id => !seen.Contains(id)))
            removed.Add(id);
        return new ExampleDifference(added.Count, removed.Count, changed.Count, same)
        {
            AddedIds = [.. added.Ids],
            RemovedIds = [.. removed.Ids],
            ChangedIds = [.. changed.Ids],
        };
    }

    private (int Index, bool IsFile)[] ColumnsOf(DatasetExamples examples) =>
    [
        .. _common.Select(name => examples.Schema.Elements.ToList().FindIndex(element => element.Name == name))
            .Select(index => (index, examples.Schema.Elements[index].IsFile)),
    ];

    /// <summary>Values with the content of the files that they name.</summary>
    private static UInt128 HashOf(
        DatasetExample example, (int Index, bool IsFile)[] columns, IReadOnlyDictionary<string, DatasetFile> files)
    {
        var text = new StringBuilder();
        foreach (var (index, isFile) in columns)
        {
            var value = example.Values[index];
            text.Append(value is null ? "" : ValueJson.Write(value)).Append('\n');
            if (isFile && value is TextValue { Text: var path } && files.TryGetValue($"files/{path}", out var file)
                && !file.Digest.IsEmpty)
                text.Append(file.Digest.Hex);
        }
        return BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private sealed class Listed
    {
        public long Count { get; private set; }

        public List<Guid> Ids { get; } = [];

        public void Add(Guid id)
        {
            Count++;
            if (Ids.Count < ExampleDifference.MostListed)
                Ids.Add(id);
        }
    }
}
