using System.Text;

namespace Gyre.Datasets.Profiles;

/// <summary>Files, with their sizes and kinds.</summary>
/// <param name="element">The element.</param>
/// <param name="budget">How much it may keep.</param>
/// <param name="sizeOf">Size of a file by its path; null when it is not there.</param>
internal sealed class FileProfiler(DatasetElement element, ProfileBudget budget, Func<string, long?> sizeOf)
    : NumberProfiler(element, ProfileMeasure.Bytes, budget, isWhole: true)
{
    private const int MaxKinds = 100;
    private const int LongestExtension = 32;
    private const int LongestPath = 4096;

    private readonly TextCounts _paths = new(budget, 0);
    private readonly Dictionary<string, (long Count, long Bytes)> _kinds = new(StringComparer.Ordinal);

    protected override ColumnProfile Describe(ColumnProfile profile) => _paths.Describe(base.Describe(profile)) with
    {
        Others = 0,
        FileKinds =
        [
            .. _kinds.OrderByDescending(static kind => kind.Value.Count).ThenBy(static kind => kind.Key, StringComparer.Ordinal)
                .Select(static kind => new FileKind(kind.Key, kind.Value.Count, kind.Value.Bytes)),
        ],
    };

    protected override bool TryTake(ReadOnlySpan<byte> text)
    {
        if (text.Length > LongestPath)
            return false;
        var path = Encoding.UTF8.GetString(text);
        if (sizeOf(path) is not { } size)
            return false;
        _paths.Add(text);
        Add(size);
        Count(Path.GetExtension(path).ToLowerInvariant(), size);
        return true;
    }

    private void Count(string extension, long size)
    {
        if (extension.Length > LongestExtension || (_kinds.Count == MaxKinds && !_kinds.ContainsKey(extension)))
            return;
        var (count, bytes) = _kinds.GetValueOrDefault(extension);
        _kinds[extension] = (count + 1, bytes + size);
    }
}
