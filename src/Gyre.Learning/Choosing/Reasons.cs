using System.Globalization;

namespace Gyre.Learning.Choosing;

/// <summary>Parts of the reasons that people read beside an item.</summary>
internal static class Reasons
{
    public static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    public static string Typical(int cluster, int labels) => labels switch
    {
        0 => $"the most typical item of cluster {cluster}, which has no label yet",
        1 => $"a typical item of cluster {cluster}, which has one label",
        _ => $"a typical item of cluster {cluster}, which has {labels} labels",
    };
}
