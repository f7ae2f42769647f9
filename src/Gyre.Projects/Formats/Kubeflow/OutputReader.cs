using System.Collections.Immutable;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>Reads what a graph gives to the outside.</summary>
internal sealed class OutputReader(Problems problems, SourceReader sources)
{
    /// <summary>The outputs as the component declares them; one that no task gives has no sources.</summary>
    public ImmutableArray<GraphOutput> Read(Message dag, GraphScope scope)
    {
        var outputs = dag.Child("outputs", "parameters", "artifacts");
        var found = new Dictionary<string, ImmutableArray<Socket>>(StringComparer.Ordinal);
        foreach (var item in outputs?.Table("parameters") ?? [])
        {
            CheckDeclared(item, artifact: false, scope.Owner.Signature);
            found[item.Name] = ReadParameter(item, scope);
        }
        foreach (var item in outputs?.Table("artifacts") ?? [])
        {
            CheckDeclared(item, artifact: true, scope.Owner.Signature);
            found[item.Name] = ReadArtifact(item, scope);
        }
        foreach (var output in scope.Owner.Signature.Outputs.Where(output => !found.ContainsKey(output.Name)))
            problems.Warning(
                "output.never",
                $"No task provides the output '{Names.Shown(output.Name)}' of '{Names.Shown(scope.Owner.Name)}'.",
                dag.Where("outputs"),
                dag.Place("outputs"),
                "Add it under 'outputs', or remove its definition.");
        return [.. scope.Owner.Signature.Outputs.Select(output => new GraphOutput
        {
            Name = output.Name,
            Sources = found.GetValueOrDefault(output.Name, []),
            ParameterType = output.ParameterType,
            ArtifactType = output.ArtifactType,
            IsList = output.IsList,
        })];
    }

    private void CheckDeclared(NamedNode item, bool artifact, Signature signature)
    {
        if (signature.Output(item.Name) is not { } output)
            problems.Error(
                "output.undeclared",
                $"The output '{Names.Shown(item.Name)}' is not defined under 'outputDefinitions'.",
                item.Path,
                item.NamePlace,
                Suggestions.Remedy(item.Name, signature.OutputNames(artifact)) ?? "Define it with its type.");
        else if (output.ArtifactType is not null != artifact)
            problems.Error(
                "output.kind",
                $"The output '{Names.Shown(item.Name)}' is defined as {(artifact ? "a parameter" : "an artifact")}.",
                item.Path,
                item.NamePlace,
                $"Use '{(artifact ? "parameters" : "artifacts")}' in both places.");
    }

    private ImmutableArray<Socket> ReadParameter(NamedNode item, GraphScope scope)
    {
        var owner = $"Output '{Names.Shown(item.Name)}'";
        if (Message.Of(item.Node, item.Path, problems, "valueFromParameter", "valueFromOneof") is not { } selector)
            return NoSource(item, owner);
        var (single, several) = (selector.Child("valueFromParameter", "producerSubtask", "outputParameterKey"), selector.Child("valueFromOneof", "parameterSelectors"));
        if (single is null == several is null)
            return NoSource(item, owner);
        return single is not null
            ? [.. Source(single, artifact: false, scope, owner)]
            : Several(several!, "parameterSelectors", artifact: false, item, scope, owner);
    }

    private ImmutableArray<Socket> ReadArtifact(NamedNode item, GraphScope scope)
    {
        var owner = $"Output '{Names.Shown(item.Name)}'";
        return Message.Of(item.Node, item.Path, problems, "artifactSelectors") is { } output ? Several(output, "artifactSelectors", artifact: true, item, scope, owner) : NoSource(item, owner);
    }

    private ImmutableArray<Socket> Several(Message message, string field, bool artifact, NamedNode item, GraphScope scope, string owner)
    {
        var selectors = message.List(field);
        if (selectors.Count == 0)
            return NoSource(item, owner);
        return [.. selectors
            .Select(selector => Message.Of(selector.Node, selector.Path, problems, "producerSubtask", artifact ? "outputArtifactKey" : "outputParameterKey"))
            .OfType<Message>()
            .SelectMany(selector => Source(selector, artifact, scope, owner))];
    }

    private Socket[] Source(Message selector, bool artifact, GraphScope scope, string owner) =>
        sources.Output(selector, "producerSubtask", artifact ? "outputArtifactKey" : "outputParameterKey", artifact, scope, owner) is { } socket ? [socket] : [];

    private ImmutableArray<Socket> NoSource(NamedNode item, string owner)
    {
        problems.Error(
            "output.source",
            $"{owner}: exactly one source is required: 'valueFromParameter' or 'valueFromOneof' for a parameter, 'artifactSelectors' "
                + "for an artifact.",
            item.Path,
            item.NamePlace);
        return [];
    }
}
