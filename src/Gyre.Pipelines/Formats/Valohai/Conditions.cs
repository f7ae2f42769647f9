using Gyre.Core;
using Gyre.Pipelines.Formats.Yaml;

namespace Gyre.Pipelines.Formats.Valohai;

/// <summary>Checks texts that must be conditions.</summary>
internal static class Conditions
{
    private const string Remedy = "A condition looks like: metadata.loss < 0.1 and metadata.epoch > 3";

    public static void Check(Problems problems, YamlMapping map, string key, string owner, DocumentPath path)
    {
        if (map.Text(key) is { Length: > 0 } text)
            Check(problems, text, key, owner, path.Key(key), map.PlaceOf(key));
    }

    public static void Check(Problems problems, string text, string key, string owner, DocumentPath path, YamlPlace place)
    {
        if (!Expression.TryParse(text, out var expression, out var error))
            problems.Error("expression.invalid", $"{owner}: '{key}: {Names.Shown(text)}' is not a valid expression: {error.Message} (character {error.Position + 1})", path, place, Remedy);
        else if (expression.Names.FirstOrDefault(name => name is "true" or "false" or "none" or "null") is { } word)
            problems.Hint("expression.word", $"{owner}: '{word}' is an unknown name in '{Names.Shown(text)}'.", path, place, "Write True, False or None.");
    }
}
