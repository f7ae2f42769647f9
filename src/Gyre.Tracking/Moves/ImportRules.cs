using Gyre.Tracking.Rules;

namespace Gyre.Tracking.Moves;

/// <summary>What of an MLflow store fits into this one. Values are kept as they are, even those longer than clients may log.</summary>
internal static class ImportRules
{
    /// <summary>Text that both engines can keep: no zero characters.</summary>
    public static string Clean(string text) => text.Replace('\0', '\uFFFD');

    /// <summary>Infinities are kept as the largest finite numbers, as everywhere in this store.</summary>
    public static MetricPoint Finite(MetricPoint point) =>
        double.IsInfinity(point.Value) ? point with { Value = double.IsPositive(point.Value) ? double.MaxValue : double.MinValue } : point;

    /// <exception cref="TrackingException">The key is not allowed here.</exception>
    public static void CheckKey(string key)
    {
        NameRules.CheckKey(key, "key");
        NameRules.CheckLength(key, NameRules.MaxKey, "key");
    }

    public static bool IsStorable(string key, string value)
    {
        try
        {
            CheckKey(key);
            return !value.Contains('\0', StringComparison.Ordinal);
        }
        catch (TrackingException)
        {
            return false;
        }
    }
}
