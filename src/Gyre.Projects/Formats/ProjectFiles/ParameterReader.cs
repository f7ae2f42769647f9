using Gyre.Core;
using Gyre.Projects.Commands;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Builds a parameter definition and compares its default with its own rules.</summary>
internal sealed class ParameterReader(DefaultChecker defaults, Problems problems)
{
    private static readonly string[] FlagTemplates = ["pass-true-as", "pass-false-as"];
    private static readonly string[] Templates = ["pass-as", .. FlagTemplates];

    public ParameterDefinition Read(YamlMapping map, DocumentPath path, string step)
    {
        var type = map.Text("type") switch { "integer" => ParameterType.Integer, "float" => ParameterType.Float, "flag" => ParameterType.Flag, _ => ParameterType.String };
        var multiple = map.Text("multiple") switch { "repeat" => MultipleMode.Repeat, "separate" => MultipleMode.Separate, _ => MultipleMode.None };
        var isFlag = type == ParameterType.Flag;
        var definition = new ParameterDefinition
        {
            Name = map.Text("name")!,
            Type = type,
            Default = ReadDefault(map, multiple),
            Optional = isFlag || (map.Flag("optional") ?? false),
            Multiple = multiple,
            MultipleSeparator = map.Text("multiple-separator") is { Length: > 0 } separator ? separator : ",",
            PassAs = NoneIfEmpty(map.Text("pass-as")),
            PassTrueAs = isFlag ? NoneIfEmpty(map.Text("pass-true-as")) : null,
            PassFalseAs = isFlag ? NoneIfEmpty(map.Text("pass-false-as")) : null,
            Min = map.Value("min"),
            Max = map.Value("max"),
            Choices = !isFlag && map.Value("choices") is ListValue choices ? choices.Items : [],
            Other = map.Rest("widget", "category", "description"),
        };
        CheckWords(definition, map, path, $"Step '{Names.Shown(step)}', parameter '{Names.Shown(definition.Name)}'");
        defaults.Check(definition, map, path, $"Step '{Names.Shown(step)}', parameter '{Names.Shown(definition.Name)}'");
        return definition;
    }

    /// <summary>A parameter with several values has a list as default, also when only one is written.</summary>
    private static Value? ReadDefault(YamlMapping map, MultipleMode multiple)
    {
        var value = map.Value("default");
        if (value is null or NullValue)
            return null;
        return multiple == MultipleMode.None || value is ListValue ? value : Value.Of([value]);
    }

    private static string? NoneIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private void CheckWords(ParameterDefinition definition, YamlMapping map, DocumentPath path, string owner)
    {
        if (definition.Type == ParameterType.Flag)
        {
            if (definition.Multiple != MultipleMode.None)
                problems.Error(
                    "parameter.flag-multiple",
                    $"{owner}: a flag cannot have multiple values.",
                    path.Key("multiple"),
                    map.PlaceOf("multiple"),
                    "Remove 'multiple', or use another type.");
            if (map.Flag("optional") == true)
                problems.Warning("parameter.flag-optional", $"{owner}: 'optional' has no effect on a flag.", path.Key("optional"), map.PlaceOf("optional"), "Remove it; flags are always optional.");
            if (definition.PassAs is not null && (definition.PassTrueAs ?? definition.PassFalseAs) is not null)
                problems.Warning(
                    "parameter.pass-as",
                    $"{owner}: 'pass-as' has no effect together with 'pass-true-as' or 'pass-false-as'.",
                    path.Key("pass-as"),
                    map.PlaceOf("pass-as"),
                    "Remove it.");
        }
        else
        {
            foreach (var key in FlagTemplates.Where(key => map.Text(key) is { Length: > 0 }))
                problems.Warning(
                    "parameter." + key,
                    $"{owner}: '{key}' applies to flags only.",
                    path.Key(key),
                    map.PlaceOf(key),
                    "Use 'pass-as', or make it a flag.");
        }
        foreach (var key in Templates)
        {
            if (map.Text(key) is { Length: > 0 } template && PassTemplate.Refuse(template) is { } reason)
                problems.Error(
                    "parameter.template",
                    $"{owner}: '{key}: {Names.Shown(template)}' is not a valid template: {reason}.",
                    path.Key(key),
                    map.PlaceOf(key),
                    "The placeholders are {name}, {value} and {v}. Write '{{' or '}}' for a literal brace.");
        }
    }
}
