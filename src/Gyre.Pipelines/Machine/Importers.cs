using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>Registers an artifact that lies elsewhere. Nothing is read and nothing runs.</summary>
internal static class Importers
{
    public static void Apply(MachineTurn turn, NodeRun node, ImporterNode importer)
    {
        var scope = new TemplateScope(node.Parameters.Find, turn.Graph.Plan, node);
        var uri = Templates.Fill(importer.Uri, scope).ToString();
        if (uri.Length == 0)
        {
            turn.Fail(node, "the importer has no URI");
            return;
        }
        var artifact = new Artifact
        {
            Name = importer.Output,
            Type = importer.ArtifactType,
            Uri = uri,
            Metadata = Templates.Fill(importer.Metadata, scope) as MapValue ?? NodeWork.Nothing,
        };
        turn.Succeed(node with { OutputArtifacts = [new NamedArtifacts(importer.Output, [artifact])], StartedAt = turn.At });
    }
}
