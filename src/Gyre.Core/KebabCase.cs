using System.Text.Json;

namespace Gyre.Core;

/// <summary>Enums as the words people see and documents hold.</summary>
public static class KebabCase
{
    /// <summary>The name in small letters with dashes: <c>AwaitingApproval</c> is <c>awaiting-approval</c>.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
