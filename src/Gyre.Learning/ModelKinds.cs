using System.Collections.Immutable;
using Gyre.Learning.Kinds;

namespace Gyre.Learning;

/// <summary>The kinds of models that are known. Immutable; a program of its own adds kinds with <see cref="With"/>.</summary>
public sealed class ModelKinds
{
    /// <summary>What this program brings along.</summary>
    public static readonly ModelKinds BuiltIn = new(
    [
        SoftmaxKind.Instance, MlpKind.Instance, BoostedClassifierKind.Instance, BoostedRegressionKind.Instance,
        LinearRegressionKind.Instance,
    ]);

    private ModelKinds(ImmutableArray<IModelKind> all) => All = all;

    /// <summary>Every kind, in the order in which they were registered.</summary>
    public ImmutableArray<IModelKind> All { get; }

    /// <summary>Those that can be trained; the first one is trained when none is chosen.</summary>
    public ImmutableArray<ITrainableKind> Trainable => [.. All.OfType<ITrainableKind>()];

    /// <summary>These and one more.</summary>
    /// <exception cref="ArgumentException">There is one of this name or algorithm already, or a setting of this name with another type.</exception>
    public ModelKinds With(IModelKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        if (Find(kind.Name) is not null)
            throw new ArgumentException($"The model kind '{kind.Name}' already exists.", nameof(kind));
        if (kind is ITrainableKind trainable)
            RequireNew(trainable);
        return new ModelKinds(All.Add(kind));
    }

    /// <summary>The kind of a name, or null.</summary>
    public IModelKind? Find(string name) => All.FirstOrDefault(kind => string.Equals(kind.Name, name, StringComparison.Ordinal));

    /// <summary>The kind that an algorithm trains, or null.</summary>
    public ITrainableKind? FindAlgorithm(string algorithm) =>
        Trainable.FirstOrDefault(kind => string.Equals(kind.Algorithm, algorithm, StringComparison.Ordinal));

    private void RequireNew(ITrainableKind kind)
    {
        if (FindAlgorithm(kind.Algorithm) is not null)
            throw new ArgumentException($"The algorithm '{kind.Algorithm}' already exists.", nameof(kind));
        // One name is one option of the command line, whichever kind reads it.
        foreach (var setting in kind.Settings)
        {
            if (Trainable.SelectMany(other => other.Settings).Any(other => other.Name == setting.Name && other.GetType() != setting.GetType()))
                throw new ArgumentException($"The setting '{setting.Name}' already exists with another type.", nameof(kind));
        }
    }
}
