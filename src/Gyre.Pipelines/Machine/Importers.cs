using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>Registers an artifact that lies elsewhere. Nothing is read and nothing runs, so the answer is there at once.</summary>
internal static class Importers
{
    public static ExternalEnd Read(MachineTurn turn, NodeRun node, ImporterNode importer)
    {
        var scope = new TemplateScope(node.Parameters.Find, turn.Graph.Plan, node);
        var uri = Templates.Fill(importer.Uri, scope).ToString();
        if (uri.Length == 0)
            return ExternalEnd.Failed("the importer has no URI");
        var artifact = new Artifact
        {
            Name = importer.Output,
            Type = importer.ArtifactType,
            Uri = uri,
            Metadata = Templates.Fill(importer.Metadata, scope) as MapValue ?? NodeWork.Nothing,
        };
        return ExternalEnd.Succeeded() with { Artifacts = [new NamedArtifacts(importer.Output, [artifact])] };
    }
}
