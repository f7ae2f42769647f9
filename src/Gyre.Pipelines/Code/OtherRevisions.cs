using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Pipelines.Variables;
using Gyre.Projects;
using Gyre.Projects.Formats.Valohai;

namespace Gyre.Pipelines.Code;

/// <summary>Puts the steps of other revisions where nodes ask for them, with the files that those steps see, so that the run depends on no repository.</summary>
internal sealed class OtherRevisions(CodeSnapshots snapshots, IRevisions? revisions, ProjectLanguage language)
{
    /// <exception cref="InvalidInputException">The project is in no repository, or there is no such revision or no such step in it.</exception>
    public async Task<Pipeline> ResolveAsync(Pipeline pipeline, StartRun request, CancellationToken cancellationToken)
    {
        if (pipeline.Graph.Nodes.All(node => CommitOf(node) is null))
            return pipeline;
        var known = new Dictionary<string, (Project Project, StepRevision Revision)>(StringComparer.Ordinal);
        var nodes = ImmutableArray.CreateBuilder<Node>(pipeline.Graph.Nodes.Length);
        foreach (var node in pipeline.Graph.Nodes)
        {
            if (CommitOf(node) is not { } commit)
            {
                nodes.Add(node);
                continue;
            }
            if (!known.ContainsKey(commit))
                known[commit] = await ReadAsync(node, commit, request, cancellationToken);
            nodes.Add(StepOfRevision.Take(node, known[commit].Project, known[commit].Revision));
        }
        return pipeline with { Graph = pipeline.Graph with { Nodes = nodes.ToImmutable() } };
    }

    private static string? CommitOf(Node node) => (node as StepNode)?.Commit;

    private async Task<(Project Project, StepRevision Revision)> ReadAsync(Node node, string commit, StartRun request, CancellationToken cancellationToken)
    {
        var place = request.Repository ?? (revisions is null || request.Folder.Length == 0 ? null : await revisions.FindAsync(request.Folder, cancellationToken));
        if (revisions is null || place is null)
            throw Refuse(
                node,
                $"uses the step from revision '{commit}', but the project is not in a git repository",
                "Remove 'commit' to use the project's own step, or run from a git repository.");
        var laidOut = await revisions.LayOutAsync(place, commit, cancellationToken);
        if (ProjectFile.Find(laidOut.Folder) is not { } file)
            throw Refuse(
                node,
                $"uses the step from revision '{commit}', which has no project file",
                "Use a revision that contains a project file.");
        var reading = ProjectFile.Load(file, language.ForAcceptedFiles());
        if (reading.Project is not { } project || reading.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error))
            throw new InvalidInputException([.. reading.Diagnostics.Select(diagnostic => diagnostic with { File = $"{commit}:{Path.GetFileName(file)}" })]);
        return (project, new StepRevision(laidOut.Commit,
            await snapshots.TakeAsync(laidOut.Folder, FileSecrets.Of(project), cancellationToken)));
    }

    private static InvalidInputException Refuse(Node node, string problem, string remedy) => new("node.commit", $"Node '{node.Name}' {problem}.", remedy);
}
