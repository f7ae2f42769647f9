using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Pipelines.Variables;

/// <summary>
/// Secrets that stand in the file of a project: passwords and signatures in addresses of inputs, and values of secret variables. Plans
/// and copies of the file have
/// <see cref="SecretAddress.Mark"/> in their place; the values are sealed, and found again by what is left.
/// </summary>
internal sealed class FileSecrets
{
    /// <summary>Shorter values are words that stand elsewhere in the file too.</summary>
    private const int ShortestInText = 6;

    private readonly ImmutableArray<(string Written, string Shown)> _longestFirst;

    private FileSecrets(IReadOnlyCollection<Step> steps)
    {
        var addresses = steps.SelectMany(AddressesOf).Distinct(StringComparer.Ordinal)
            .Select(static written => (Written: written, Address: SecretAddress.Of(written)))
                .Where(static item => item.Address.HasSecrets).ToList();
        var values = steps.SelectMany(static step =>
            SecretsOf(step).Select(variable => (Name: NameOf(step, variable), Value: variable.Default!))).ToList();
        // Of two with one name the later one counts: they are one place.
        Addresses = addresses.Aggregate(Nothing, static (all, item) => all.SetItem(item.Address.Shown, item.Written));
        Values = values.Aggregate(Nothing, static (all, item) => all.SetItem(item.Name, item.Value));
        Secrets = [.. addresses.SelectMany(static item => item.Address.Secrets).Concat(values.Select(static item => item.Value))
            .Distinct(StringComparer.Ordinal)];
        var inText = values.Where(static item => item.Value.Length >= ShortestInText)
            .Select(static item => (Written: item.Value, Shown: SecretAddress.Mark));
        _longestFirst = [.. addresses.Select(static item => (item.Written, item.Address.Shown)).Concat(inText).Distinct()
            .OrderByDescending(static item => item.Written.Length)];
    }

    /// <summary>None.</summary>
    public static FileSecrets None { get; } = new([]);

    /// <summary>Whole addresses by their shown form.</summary>
    public ImmutableSortedDictionary<string, string> Addresses { get; }

    /// <summary>Values of secret variables by <see cref="NameOf"/>.</summary>
    public ImmutableSortedDictionary<string, string> Values { get; }

    /// <summary>All of them, for masking.</summary>
    public ImmutableArray<string> Secrets { get; }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _longestFirst.IsEmpty && Values.IsEmpty;

    private static ImmutableSortedDictionary<string, string> Nothing =>
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Those of everything that a project declares.</summary>
    public static FileSecrets Of(Project project) => new([.. StepsOf(project)]);

    /// <summary>Those of a project and of a pipeline that may not be among its own.</summary>
    public static FileSecrets Of(Project project, Pipeline pipeline) => new([.. StepsOf(project), .. StepsOf(pipeline.Graph)]);

    /// <summary>What the value of a variable is kept under.</summary>
    public static string NameOf(Step step, EnvironmentVariableDefinition variable) => $"{step.Name}/{variable.Name}";

    /// <summary>The same pipeline with marks in their places.</summary>
    public Pipeline Redact(Pipeline pipeline) => IsEmpty ? pipeline : pipeline with { Graph = Redact(pipeline.Graph) };

    /// <summary>The text of the project's file with marks in their places; the same object when it holds none of them.</summary>
    public string Redact(string text)
    {
        foreach (var (written, shown) in _longestFirst)
            text = text.Replace(written, shown, StringComparison.Ordinal);
        return text;
    }

    private static Graph Redact(Graph graph) => graph with
    {
        Nodes = [.. graph.Nodes.Select(static node => node switch
        {
            StepNode step => step with { Step = Redact(step.Step) },
            SubGraphNode nested => nested with { Body = Redact(nested.Body) },
            _ => node,
        })],
    };

    private static Step Redact(Step step)
    {
        if (AddressesOf(step).Any(static address => SecretAddress.Of(address).HasSecrets))
            step = step with
            {
                Inputs = [.. step.Inputs.Select(static input =>
                input with { Default = [.. input.Default.Select(static address => SecretAddress.Of(address).Shown)] })]
            };
        return SecretsOf(step).Any()
            ? step with
            {
                EnvironmentVariables = [.. step.EnvironmentVariables.Select(static variable =>
                IsWritten(variable) ? variable with { Default = SecretAddress.Mark } : variable)]
            }
            : step;
    }

    private static IEnumerable<Step> StepsOf(Project project) =>
        project.Steps.Concat(project.Pipelines.SelectMany(static pipeline => StepsOf(pipeline.Graph)));

    private static IEnumerable<Step> StepsOf(Graph graph) => graph.Nodes.SelectMany(static node => node switch
    {
        StepNode step => [step.Step],
        SubGraphNode nested => StepsOf(nested.Body),
        _ => Enumerable.Empty<Step>(),
    });

    private static IEnumerable<string> AddressesOf(Step step) => step.Inputs.SelectMany(static input => input.Default);

    private static IEnumerable<EnvironmentVariableDefinition> SecretsOf(Step step) => step.EnvironmentVariables.Where(IsWritten);

    private static bool IsWritten(EnvironmentVariableDefinition variable) =>
        variable is { Secret: true, Default: { Length: > 0 } value } && value != SecretAddress.Mark;
}
