using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gyre.EndToEnd.Tests.Upgrade;

/// <summary>What a recorded answer has must be in a later one with the same value; a later one may have more names.</summary>
internal static class Answers
{
    /// <summary>Where the later one differs; empty when it does not.</summary>
    public static List<string> Differences(JsonNode? recorded, JsonNode? now)
    {
        var differences = new List<string>();
        Compare("", recorded, now, differences);
        return differences;
    }

    private static void Compare(string place, JsonNode? recorded, JsonNode? now, List<string> differences)
    {
        switch (recorded, now)
        {
            case (JsonObject map, JsonObject other):
                foreach (var (name, value) in map)
                {
                    if (other.ContainsKey(name))
                        Compare($"{place}/{name}", value, other[name], differences);
                    else
                        differences.Add($"{place}/{name} is gone");
                }
                break;
            case (JsonArray list, JsonArray other):
                if (list.Count != other.Count)
                    differences.Add($"{place} has {other.Count} items, not {list.Count}");
                foreach (var (index, (item, otherItem)) in list.Zip(other).Index())
                    Compare($"{place}/{index}", item, otherItem, differences);
                break;
            default:
                if (!AreEqual(recorded, now))
                    differences.Add($"{place} is {Text(now)}, not {Text(recorded)}");
                break;
        }
    }

    /// <summary>1 and 1.0 are two things here; 1.0 and 1.0e0 are not.</summary>
    private static bool AreEqual(JsonNode? recorded, JsonNode? now) => (recorded?.GetValueKind(), now?.GetValueKind()) switch
    {
        (JsonValueKind.String, JsonValueKind.String) => recorded!.GetValue<string>() is var one && now!.GetValue<string>() is var other && (one == other || IsSameTime(one, other)),
        (JsonValueKind.Number, JsonValueKind.Number) when IsFloat(recorded!) && IsFloat(now!) => Bits(recorded!) == Bits(now!),
        (JsonValueKind.Number, JsonValueKind.Number) => Text(recorded) == Text(now),
        var (one, other) => one == other,
    };

    /// <summary>Times have had milliseconds and a Z since the API and the command line print the same records; before, the API had microseconds and an offset.</summary>
    private static bool IsSameTime(string recorded, string now) =>
        now.EndsWith('Z') && DateTimeOffset.TryParse(recorded, CultureInfo.InvariantCulture, out var before) && DateTimeOffset.TryParse(now, CultureInfo.InvariantCulture, out var after)
        && before.ToUnixTimeMilliseconds() == after.ToUnixTimeMilliseconds();

    private static bool IsFloat(JsonNode number) => number.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E');

    private static long Bits(JsonNode number) => BitConverter.DoubleToInt64Bits(number.GetValue<double>());

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
}
