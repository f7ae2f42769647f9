using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>What a component declares to take and to give, with look-ups.</summary>
internal sealed class Signature(ImmutableArray<ComponentInput> inputs, ImmutableArray<ComponentOutput> outputs)
{
    private readonly Dictionary<string, ComponentInput> _inputs = inputs.ToDictionary(input => input.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, ComponentOutput> _outputs = outputs.ToDictionary(output => output.Name, StringComparer.Ordinal);

    public static Signature Empty { get; } = new([], []);

    public ImmutableArray<ComponentInput> Inputs { get; } = inputs;

    public ImmutableArray<ComponentOutput> Outputs { get; } = outputs;

    public ComponentInput? Input(string name) => _inputs.GetValueOrDefault(name);

    public ComponentOutput? Output(string name) => _outputs.GetValueOrDefault(name);

    public bool HasValue(string input) => Input(input) is { ArtifactType: null };

    public bool HasArtifact(string input) => Input(input) is { ArtifactType: not null };

    /// <summary>Names of inputs of a kind, to offer one that was meant.</summary>
    public IEnumerable<string> InputNames(bool artifacts) => Inputs.Where(input => input.ArtifactType is not null == artifacts).Select(input => input.Name);

    /// <summary>Names of outputs of a kind.</summary>
    public IEnumerable<string> OutputNames(bool artifacts) => Outputs.Where(output => output.ArtifactType is not null == artifacts).Select(output => output.Name);
}
