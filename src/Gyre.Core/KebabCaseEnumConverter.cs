using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gyre.Core;

/// <summary>Enums as the words people see: <c>NotTriggered</c> is <c>not-triggered</c>.</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
public sealed class KebabCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
