using Gyre.Core;
using Gyre.Projects.Commands;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Compares defaults with the rules of their parameters: what can never be valid is found before a run fails of it.</summary>
/// <param name="problems">Told what is wrong.</param>
/// <param name="wide">Whether the file is Gyre's own. In files of another format it is a warning, as their own linter has it: a
/// given value replaces the default.</param>
internal sealed class DefaultChecker(Problems problems, bool wide)
{
    /// <summary>The default of a definition.</summary>
    /// <param name="definition">With the default.</param>
    /// <param name="map">Where the default is written.</param>
    /// <param name="path">Its path.</param>
    /// <param name="owner">For messages.</param>
    public void Check(ParameterDefinition definition, YamlMapping map, DocumentPath path, string owner)
    {
        if (definition.Default is { } given)
            Check(definition, given, isSweep: false, map, path, owner);
    }

    /// <summary>
    /// A value that stands for a parameter in each run that says nothing else.
    /// </summary>
    /// <param name="definition">The parameter.</param>
    /// <param name="given">The value.</param>
    /// <param name="isSweep">Whether a list means several trials, each with one of its values.</param>
    /// <param name="map">Where it is written, under <c>default</c>.</param>
    /// <param name="path">Its path.</param>
    /// <param name="owner">For messages.</param>
    public void Check(ParameterDefinition definition, Value given, bool isSweep, YamlMapping map, DocumentPath path, string owner)
    {
        if (IsEmpty(given))
            return;
        if (wide && !isSweep && given is ListValue && IsSingle(definition))
        {
            Report($"{owner}: default {ValueText.Of(given)} is a list, but the parameter takes a single value.", path.Key("default"), map.PlaceOf("default"));
            return;
        }
        foreach (var value in given is ListValue list ? [.. list.Items] : new[] { given })
            CheckOne(definition, value, map, path, owner);
    }

    private static bool IsSingle(ParameterDefinition definition) =>
        definition.Multiple == MultipleMode.None && definition.Type is not (ParameterType.List or ParameterType.Map);

    private void CheckOne(ParameterDefinition definition, Value value, YamlMapping map, DocumentPath path, string owner)
    {
        if (definition.Type == ParameterType.String && value is not TextValue)
            problems.Warning(
                "parameter.default", $"{owner}: default {ValueText.Of(value)} is not a string.", path.Key("default"),
                map.PlaceOf("default"), "Put it in quotes.");
        else
        {
            foreach (var reason in ParameterValues.Reasons(definition, value))
                Report($"{owner}: default {reason}.", path.Key("default"), map.PlaceOf("default"));
        }
    }

    private void Report(string message, DocumentPath path, YamlPlace place)
    {
        if (wide)
            problems.Error("parameter.default", message, path, place, "Use a value that the parameter allows, or remove the default.");
        else
            problems.Warning("parameter.default", message, path, place, null);
    }

    /// <summary>
    /// Nothing at all is no value. In files of another format zero and false are not looked at either, as in its own linter.
    /// </summary>
    private bool IsEmpty(Value value) => value switch
    {
        NullValue => true,
        TextValue text => text.Text.Length == 0,
        ListValue list => list.Items.Length == 0,
        MapValue map => map.Entries.Length == 0,
        BooleanValue flag => !wide && !flag.Flag,
        _ => !wide && value.TryGetNumber(out var number) && number == 0,
    };
}
