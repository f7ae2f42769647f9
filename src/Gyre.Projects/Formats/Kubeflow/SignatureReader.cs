using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>Reads <c>inputDefinitions</c> and <c>outputDefinitions</c>.</summary>
internal sealed class SignatureReader(Problems problems)
{
    private const string AnyTitle = "system.Artifact";
    private const string AnyVersion = "0.0.1";

    public Signature Read(Message component)
    {
        var inputs = component.Child("inputDefinitions", "parameters", "artifacts");
        var outputs = component.Child("outputDefinitions", "parameters", "artifacts");
        return new Signature(
            Unique(Each(inputs, "parameters", ReadParameter).Concat(Each(inputs, "artifacts", ReadArtifact)), input => input.Name, inputs, "inputs"),
            Unique(Each(outputs, "parameters", ReadResult).Concat(Each(outputs, "artifacts", ReadOutput)), output => output.Name, outputs, "outputs"));
    }

    /// <summary>Also read by importers.</summary>
    public static ArtifactType ReadType(Message? schema)
    {
        if (schema is null)
            return ArtifactType.Any;
        var title = schema.Text("schemaTitle") ?? TitleIn(schema.Text("instanceSchema")) ?? AnyTitle;
        return new ArtifactType(title, schema.Text("schemaVersion") ?? AnyVersion);
    }

    public static Message? Schema(Message owner, string field) => owner.Child(field, "schemaTitle", "schemaVersion", "instanceSchema", "schemaUri");

    private static IEnumerable<T> Each<T>(Message? definitions, string field, Func<NamedNode, T?> read)
        where T : class => definitions is null ? [] : definitions.Table(field).Select(read).OfType<T>();

    /// <summary>A parameter and an artifact of one name would be one key in the step's folder.</summary>
    private ImmutableArray<T> Unique<T>(IEnumerable<T> items, Func<T, string> nameOf, Message? definitions, string kind)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var kept = ImmutableArray.CreateBuilder<T>();
        foreach (var item in items)
        {
            if (names.Add(nameOf(item)))
                kept.Add(item);
            else
                problems.Error(
                    "component.duplicate-name",
                    $"'{Names.Shown(nameOf(item))}' is both a parameter and an artifact of the {kind}.",
                    definitions!.Where("artifacts"),
                    definitions.Place("artifacts"),
                    "Rename one of them.");
        }
        return kept.ToImmutable();
    }

    private ComponentInput? ReadParameter(NamedNode item)
    {
        CheckName(item, "input", isFile: false);
        if (Message.Of(item.Node, item.Path, problems, "parameterType", "type", "defaultValue", "isOptional", "description", "literals") is not { } definition)
            return Missing<ComponentInput>(item);
        if (ReadParameterType(definition, item, out var word) is not { } type)
            return null;
        var choices = definition.List("literals").Select(literal => Typed(literal.Node, type, literal.Path, $"Input '{Names.Shown(item.Name)}'")).OfType<Value>().ToImmutableArray();
        var standard = definition.Node("defaultValue") is { } node ? Typed(node, type, definition.Where("defaultValue"), $"Input '{Names.Shown(item.Name)}', default") : null;
        if (standard is not null && !choices.IsEmpty && !choices.Contains(standard))
            problems.Error(
                "input.literals",
                $"Input '{Names.Shown(item.Name)}': the default {Names.Shown(ValueJson.Write(standard))} is not one of the literals.",
                definition.Where("defaultValue"),
                definition.Place("defaultValue"),
                "Use one of the literals, or add the default to them.");
        return new ComponentInput
        {
            Name = item.Name,
            ParameterType = type,
            Default = standard,
            Optional = definition.Flag("isOptional") ?? word == "TASK_CONFIG",
            Choices = choices,
            Description = definition.Text("description"),
        };
    }

    private ComponentInput? ReadArtifact(NamedNode item)
    {
        CheckName(item, "input", isFile: true);
        return Message.Of(item.Node, item.Path, problems, "artifactType", "isArtifactList", "isOptional", "description") is not { } definition ? Missing<ComponentInput>(item) : new ComponentInput
        {
            Name = item.Name,
            ArtifactType = ReadType(Schema(definition, "artifactType")),
            IsList = definition.Flag("isArtifactList") ?? false,
            Optional = definition.Flag("isOptional") ?? false,
            Description = definition.Text("description"),
        };
    }

    private ComponentOutput? ReadResult(NamedNode item)
    {
        CheckName(item, "output", isFile: true);
        if (Message.Of(item.Node, item.Path, problems, "parameterType", "type", "description", "isOptional") is not { } definition)
            return Missing<ComponentOutput>(item);
        return ReadParameterType(definition, item, out _) is { } type ? new ComponentOutput { Name = item.Name, ParameterType = type, Description = definition.Text("description") } : null;
    }

    private ComponentOutput? ReadOutput(NamedNode item)
    {
        CheckName(item, "output", isFile: true);
        if (Message.Of(item.Node, item.Path, problems, "artifactType", "isArtifactList", "metadata", "properties", "customProperties", "description") is not { } definition)
            return Missing<ComponentOutput>(item);
        var metadata = definition.Node("metadata");
        if (metadata is not null and not YamlMapping)
            definition.WrongType(metadata, definition.Where("metadata"), "a mapping");
        return new ComponentOutput
        {
            Name = item.Name,
            ArtifactType = ReadType(Schema(definition, "artifactType")),
            IsList = definition.Flag("isArtifactList") ?? false,
            Metadata = metadata is YamlMapping ? (MapValue)TypedValues.Read(metadata) : new MapValue([]),
            Description = definition.Text("description"),
        };
    }

    private ParameterType? ReadParameterType(Message definition, NamedNode item, out string? word)
    {
        word = definition.Text("parameterType") ?? definition.Text("type");
        if (word is null)
            problems.Error("parameter.type", $"The parameter '{Names.Shown(item.Name)}' has no type.", item.Path, item.Node.Place, "Add 'parameterType: ...', such as STRING.");
        else if (TypedValues.TypeOf(word) is { } type)
            return type;
        else
            problems.Error(
                "parameter.type",
                $"Parameter '{Names.Shown(item.Name)}' has the unknown type '{Names.Shown(word)}'.",
                definition.Where(definition.Has("parameterType") ? "parameterType" : "type"),
                definition.Place(definition.Has("parameterType") ? "parameterType" : "type"),
                "Use NUMBER_INTEGER, NUMBER_DOUBLE, STRING, BOOLEAN, LIST, STRUCT, TASK_FINAL_STATUS or TASK_CONFIG.");
        return null;
    }

    /// <summary>A value of the declared type, or null with an error.</summary>
    private Value? Typed(YamlNode node, ParameterType type, DocumentPath path, string owner)
    {
        var given = TypedValues.Read(node);
        var value = TypedValues.IsFinite(given) ? TypedValues.Convert(given, type) : null;
        if (value is null)
            problems.Error(
                "parameter.value", $"{owner}: {Message.Described(node)} is not a valid {TypedValues.WordOf(type)}.", path, node.Place);
        else if (TypedValues.IsRounded(value))
            problems.Warning(
                "parameter.rounded",
                $"{owner}: {value} is greater than 2^53; other programs that run this file round it.",
                path,
                node.Place);
        return value;
    }

    private T? Missing<T>(NamedNode item)
        where T : class
    {
        if (item.Node is YamlScalar { Value: NullValue })
            problems.Error(
                "structure.type", $"The definition of '{Names.Shown(item.Name)}' is empty.", item.Path, item.NamePlace, "Add its type.");
        return null;
    }

    /// <summary>Names of files must be names of files everywhere.</summary>
    private void CheckName(NamedNode item, string kind, bool isFile)
    {
        var reason = Names.Refuse(item.Name);
        if (reason is null && isFile && (!SafePath.TryParse(item.Name, out var path, out reason) || path.Segments.Length != 1))
            reason ??= "it contains '/'";
        if (reason is not null)
            problems.Error(
                $"{kind}.name",
                $"The {kind} name '{Names.Shown(item.Name)}' is not valid: {reason}.",
                item.Path,
                item.NamePlace,
                "Use letters, digits, '-' and '_'.");
    }

    /// <summary>An older way to name the type: <c>title: ns.Name</c> in a schema that is a text.</summary>
    private static string? TitleIn(string? schema) => schema?.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("title:", StringComparison.Ordinal))?["title:".Length..].Trim() is { Length: > 0 } title ? title : null;
}
