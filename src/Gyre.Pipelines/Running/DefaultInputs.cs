using System.Collections.Immutable;
using System.Text;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Inputs;
using Gyre.Projects;
using Gyre.Projects.Commands;
using Gyre.Storage;

namespace Gyre.Pipelines.Running;

/// <summary>Where the files of a run's inputs are looked for.</summary>
/// <param name="Project">Name of the project.</param>
/// <param name="Files">Files of the project itself.</param>
/// <param name="Given">Values given for the run, by node.</param>
internal sealed record InputSurroundings(string Project, IProjectFiles Files, ImmutableDictionary<string, MapValue> Given)
{
    /// <summary>Files of the project as it was in other revisions, by the digest of their tree.</summary>
    public IReadOnlyDictionary<Digest, IProjectFiles> Revisions { get; init; } = ImmutableDictionary<Digest, IProjectFiles>.Empty;

    /// <summary>Whether files of other projects are unknown.</summary>
    public bool WithinProject { get; init; }

    /// <summary>The files that a step means by a path.</summary>
    public IProjectFiles FilesOf(Step step) => step.Revision is { } revision && Revisions.TryGetValue(revision.Code, out var files) ? files : Files;
}

/// <summary>Resolves the files that inputs name themselves, when the run is accepted, so that nothing changes under a waiting node.</summary>
/// <param name="schemes">The kinds of addresses.</param>
/// <param name="blobs">Takes the lists of files that are kept as trees.</param>
/// <param name="variables">Knows the secret parts of addresses that were taken out of plans and copies of project files.</param>
internal sealed class DefaultInputs(IReadOnlyList<IInputScheme> schemes, IBlobStore blobs, PlanVariables variables)
{
    private const string ParameterStart = "{parameter:";

    /// <summary>So many files of a folder are entries of their own in runs, where lineage finds them.</summary>
    private const int MostSingleFiles = 100;

    public async Task<ImmutableDictionary<string, ImmutableArray<InputFile>>> ResolveAsync(
        Pipeline pipeline, InputSurroundings surroundings, CancellationToken cancellationToken)
    {
        var found = ImmutableDictionary.CreateBuilder<string, ImmutableArray<InputFile>>(StringComparer.Ordinal);
        var problems = new List<Diagnostic>();
        var known = new Dictionary<(string, KeepDirectories, IProjectFiles), FoundFiles>();
        foreach (var own in pipeline.Graph.Nodes.OfType<StepNode>())
        {
            var (node, step, append) = (own.Name, own.Step, own.AppendEdges);
            foreach (var input in step.Inputs)
            {
                var hasEdge = pipeline.Graph.Edges.Any(edge => edge.Target.Node == node && edge.Target.Kind == SocketKind.Input && edge.Target.Key == input.Name);
                if (input.Default.IsEmpty && !input.Optional && !hasEdge)
                    problems.Add(Problem(
                        node,
                        input,
                        "has no default, and no edge provides a file",
                        "Add a default or an edge, or mark the input as optional."));
                if (input.Default.IsEmpty || (hasEdge && !append))
                    continue;
                found[$"{node}/{input.Name}"] = await FilesOfAsync(node, step, input, surroundings, known, problems, cancellationToken);
            }
        }
        return problems.Count == 0 ? found.ToImmutable() : throw new InvalidInputException(problems);
    }

    private async Task<ImmutableArray<InputFile>> FilesOfAsync(
        string node,
        Step step,
        InputDefinition input,
        InputSurroundings surroundings,
        Dictionary<(string Uri, KeepDirectories Keep, IProjectFiles Files), FoundFiles> known,
        List<Diagnostic> problems,
        CancellationToken cancellationToken)
    {
        var files = ImmutableArray.CreateBuilder<InputFile>();
        var own = surroundings.FilesOf(step);
        foreach (var written in input.Default)
        {
            var template = await WholeAsync(surroundings.Project, written, cancellationToken);
            if (template is null)
            {
                problems.Add(Problem(
                    node, input, $"the secret part of '{ShownAddress.Of(written)}' is not known in this home",
                        "Start the run from the project folder, whose file has the whole address."));
                continue;
            }
            var uri = Fill(template, step, surroundings.Given.GetValueOrDefault(node), out var missing);
            // One address that several inputs name is fetched once.
            if (missing is null && !known.ContainsKey((uri, input.KeepDirectories, own)))
                known[(uri, input.KeepDirectories, own)] = await FindAsync(
                    new InputRequest(uri, input.KeepDirectories, surroundings.Project, own) { WithinProject = surroundings.WithinProject },
                    cancellationToken);
            var result = missing is null
                ? known[(uri, input.KeepDirectories, own)]
                : FoundFiles.Refuse(
                    $"'{ShownAddress.Of(template)}' uses parameter '{missing}', whose value is not known when the run starts",
                    "Give the parameter a default or a value; edges are resolved too late for input URIs.");
            files.AddRange(result.Files);
            if (result.Problem is { } problem)
                problems.Add(Problem(node, input, problem, result.Remedy));
        }
        return input.AsTree ? await WithTreesAsync(input, files, cancellationToken) : files.ToImmutable();
    }

    /// <summary>
    /// Folders of many files become one entry each, whose content is the list of them; others, and single files, stay as they are.
    /// </summary>
    private async Task<ImmutableArray<InputFile>> WithTreesAsync(
        InputDefinition input, IReadOnlyList<InputFile> files, CancellationToken cancellationToken)
    {
        var kept = ImmutableArray.CreateBuilder<InputFile>();
        foreach (var folder in files.GroupBy(static file => file.Name[..Math.Max(0, file.Name.IndexOf('/', StringComparison.Ordinal))],
            StringComparer.Ordinal))
        {
            if (folder.Key.Length > 0 && folder.Count() > MostSingleFiles)
                kept.Add(await TreeOfAsync(input, folder.Key, [.. folder], cancellationToken));
            else
                kept.AddRange(folder);
        }
        return kept.ToImmutable();
    }

    private async Task<InputFile> TreeOfAsync(
        InputDefinition input, string folder, IReadOnlyList<InputFile> files, CancellationToken cancellationToken)
    {
        var tree = new CodeTree(
        [
            .. files.Select(file => new CodeFile(file.Name[(folder.Length + 1)..], file.Digest, Executable: false))
                .DistinctBy(static file => file.Path, StringComparer.Ordinal).OrderBy(static file => file.Path, StringComparer.Ordinal),
        ]);
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(tree.ToText()));
        var stored = await blobs.PutAsync(text, cancellationToken);
        return new InputFile
        {
            Name = folder,
            Uri = ShownAddress.Of(input.Default[0]),
            Digest = stored.Digest,
            SizeInBytes = files.Sum(static file => file.SizeInBytes),
            IsTree = true,
        };
    }

    /// <summary>An address from a copy of the project's file lacks its secret parts; they are kept sealed.</summary>
    private async Task<string?> WholeAsync(string project, string written, CancellationToken cancellationToken) =>
        SecretAddress.IsShown(written) ? await variables.AddressAsync(project, written, cancellationToken) : written;

    private async Task<FoundFiles> FindAsync(InputRequest request, CancellationToken cancellationToken) =>
        schemes.FirstOrDefault(scheme => scheme.Takes(request.Uri)) is { } scheme
            ? await scheme.FindAsync(request, cancellationToken)
            : FoundFiles.Refuse(
                $"'{request.Shown}' has an unknown scheme", "Use a path, file://, http(s)://, s3://, datum:// or dataset://.");

    /// <summary>Fills <c>{parameter:NAME}</c> with bare values; names the first one that has none.</summary>
    private static string Fill(string template, Step step, MapValue? given, out string? missing)
    {
        missing = null;
        for (var start = template.IndexOf(ParameterStart, StringComparison.Ordinal); start >= 0; start = template.IndexOf(ParameterStart, start, StringComparison.Ordinal))
        {
            var end = template.IndexOf('}', start);
            if (end < 0)
                break;
            var name = template[(start + ParameterStart.Length)..end];
            if ((given?.Find(name) ?? step.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Default) is not { IsNull: false } value)
            {
                missing = name;
                return template;
            }
            var text = ValueText.Of(value);
            template = string.Concat(template.AsSpan(0, start), text, template.AsSpan(end + 1));
            start += text.Length;
        }
        return template;
    }

    private static Diagnostic Problem(string node, InputDefinition input, string text, string? remedy) =>
        new(Severity.Error, "input.unresolved", $"Input '{input.Name}' of node '{node}': {text}.") { Remedy = remedy };
}
