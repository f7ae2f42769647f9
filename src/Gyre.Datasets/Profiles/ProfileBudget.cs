namespace Gyre.Datasets.Profiles;

/// <summary>How much a column may keep, so that wide datasets take no more memory than others.</summary>
/// <param name="Numbers">Numbers per level of the sketch of quantiles.</param>
/// <param name="Labels">Distinct texts that are counted.</param>
/// <param name="LabelBytes">Bytes of these texts.</param>
internal sealed record ProfileBudget(int Numbers, int Labels, int LabelBytes)
{
    private const int AllNumbers = 64 * 4096;
    private const int AllLabels = 1_600_000;
    private const int AllLabelBytes = 256 * 1024 * 1024;

    /// <summary>The share of one of several columns.</summary>
    public static ProfileBudget Of(int columns)
    {
        columns = Math.Max(1, columns);
        return new(
            Math.Clamp(AllNumbers / columns, 256, 4096) & ~1, Math.Clamp(AllLabels / columns, 1000, 100_000),
            Math.Clamp(AllLabelBytes / columns, 64 * 1024, 16 * 1024 * 1024));
    }
}
