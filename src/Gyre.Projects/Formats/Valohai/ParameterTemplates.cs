using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Projects.Formats.Valohai;

/// <summary>A template's values: as new defaults of the step's parameters, and for a task as the axes of its sweep.</summary>
internal sealed record PostedValues(ImmutableArray<ParameterDefinition> Definitions, ImmutableArray<SweepParameter> Axes);

/// <summary>
/// Reads the values of a template's parameters: plain, or <c>{style, rules}</c>. A list in <c>{style: single}</c> is a list for an execution and a set of
/// variants for a task. In a task a blank value says that an edge will bring one.
/// </summary>
internal sealed class ParameterTemplates(Problems problems, Step step, bool isTask)
{
    private readonly List<ParameterDefinition> _definitions = [.. step.Parameters];
    private readonly List<SweepParameter> _axes = [];

    public PostedValues Read(ImmutableArray<KeyValuePair<string, Value>> entries, DocumentPath path)
    {
        foreach (var (name, value) in entries)
        {
            var index = _definitions.FindIndex(definition => definition.Name == name);
            if (index < 0)
            {
                index = _definitions.Count;
                _definitions.Add(new ParameterDefinition { Name = name, Optional = true });
            }
            ReadOne(index, value, path.Key(name));
        }
        return new PostedValues([.. _definitions], [.. _axes]);
    }

    private void ReadOne(int index, Value value, DocumentPath path)
    {
        if (value is not MapValue expression || expression.Find("style") is not TextValue { Text: var style })
        {
            Set(index, value, path);
            return;
        }
        var rules = expression.Find("rules") as MapValue ?? new MapValue([]);
        if (style == "single")
            Set(index, rules.Find("value") ?? Value.Null, path.Key("rules").Key("value"));
        else if (StyleOf(style) is not { } known)
            problems.Error(
                "posted.style",
                $"Unknown style '{Names.Shown(style)}'. Use single, multiple, linear, logspace or random.",
                path.Key("style"),
                default);
        else if (isTask)
            AddAxis(index, known, rules, path);
        else if (known == SweepStyle.Multiple && rules.Find("items") is ListValue items)
            Set(index, items, path.Key("rules").Key("items"));
        else
            problems.Error("posted.style", $"The style '{style}' can be used only in a task.", path.Key("style"), default);
    }

    private void Set(int index, Value value, DocumentPath path)
    {
        var definition = _definitions[index];
        var blank = value is NullValue || (value is TextValue { Text: "" } && (isTask || definition.Type != ParameterType.String));
        if (blank)
        {
            // Nothing is said: an edge may bring it. A flag that is not set stays so.
            _definitions[index] = definition with { Default = null };
            return;
        }
        if (isTask && value is ListValue list && definition.Multiple == MultipleMode.None)
        {
            AddAxis(index, SweepStyle.Multiple, new MapValue([new("items", list)]), path);
            return;
        }
        if (Converted(definition, value, path) is { } converted)
            _definitions[index] = definition with { Default = converted };
    }

    private void AddAxis(int index, SweepStyle style, MapValue rules, DocumentPath path)
    {
        var definition = _definitions[index];
        if (style == SweepStyle.Multiple && rules.Find("items") is ListValue { Items: var items })
        {
            foreach (var item in items)
                Converted(definition, item, path);
        }
        _axes.Add(new SweepParameter { Name = definition.Name, Style = style, Rules = rules });
        _definitions[index] = definition with { Default = null };
    }

    private Value? Converted(ParameterDefinition definition, Value value, DocumentPath path)
    {
        var conversion = ParameterValues.Convert(definition, value);
        foreach (var diagnostic in conversion.Diagnostics)
            problems.Error("parameter.value", diagnostic.Message, path, default, diagnostic.Remedy);
        return conversion.Value;
    }

    private static SweepStyle? StyleOf(string word) => word switch
    {
        "multiple" => SweepStyle.Multiple,
        "linear" => SweepStyle.Linear,
        "logspace" => SweepStyle.LogSpace,
        "random" => SweepStyle.Random,
        _ => null,
    };
}
