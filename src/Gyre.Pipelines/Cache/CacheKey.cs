using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gyre.Core;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Schema;
using Gyre.Projects;

namespace Gyre.Pipelines.Cache;

/// <summary>One ingredient of a key; a long text is there by its digest.</summary>
internal sealed record KeyPart(string Name, string Text);

/// <summary>Everything a step's result depends on, in a fixed order. Equal parts, equal key.</summary>
internal sealed record CacheKeyParts(ImmutableArray<KeyPart> Parts)
{
    private const int LongestText = 300;

    public Digest Key()
    {
        var text = new StringBuilder();
        foreach (var part in Parts)
            text.Append(part.Name.Length).Append(':').Append(part.Name).Append(part.Text.Length).Append(':').Append(part.Text);
        return Digest.Of(text.ToString());
    }

    /// <summary>
    /// The parts for a node run whose values and files are known. No ingredient: time, place, ids, titles, who runs it, limits of time and memory.
    /// </summary>
    /// <param name="plan">The run.</param>
    /// <param name="step">The step.</param>
    /// <param name="node">With its parameters.</param>
    /// <param name="filesFrom">The node run that holds inputs and environment: itself, or a trial's parent.</param>
    /// <param name="code">Digest of the code the step depends on.</param>
    public static CacheKeyParts Of(RunPlan plan, Step step, NodeRun node, NodeRun filesFrom, Digest code) =>
        Of(plan, plan.Pipeline.CacheScope, step, node, filesFrom, code);

    /// <summary>The same as programs had it that shared results by the names of pipelines alone.</summary>
    public static CacheKeyParts Earlier(RunPlan plan, Step step, NodeRun node, NodeRun filesFrom, Digest code) =>
        Of(plan, null, step, node, filesFrom, code);

    /// <summary>The same with long texts as they are, to say what differs in them; not for keys.</summary>
    public static CacheKeyParts Whole(RunPlan plan, Step step, NodeRun node, NodeRun filesFrom, Digest code) =>
        Whole(plan, plan.Pipeline.CacheScope, step, node, filesFrom, code);

    private static CacheKeyParts Of(RunPlan plan, CacheScope? scope, Step step, NodeRun node, NodeRun filesFrom, Digest code)
    {
        var whole = Whole(plan, scope, step, node, filesFrom, code);
        return new CacheKeyParts([.. whole.Parts.Select(part => part.Text.Length <= LongestText ? part : part with { Text = Digest.Of(part.Text).ToString() })]);
    }

    private static CacheKeyParts Whole(RunPlan plan, CacheScope? scope, Step step, NodeRun node, NodeRun filesFrom, Digest code)
    {
        var parts = ImmutableArray.CreateBuilder<KeyPart>();
        AddScope(parts, plan, scope);
        if (step.Cache.Key is { } own)
        {
            Add(parts, "step", step.Name);
            Add(parts, "cache-key", own);
            return new CacheKeyParts(parts.ToImmutable());
        }
        AddStep(parts, step);
        if (step.Component is { } component)
            AddComponent(parts, component);
        foreach (var (name, value) in node.Parameters.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            Add(parts, $"parameter {name}", ValueJson.Write(value));
        foreach (var input in filesFrom.Inputs)
            Add(parts, $"input {input.Name}", string.Join('\n', input.Files.Select(FileText)));
        foreach (var artifacts in filesFrom.InputArtifacts)
            Add(parts, $"artifact {artifacts.Name}", string.Join('\n', artifacts.Items.Select(ArtifactText)));
        foreach (var name in SecretsOf(plan, step))
            Add(parts, $"secret {name}", "by name");
        foreach (var (name, value) in filesFrom.Environment)
            Add(parts, $"environment {name}", value);
        Add(parts, "code", code.ToString());
        return new CacheKeyParts(parts.ToImmutable());
    }

    /// <summary>Those the step declares in their order, then those of run and project that it finds as well.</summary>
    private static IEnumerable<string> SecretsOf(RunPlan plan, Step step)
    {
        var declared = step.EnvironmentVariables.Where(static variable => variable.Secret).Select(static variable => variable.Name);
        var found = plan.GivenSecrets.Concat(step.InheritVariables ? plan.ProjectSecrets : []).Order(StringComparer.Ordinal);
        return declared.Concat(found).Distinct(StringComparer.Ordinal);
    }

    /// <summary>
    /// Who shares the result. Compiled pipelines have their platform's rule: a pipeline's name stands for it, wherever it was compiled.
    /// </summary>
    private static void AddScope(ImmutableArray<KeyPart>.Builder parts, RunPlan plan, CacheScope? scope)
    {
        if (scope is CacheScope.Pipeline or CacheScope.Project)
            Add(parts, "project", plan.Project);
        if (scope is null or CacheScope.Pipeline)
            Add(parts, "pipeline", plan.Pipeline.Name);
    }

    private static void AddStep(ImmutableArray<KeyPart>.Builder parts, Step step)
    {
        Add(parts, "image", step.Image ?? "");
        Add(parts, "command", string.Join('\n', step.Commands));
        Add(parts, "arguments", string.Join('\0', step.Arguments));
        Add(parts, "strict-commands", step.StrictCommands ? "true" : "false");
        Add(parts, "stop-condition", step.StopCondition ?? "");
        Add(parts, "outputs", string.Join('\n', step.Outputs.Select(output => $"{output.Name} {output.ArtifactType} {output.ParameterType}")));
    }

    private static void AddComponent(ImmutableArray<KeyPart>.Builder parts, Component component)
    {
        Add(parts, "component command", JsonSerializer.Serialize(component.Command, PipelinesJson.Default.ImmutableArrayArgumentTemplate));
        foreach (var variable in component.Environment)
            Add(parts, $"component variable {variable.Name}", JsonSerializer.Serialize(variable.Value, PipelinesJson.Default.ArgumentTemplate));
        Add(parts, "component image", component.Image ?? "");
        Add(parts, "component outputs", JsonSerializer.Serialize(component.Outputs, PipelinesJson.Default.ImmutableArrayComponentOutput));
    }

    /// <summary>Content, never ids or places: an artifact that lies elsewhere counts by its address.</summary>
    private static string ArtifactText(Artifact artifact)
    {
        var files = string.Join(' ', artifact.Files.Select(file => $"{file.Path} {file.Digest}"));
        return $"{artifact.Name} {artifact.Type.Title} {artifact.Type.Version} {artifact.Uri} {Digest.Of(ValueJson.Write(artifact.Metadata))} {files}";
    }

    private static string FileText(InputFile file)
    {
        var metadata = file.Metadata is null or NullValue ? "" : Digest.Of(ValueJson.Write(file.Metadata)).ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{file.Name} {file.Digest} {metadata}");
    }

    private static void Add(ImmutableArray<KeyPart>.Builder parts, string name, string text) =>
        parts.Add(new KeyPart(name, text));
}
