namespace Gyre.Learning.Boosting;

/// <summary>Numbers to learn with mean 0 and deviation 1, in the single precision that LightGBM has for them.</summary>
/// <param name="Values">(target - offset) / scale.</param>
/// <param name="Offset">Mean of the targets.</param>
/// <param name="Scale">Their standard deviation, or 1 where all are the same.</param>
/// <param name="IsConstant">Whether all are the same.</param>
internal sealed record ScaledTargets(float[] Values, double Offset, double Scale, bool IsConstant)
{
    /// <param name="targets">Finite; at least one.</param>
    /// <param name="weights">One per target, at least 0; empty for 1 each.</param>
    public static ScaledTargets Of(ReadOnlySpan<double> targets, ReadOnlySpan<float> weights)
    {
        // Halves, so that numbers at the end of the range do not overflow.
        var (mean, squares, total) = (0.0, 0.0, 0.0);
        for (var i = 0; i < targets.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            total += weight;
            mean += weight == 0 ? 0 : 2 * ((targets[i] / 2) - (mean / 2)) * (weight / total);
        }
        for (var i = 0; i < targets.Length; i++)
            squares += (weights.IsEmpty ? 1 : weights[i]) * (targets[i] - mean) * (targets[i] - mean);
        var scale = total > 0 ? Math.Sqrt(squares / total) : 0;
        var isConstant = !(scale > 0 && double.IsFinite(scale));
        if (isConstant)
            scale = 1;
        var values = new float[targets.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)((targets[i] - mean) / scale);
        return new ScaledTargets(values, mean, scale, isConstant);
    }
}
