using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Machine;
using Gyre.Storage;

namespace Gyre.Pipelines.Running;

/// <summary>Resolves the files that inputs name themselves, when the run is accepted, so that nothing changes under a waiting node.</summary>
internal sealed class DefaultInputs(IBlobStore blobs)
{
    public async Task<ImmutableDictionary<string, ImmutableArray<InputFile>>> ResolveAsync(Pipeline pipeline, string folder, CancellationToken cancellationToken)
    {
        var found = ImmutableDictionary.CreateBuilder<string, ImmutableArray<InputFile>>(StringComparer.Ordinal);
        var problems = new List<Diagnostic>();
        foreach (var (node, step, append) in Steps(pipeline))
        {
            foreach (var input in step.Inputs)
            {
                var hasEdge = pipeline.Graph.Edges.Any(edge => edge.Target.Node == node && edge.Target.Kind == SocketKind.Input && edge.Target.Key == input.Name);
                if (input.Default.IsEmpty && !input.Optional && !hasEdge)
                    problems.Add(Problem(node, input, "has no default and no edge brings a file", "Give it a default, an edge, or mark it optional."));
                if (input.Default.IsEmpty || (hasEdge && !append))
                    continue;
                found[$"{node}/{input.Name}"] = await FilesOfAsync(node, input, folder, problems, cancellationToken);
            }
        }
        return problems.Count == 0 ? found.ToImmutable() : throw new InvalidInputException(problems);
    }

    private static IEnumerable<(string Node, Step Step, bool Append)> Steps(Pipeline pipeline)
    {
        foreach (var node in pipeline.Graph.Nodes)
        {
            if (node is ExecutionNode execution)
                yield return (node.Name, execution.Step, execution.AppendEdges);
            else if (node is TaskNode task)
                yield return (node.Name, task.Step, task.AppendEdges);
        }
    }

    private async Task<ImmutableArray<InputFile>> FilesOfAsync(
        string node, InputDefinition input, string folder, List<Diagnostic> problems, CancellationToken cancellationToken)
    {
        var files = ImmutableArray.CreateBuilder<InputFile>();
        foreach (var uri in input.Default)
        {
            var paths = Locate(uri, folder, out var problem);
            if (problem is not null)
                problems.Add(Problem(node, input, problem, "Use a path inside the project folder or a file:// address."));
            foreach (var path in paths)
                files.Add(await StoreAsync(path, uri, folder, input.KeepDirectories, cancellationToken));
        }
        return files.ToImmutable();
    }

    private async Task<InputFile> StoreAsync(string path, string uri, string folder, KeepDirectories keep, CancellationToken cancellationToken)
    {
        var blob = await blobs.PutFileAsync(path, cancellationToken);
        var relative = Path.GetRelativePath(folder, path).Replace('\\', '/');
        var name = relative.StartsWith("..", StringComparison.Ordinal) ? Path.GetFileName(path) : FilePattern.NameOf(relative, uri, keep);
        return new InputFile { Name = name, Uri = uri, Digest = blob.Digest, SizeInBytes = blob.SizeInBytes };
    }

    private static IReadOnlyList<string> Locate(string uri, string folder, out string? problem)
    {
        problem = null;
        if (uri.StartsWith("file://", StringComparison.Ordinal))
            return Existing(new Uri(uri).LocalPath, uri, out problem);
        if (uri.Contains("://", StringComparison.Ordinal))
        {
            problem = $"'{uri}' cannot be fetched: this version reads local files only";
            return [];
        }
        if (!SafePath.TryParse(uri, out var path, out var reason))
        {
            problem = $"'{uri}' is refused: {reason}";
            return [];
        }
        return uri.AsSpan().IndexOfAny('*', '?', '[') < 0 ? Existing(path.Under(folder), uri, out problem) : Matching(folder, uri, out problem);
    }

    private static IReadOnlyList<string> Existing(string path, string uri, out string? problem)
    {
        problem = File.Exists(path) ? null : $"'{uri}' is not there";
        return problem is null ? [path] : [];
    }

    private static List<string> Matching(string folder, string pattern, out string? problem)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var files = Directory.EnumerateFiles(folder, "*", options)
            .Where(file => FilePattern.Matches(pattern, Path.GetRelativePath(folder, file).Replace('\\', '/')))
            .Order(StringComparer.Ordinal).ToList();
        problem = files.Count == 0 ? $"nothing matches '{pattern}'" : null;
        return files;
    }

    private static Diagnostic Problem(string node, InputDefinition input, string text, string remedy) =>
        new(Severity.Error, "input.unresolved", $"Input '{input.Name}' of node '{node}': {text}.") { Remedy = remedy };
}
