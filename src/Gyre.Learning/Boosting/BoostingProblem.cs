namespace Gyre.Learning.Boosting;

/// <summary>What trees are trained on.</summary>
/// <param name="Features">One row per example; finite.</param>
/// <param name="Targets">Class numbers from 0, or standardised numbers; one per row.</param>
/// <param name="Classes">Number of classes, at least 2; 0 for numbers.</param>
/// <param name="Weights">Weight per row, at least 0; empty for 1 each.</param>
internal sealed record BoostingProblem(DenseMatrix Features, float[] Targets, int Classes, float[] Weights);
