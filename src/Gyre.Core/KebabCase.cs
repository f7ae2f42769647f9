using System.Text.Json;

namespace Gyre.Core;

/// <summary>Names in code as the words people see: <c>NotTriggered</c> is <c>not-triggered</c>.</summary>
public static class KebabCase
{
    /// <summary>The word of an enum's value.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Of(value.ToString());

    /// <summary>The word of a name in PascalCase or camelCase.</summary>
    public static string Of(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
