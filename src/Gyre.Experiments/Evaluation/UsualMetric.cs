namespace Gyre.Experiments.Evaluation;

/// <summary>One of the usual metrics, under a short name.</summary>
/// <param name="name">Its name in results.</param>
/// <param name="usual">Its name among <see cref="UsualMetrics"/>.</param>
/// <param name="greaterIsBetter">Whether more is better.</param>
internal sealed class UsualMetric(string name, string usual, bool greaterIsBetter) : ITrialMetric
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool GreaterIsBetter => greaterIsBetter;

    /// <inheritdoc/>
    public Task<double?> ComputeAsync(EvaluatedPart part, CancellationToken cancellationToken) =>
        Task.FromResult<double?>(part.BuiltIn.TryGetValue(usual, out var number) ? number : null);
}
