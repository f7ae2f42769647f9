using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.OctopusCL;

/// <summary>Reads a class with its parameters, and finds out what does its work here.</summary>
internal sealed class BlockReader(Problems problems, PlanLanguage language)
{
    /// <param name="node">The block.</param>
    /// <param name="path">Its place.</param>
    /// <param name="role">What the class is used as.</param>
    /// <param name="more">A further field that the block may have.</param>
    public ClassBlock? Read(YamlNode node, DocumentPath path, ClassRole role, string? more = null)
    {
        var fields = more is null
            ? PlanFields.Of(node, path, $"The {ClassNames.Word(role)}", problems, "class", "parameters")
            : PlanFields.Of(node, path, $"The {ClassNames.Word(role)}", problems, "class", "parameters", more);
        var name = fields.RequireText("class");
        var parameters = Parameters(fields, path);
        return name.Length > 0 && Resolve(fields, name, role, parameters) is { } component
            ? new ClassBlock(name, component, parameters) : null;
    }

    /// <summary>The parameters; those without a value are noted.</summary>
    public MapValue Parameters(PlanFields fields, DocumentPath path)
    {
        if (fields.Find("parameters") is not { } node)
            return new MapValue([]);
        if (node is not YamlMapping map)
        {
            fields.Error("plan.type", "'parameters' is not a mapping.", "parameters", "Write names with values.");
            return new MapValue([]);
        }
        foreach (var entry in map.Entries)
        {
            var (name, at) = (PlanFields.Short(entry.Key), path.Key("parameters").Key(entry.Key));
            if (entry.Value is YamlScalar { Value: NullValue })
                problems.Error("plan.missing", $"The parameter '{name}' has no value.", at, entry.KeyPlace,
                    "Give it a value, or remove it.");
            else if (entry.Value is YamlScalar { Value: TimestampValue })
                problems.Error("plan.type", $"The parameter '{name}' is a date, which cannot be passed on.", at, entry.Value.Place,
                    "Put it into quotes.");
        }
        return (MapValue)map.ToValue();
    }

    private string? Resolve(PlanFields fields, string name, ClassRole role, MapValue parameters)
    {
        if (language.Aliases.TryGetValue(name, out var alias))
            return alias;
        if (ClassNames.Find(name) is { } known)
            return Check(fields, name, known, role, parameters);
        if (language.IsPythonClass(name))
            return ClassNames.Python;
        if (ClassNames.IsSample(name))
        {
            var sample = ClassNames.SampleOf(role);
            problems.Warning(
                "plan.sample-class", $"'{PlanFields.Short(name)}' is one of OctopusCL's examples; '{sample}' stands in for it.",
                fields.Path.Key("class"), fields.Place,
                "Name your own class.");
            return sample;
        }
        fields.Error(
            "plan.unknown-class", $"The class '{PlanFields.Short(name)}' cannot be found.", "class",
            Suggestions.Remedy(name, ClassNames.Names(role))
                ?? "Put its Python source beside the plan or on PYTHONPATH, or map its name in a file for --aliases.");
        return null;
    }

    private string? Check(PlanFields fields, string name, KnownClass known, ClassRole role, MapValue parameters)
    {
        if (known.Role != role)
        {
            fields.Error(
                "plan.wrong-class",
                $"'{PlanFields.Short(name)}' is a {ClassNames.Word(known.Role)}, and must be a subclass of the class for "
                    + $"{ClassNames.Word(role)}s to be used here.",
                "class", $"Name a {ClassNames.Word(role)}.");
            return null;
        }
        foreach (var missing in known.Required.Where(one => parameters.Find(one) is null))
            fields.Error("plan.missing", $"The parameter '{missing}' is missing.", "parameters", $"Add '{missing}'.");
        if (known.Parameters is { } names)
        {
            foreach (var (given, _) in parameters.Entries.Where(entry => !names.Contains(entry.Key)))
                Unknown(fields, given, names, role);
        }
        return known.Component;
    }

    /// <summary>OctopusCL's documentation gives transforms parameters that they do not have, so only splitters are refused.</summary>
    private void Unknown(PlanFields fields, string given, IReadOnlyList<string> names, ClassRole role)
    {
        var (message, at) = ($"The parameter '{PlanFields.Short(given)}' is not known.", fields.Path.Key("parameters").Key(given));
        var remedy = Suggestions.Remedy(given, names) ?? $"Known are {string.Join(", ", names)}.";
        if (role == ClassRole.Transform)
            problems.Warning("plan.unknown-parameter", $"{message} It is ignored.", at, fields.Place, remedy);
        else
            problems.Error("plan.unknown-parameter", message, at, fields.Place, remedy);
    }
}
