using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>
/// Reads pipelines that the Kubeflow Pipelines SDK compiled (IR of version 2): a pipeline document, followed by a platform document or not; or one document that
/// wraps them, as clients send them.
/// </summary>
internal static class CompiledPipeline
{
    private static readonly string[] Marks = ["pipelineInfo", "pipeline_info", "deploymentSpec", "deployment_spec", "root", "pipelineSpec", "pipeline_spec"];

    /// <summary>Whether a document is one of these, well or not. Project files are lists and never are.</summary>
    public static bool Is(YamlNode? document) => document is YamlMapping map && Marks.Any(mark => map.Find(mark) is not null);

    /// <summary>A project with the one pipeline and no steps of its own.</summary>
    /// <param name="documents">The file's documents; <see cref="Is"/> holds for the first.</param>
    /// <param name="file">For messages.</param>
    public static ProjectReading Read(IReadOnlyList<YamlNode?> documents, string file)
    {
        var problems = new Problems(file);
        var pipeline = Read(documents, problems);
        var project = pipeline is null || problems.Errors > 0 ? null : new Project { Pipelines = [pipeline] };
        return new ProjectReading(project, problems.ToList());
    }

    private static Pipeline? Read(IReadOnlyList<YamlNode?> documents, Problems problems)
    {
        if (documents.Count > 2)
            problems.Error(
                "pipeline.documents",
                $"The file contains {documents.Count} documents; a compiled pipeline has one or two.",
                DocumentPath.Root,
                documents[2]?.Place ?? new YamlPlace(1, 1),
                "Keep only the pipeline and its platform document.");
        var first = (YamlMapping)documents[0]!;
        var second = documents.Count > 1 ? documents[1] : null;
        if (second is not null && (second as YamlMapping)?.Find("platforms") is null)
            problems.Error(
                "platform.document",
                "The second document is not a platform document: 'platforms' is missing.",
                DocumentPath.Root,
                second.Place,
                "Keep one pipeline per file.");
        var reader = new SpecReader(problems);
        if ((first.FindEntry("pipelineSpec") ?? first.FindEntry("pipeline_spec")) is not { } wrapped)
            return reader.Read(first, DocumentPath.Root, second, DocumentPath.Root);
        return ReadWrapped(first, wrapped, second, reader, problems);
    }

    private static Pipeline? ReadWrapped(YamlMapping first, YamlEntry wrapped, YamlNode? second, SpecReader reader, Problems problems)
    {
        var inner = first.FindEntry("platformSpec") ?? first.FindEntry("platform_spec");
        foreach (var entry in first.Entries.Where(entry => entry.Key is "runtimeConfig" or "runtime_config"))
            problems.Warning(
                "job.not-used",
                $"'{entry.Key}' is ignored. Set parameter values when starting the pipeline.",
                DocumentPath.Root.Key(entry.Key),
                entry.KeyPlace);
        if (wrapped.Value is not YamlMapping)
        {
            problems.Error(
                "structure.type",
                $"Expected a mapping, found {Message.Described(wrapped.Value)}.",
                DocumentPath.Root.Key(wrapped.Key),
                wrapped.Value.Place);
            return null;
        }
        return inner is { } platform
            ? reader.Read(wrapped.Value, DocumentPath.Root.Key(wrapped.Key), platform.Value, DocumentPath.Root.Key(platform.Key))
            : reader.Read(wrapped.Value, DocumentPath.Root.Key(wrapped.Key), second, DocumentPath.Root);
    }
}
