using System.Collections.Frozen;

namespace Gyre.Experiments.Transforms;

/// <summary>The transforms that come with the program, by the names of their components.</summary>
internal static class TrialTransforms
{
    private static readonly FrozenDictionary<string, Func<TrialContext, ITrialTransform>> Known =
        new Dictionary<string, Func<TrialContext, ITrialTransform>>(StringComparer.Ordinal)
        {
            [FeatureSelection.Name] = static context => new FeatureSelection(context),
            [InputScaling.Standard] = static context => new InputScaling(InputScaling.Standard, context),
            [InputScaling.MinMax] = static context => new InputScaling(InputScaling.MinMax, context),
            [OutputEncoding.Name] = static context => new OutputEncoding(context),
            [OneHot.Name] = static context => new OneHot(context),
            [Imputation.Name] = static context => new Imputation(context),
            [TextHashing.Name] = static context => new TextHashing(context),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>A transform by the name of its component; null when none has this name.</summary>
    /// <param name="component">As a plan's class resolves to: <c>standard-scaler</c>.</param>
    /// <param name="context">Its parameters.</param>
    /// <exception cref="Core.InvalidInputException">A parameter is not valid.</exception>
    public static ITrialTransform? Create(string component, TrialContext context) =>
        Known.TryGetValue(component, out var create) ? create(context) : null;
}
