using System.Text.Json;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Kubeflow.Components;

/// <summary>The type of an input or output: exactly one of the two.</summary>
internal readonly record struct ComponentType(ParameterType? Parameter, ArtifactType? Artifact)
{
    public static ComponentType OfArtifact(ArtifactType type) => new(null, type);
}

/// <summary>Type names of component files, which are free text, and the defaults that are written as text.</summary>
internal static class ComponentTypes
{
    private const string StandardVersion = "0.0.1";

    /// <summary>Given to exit handlers; filled by whoever runs them.</summary>
    private const string FinalStatus = "PipelineTaskFinalStatus";

    private static readonly string[] StandardTitles =
    [
        "system.Artifact", "system.Dataset", "system.Model", "system.Metrics", "system.ClassificationMetrics", "system.SlicedClassificationMetrics",
        "system.HTML", "system.Markdown",
    ];

    public static bool IsFinalStatus(YamlNode? type) => type is YamlScalar { Text: FinalStatus };

    /// <summary>A value for the few names that mean one, else an artifact; a structured type or none is an artifact of any type.</summary>
    public static ComponentType Of(YamlNode? type)
    {
        if (type is not YamlScalar { Value: not NullValue, Text: var written })
            return ComponentType.OfArtifact(ArtifactType.Any);
        var name = BareName(written);
        return ParameterTypeOf(name) is { } parameter ? new ComponentType(parameter, null) : ComponentType.OfArtifact(ArtifactTypeOf(name));
    }

    /// <summary>The artifact that stands for a type which is used as a file although its name means a value.</summary>
    public static ComponentType AsArtifact(ComponentType type) => type.Parameter is null ? type : ComponentType.OfArtifact(ArtifactType.Any);

    /// <summary>Reads a default, which is a text in the form of its type, or already the value. False when it is neither.</summary>
    public static bool TryReadDefault(ParameterType type, YamlNode node, out Value? value)
    {
        value = null;
        if (node is YamlScalar { Value: NullValue })
            return true;
        if (node is not YamlScalar scalar)
            value = type == ParameterType.List && node is YamlSequence || type == ParameterType.Map && node is YamlMapping ? node.ToValue() : null;
        else
            value = FromText(type, scalar.Text);
        return value is not null;
    }

    /// <summary><c>typing.List[str]</c> is <c>List</c>.</summary>
    private static string BareName(string written)
    {
        var name = written.Trim();
        if (name.StartsWith("typing.", StringComparison.Ordinal))
            name = name["typing.".Length..];
        var bracket = name.IndexOf('[', StringComparison.Ordinal);
        return bracket > 0 ? name[..bracket] : name;
    }

    private static ParameterType? ParameterTypeOf(string name) => name.ToLowerInvariant() switch
    {
        "string" or "str" or "text" => ParameterType.String,
        "integer" or "int" => ParameterType.Integer,
        "float" or "double" => ParameterType.Float,
        "bool" or "boolean" => ParameterType.Flag,
        "list" or "jsonarray" => ParameterType.List,
        "dict" or "jsonobject" => ParameterType.Map,
        "pipelinetaskfinalstatus" => ParameterType.Map,
        _ => null,
    };

    private static ArtifactType ArtifactTypeOf(string name)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        var title = at < 0 ? name : name[..at];
        var version = at < 0 || at + 1 == name.Length ? StandardVersion : name[(at + 1)..];
        var standard = StandardTitles.FirstOrDefault(known => known.Equals(title, StringComparison.OrdinalIgnoreCase) || known.AsSpan("system.".Length).Equals(title, StringComparison.OrdinalIgnoreCase));
        if (standard is not null)
            return new ArtifactType(standard, version);
        // A title of somebody's own has a namespace; a bare word such as CSV is no more than a remark.
        return title.IndexOf('.', StringComparison.Ordinal) > 0 && title.Length <= 256 ? new ArtifactType(title, version) : ArtifactType.Any;
    }

    private static Value? FromText(ParameterType type, string text) => type switch
    {
        ParameterType.Integer => NumberText.TryReadInteger(text, out var integer) ? new IntegerValue(integer) : null,
        ParameterType.Float => NumberText.TryReadDouble(text, out var real) ? Value.Of(real) : null,
        ParameterType.Flag => FlagOf(text),
        ParameterType.List => FromJson(text) as ListValue,
        ParameterType.Map => FromJson(text) as MapValue,
        _ => Value.Of(text),
    };

    private static Value? FlagOf(string text) => text.Trim().ToLowerInvariant() switch
    {
        "true" or "t" or "yes" or "y" or "on" or "1" => Value.True,
        "false" or "f" or "no" or "n" or "off" or "0" => Value.False,
        _ => null,
    };

    private static Value? FromJson(string text)
    {
        try
        {
            return ValueJson.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
