using Gyre.Core;

namespace Gyre.Projects.Formats;

/// <summary>Offers the word that was probably meant.</summary>
internal static class Suggestions
{
    /// <summary>A sentence that offers a word close to the given one, or null.</summary>
    public static string? Remedy(string given, IEnumerable<string> known) =>
        NearestWords.Closest(given, known) is { } word ? $"Did you mean '{word}'?" : null;
}
