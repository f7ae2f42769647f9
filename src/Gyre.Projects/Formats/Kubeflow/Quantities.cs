using System.Globalization;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>Quantities as Kubernetes writes them: <c>500m</c>, <c>4Gi</c>, <c>1.5</c>, <c>2e3</c>.</summary>
internal static class Quantities
{
    private static readonly Dictionary<string, double> Units = new(StringComparer.Ordinal)
    {
        [""] = 1,
        ["m"] = 1e-3,
        ["k"] = 1e3,
        ["M"] = 1e6,
        ["G"] = 1e9,
        ["T"] = 1e12,
        ["P"] = 1e15,
        ["E"] = 1e18,
        ["Ki"] = 1L << 10,
        ["Mi"] = 1L << 20,
        ["Gi"] = 1L << 30,
        ["Ti"] = 1L << 40,
        ["Pi"] = 1L << 50,
        ["Ei"] = 1L << 60,
    };

    /// <summary>The number, or null for what is none or below zero.</summary>
    public static double? Parse(string text)
    {
        var digits = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        if (digits == 0 || !Units.TryGetValue(text[digits..].TrimStart('.'), out var unit))
            return null;
        return double.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number * unit) ? number * unit : null;
    }
}
