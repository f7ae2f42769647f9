using Gyre.Core;

namespace Gyre.Labeling.Formats;

/// <summary>Enums as the words of files, and back.</summary>
internal static class Words
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Table<TEnum>.Words[value];

    public static TEnum? Find<TEnum>(string? word)
        where TEnum : struct, Enum => word is not null && Table<TEnum>.Values.TryGetValue(word, out var value) ? value : null;

    /// <exception cref="InvalidInputException">There is none (kind <c>unsupported-type</c>).</exception>
    public static TEnum Read<TEnum>(string? word, string what)
        where TEnum : struct, Enum => Find<TEnum>(word) ?? throw LabelRefusal.Of(
            ProblemKinds.UnsupportedType, $"'{ProblemLog.Short(word ?? "")}' is no {what}.",
            $"Use one of {string.Join(", ", Table<TEnum>.Values.Keys)}.");

    private static class Table<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> Words = Enum.GetValues<TEnum>()
            .ToDictionary(static value => value, static value => KebabCase.Of(value));

        public static readonly Dictionary<string,
        TEnum> Values = Words.ToDictionary(static pair => pair.Value, static pair => pair.Key, StringComparer.Ordinal);
    }
}
