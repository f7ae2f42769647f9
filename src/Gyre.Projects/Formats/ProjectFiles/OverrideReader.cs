using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>
/// Applies a node's override to its step. An entry replaces the step's entry of that name whole, but only its value travels:
/// the step's definition goes on building the command. With <c>merge: true</c> entries are merged key by key, definitions too.
/// </summary>
internal sealed class OverrideReader(Problems problems, StepReader stepReader)
{
    private static readonly string[] Known = ["image", "command", "environment", "environment-variables", "inputs", "parameters", "mounts", "runtime-config-preset", "merge"];

    /// <param name="step">The step as declared.</param>
    /// <param name="stepMap">The step's own part of the file, or null when it lives elsewhere: then new names are no errors.</param>
    /// <param name="map">The override.</param>
    /// <param name="path">Its path.</param>
    /// <param name="owner">For messages.</param>
    public Step Apply(Step step, YamlMapping? stepMap, YamlMapping map, DocumentPath path, string owner)
    {
        foreach (var entry in map.Entries.Where(entry => !Known.Contains(entry.Key, StringComparer.Ordinal)))
            problems.Warning(
                "override.unknown",
                $"{owner}: unknown key '{Names.Shown(entry.Key)}' in the override; it is ignored.",
                path.Key(entry.Key),
                entry.KeyPlace,
                "If it is a parameter or an input, move it under 'parameters' or 'inputs'.");
        if (map.Text("runtime-config-preset") is { Length: > 0 } && map.Text("environment") is not { Length: > 0 })
            problems.Error(
                "override.preset-without-environment",
                $"{owner}: the override sets 'runtime-config-preset' without 'environment'.",
                path,
                map.PlaceOf("runtime-config-preset"),
                "Add 'environment: ...' to the override.");
        if (step.Component is not null)
            CheckComponent(map, path, owner);
        var merge = map.Flag("merge") == true && step.Component is null;
        var parameters = new ParameterReader(stepReader.Defaults, problems);
        var changed = step with
        {
            Image = map.Text("image") ?? step.Image,
            Commands = map.Find("command") is null ? step.Commands : map.Texts("command"),
            CommandIsText = map.Find("command") is { } command ? command is YamlScalar : step.CommandIsText,
            Parameters = Replace(step.Parameters, stepMap, map, "parameters", path, owner, item => item.Name, merge,
                (item, where) => parameters.Read(item, where, step.Name), (old, item) => old with { Default = DefaultOf(old, item) }),
            Inputs = Replace(step.Inputs, stepMap, map, "inputs", path, owner, item => item.Name, merge,
                stepReader.ReadInput, (old, item) => old with { Default = item.Texts("default") }),
            EnvironmentVariables = Replace(step.EnvironmentVariables, stepMap, map, "environment-variables", path, owner, item => item.Name, merge,
                stepReader.ReadVariable, (old, item) => old with { Default = item.Text("default") }),
            Other = Overlay(step.Other, map.Rest("environment", "mounts", "runtime-config-preset")),
        };
        if (!merge)
            CheckDefaults(changed, map, path, owner);
        if (stepMap is not null)
            new CommandHints(problems, changed).Check(map, path, owner);
        return changed;
    }

    /// <summary>Values that an override gives to parameters of the step.</summary>
    private void CheckDefaults(Step changed, YamlMapping map, DocumentPath path, string owner)
    {
        foreach (var (item, where) in map.Maps("parameters", path))
        {
            var definition = changed.Parameters.FirstOrDefault(parameter => parameter.Name == item.Text("name"));
            if (definition is { Default: { } value })
                stepReader.Defaults.Check(definition, value, isSweep: false, item, where, $"{owner}, parameter '{Names.Shown(definition.Name)}'");
        }
    }

    private void CheckComponent(YamlMapping map, DocumentPath path, string owner)
    {
        foreach (var entry in map.Entries.Where(entry => entry.Key is "command" or "merge"))
            problems.Error(
                "override.component",
                $"{owner}: '{entry.Key}' cannot be overridden because the step uses a component.",
                path.Key(entry.Key),
                entry.KeyPlace,
                "Override a parameter's or an input's default, or declare a second step.");
    }

    private static Value? DefaultOf(ParameterDefinition old, YamlMapping item)
    {
        var value = item.Value("default");
        if (value is null or NullValue)
            return null;
        return old.Multiple == MultipleMode.None || value is ListValue ? value : Value.Of([value]);
    }

    private ImmutableArray<T> Replace<T>(
        ImmutableArray<T> declared, YamlMapping? stepMap, YamlMapping map, string key, DocumentPath path, string owner,
        Func<T, string> nameOf, bool merge, Func<YamlMapping, DocumentPath, T> read, Func<T, YamlMapping, T> replaceValue)
    {
        var result = declared.ToList();
        foreach (var (item, where) in map.Maps(key, path))
        {
            var name = item.Text("name")!;
            var index = result.FindIndex(old => nameOf(old) == name);
            if (index >= 0 && merge)
                result[index] = read(Merged(stepMap, key, item), where);
            else if (index >= 0)
                result[index] = Warned(item, where, key, owner, replaceValue(result[index], item));
            else if (stepMap is null || key == "environment-variables")
                result.Add(read(item, where));
            else
                problems.Error(
                    "override.unknown-name",
                    $"{owner}: the step has no {key[..^1]} '{Names.Shown(name)}'.",
                    where.Key("name"),
                    item.PlaceOf("name"),
                    Suggestions.Remedy(name, declared.Select(nameOf)));
        }
        return [.. result];
    }

    private T Warned<T>(YamlMapping item, DocumentPath path, string key, string owner, T value)
    {
        foreach (var entry in item.Entries.Where(entry => entry.Key is not ("name" or "default" or "description" or "category")))
            problems.Hint(
                "override.no-effect",
                $"{owner}: '{entry.Key}' of an overridden {key[..^1]} is ignored; only its value can be overridden.",
                path.Key(entry.Key),
                entry.KeyPlace,
                "Change it in the step.");
        return value;
    }

    private static YamlMapping Merged(YamlMapping? stepMap, string key, YamlMapping item)
    {
        var name = item.Text("name");
        var old = stepMap?.Maps(key, DocumentPath.Root).Select(entry => entry.Map).LastOrDefault(entry => entry.Text("name") == name);
        var kept = old?.Entries.Where(entry => item.Find(entry.Key) is null) ?? [];
        return new YamlMapping([.. kept, .. item.Entries], item.Place);
    }

    private static MapValue Overlay(MapValue below, MapValue above) =>
        above.Entries.Length == 0 ? below : new MapValue([.. below.Entries.Where(entry => above.Find(entry.Key) is null), .. above.Entries]);
}
