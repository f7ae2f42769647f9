using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Checks texts that must be conditions.</summary>
internal static class Conditions
{
    private const string Remedy = "Example of a condition: metadata.loss < 0.1 and metadata.epoch > 3";

    /// <summary>Checks the text of a key, or each text of its list.</summary>
    public static void Check(Problems problems, YamlMapping map, string key, string owner, DocumentPath path)
    {
        if (map.Text(key) is { Length: > 0 } text)
            Check(problems, text, key, owner, path.Key(key), map.PlaceOf(key));
        foreach (var item in (map.Find(key) as YamlSequence)?.Items ?? [])
        {
            if (item is YamlScalar { Value: TextValue { Text: var element } })
                Check(problems, element, key, owner, path.Key(key), item.Place);
        }
    }

    public static void Check(Problems problems, string text, string key, string owner, DocumentPath path, YamlPlace place)
    {
        if (!Expression.TryParse(text, out var expression, out var error))
            problems.Error("expression.invalid", $"{owner}: '{key}: {Names.Shown(text)}' is not a valid expression: {error.Message} (character {error.Position + 1})", path, place, Remedy);
        else
            CheckWords(problems, expression, $"{owner}: '{key}: {Names.Shown(text)}'", path, place);
    }

    /// <summary>Only <c>True</c>, <c>False</c> and <c>None</c> are values; spelled otherwise they are names that nothing is known of.</summary>
    private static void CheckWords(Problems problems, Expression expression, string owner, DocumentPath path, YamlPlace place)
    {
        foreach (var name in expression.Names)
        {
            if (Meant(name) is { } word)
                problems.Hint(
                    "expression.word",
                    $"{owner}: '{name}' is read as the name of a value, but no value has that name.",
                    path,
                    place,
                    $"Use '{word}'; the constants are True, False and None.");
        }
    }

    private static string? Meant(string name) => name.ToLowerInvariant() switch
    {
        "true" => "True",
        "false" => "False",
        "none" or "null" => "None",
        _ => null,
    };
}
