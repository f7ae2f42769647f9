using System.Globalization;

namespace Gyre.Learning.Numerics;

/// <summary>Numbers in sentences: four significant digits, the same under every culture.</summary>
internal static class ShortNumber
{
    public static string Of(double number) => number.ToString("G4", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (100 * share).ToString("G3", CultureInfo.InvariantCulture) + "%";
}
