namespace Gyre.Experiments.Transforms;

internal static class TrialTransforms
{
    public static ITrialTransform? Create(string component, TrialContext context) => null;
}
