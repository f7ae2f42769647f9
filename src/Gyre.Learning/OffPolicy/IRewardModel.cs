namespace Gyre.Learning.OffPolicy;

/// <summary>Predicts the rewards of a decision.</summary>
internal interface IRewardModel
{
    /// <summary>Writes the expected reward of each arm.</summary>
    void Predict(ReadOnlySpan<double> context, Span<double> rewards);
}
