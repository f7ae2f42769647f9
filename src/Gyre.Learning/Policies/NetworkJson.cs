using Gyre.Learning.Vectors;

namespace Gyre.Learning.Policies;

/// <summary>Networks and counts in policy files.</summary>
internal static class NetworkJson
{
    private const double LargestWeight = 1e50;

    public static RewardNetwork Read(JsonPart part, int inputs, int hidden, int outputs)
    {
        double[] parameters = [.. part.Numbers(RewardNetwork.Length(inputs, hidden, outputs))];
        return Kernels.MaxAbsolute(parameters) <= LargestWeight
            ? new RewardNetwork(inputs, hidden, parameters)
            : throw part.Refuse("a weight is too large", "Train the policy again.");
    }

    /// <summary>A whole number from 0 to 2^53.</summary>
    public static long Count(JsonPart part) =>
        part.AtLeastZero() is var count && count <= 1L << 53 && count == Math.Floor(count)
            ? (long)count
            : throw part.Refuse("this is not a count", "Use a whole number.");
}
