using Gyre.Core;
using Gyre.Learning;
using Gyre.Storage;

namespace Gyre.Serving.Policies;

/// <summary>Loads policies from the artifact store.</summary>
internal sealed class PolicyShelf(IBlobStore blobs)
{
    private const double Tolerance = 1e-9;

    /// <summary>Loads a policy and tries it.</summary>
    /// <exception cref="InvalidInputException">The content is not there, is no policy, or its probabilities are none.</exception>
    public async Task<Policy> LoadAsync(Digest digest, double floor, CancellationToken cancellationToken)
    {
        var policy = (await ReadAsync(digest, cancellationToken)).WithExplorationFloor(floor);
        Try(policy, 0);
        Try(policy, 1);
        return policy;
    }

    /// <summary>A digest of the fields that callers must know.</summary>
    public static string ShapeOf(PolicySpecification specification) => Digest.Of(
        string.Join('\n', [.. specification.ContextFields, "", .. specification.ArmFields])).ToString();

    private async Task<Policy> ReadAsync(Digest digest, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await blobs.OpenReadAsync(digest, 0, cancellationToken);
            return await PolicyFile.ReadAsync(content, digest.ToString(), cancellationToken);
        }
        catch (Exception exception) when (exception is BlobMissingException or BlobCorruptException)
        {
            throw Refusals.Of(
                "deployment.policy-missing", "policy", $"The artifact store has no usable content {digest}.", "Upload the policy file first.");
        }
    }

    /// <summary>A policy whose numbers overflow must not serve: every probability that is logged is one.</summary>
    private static void Try(Policy policy, double value)
    {
        var specification = policy.Specification;
        var arms = specification.IsShared ? 2 : specification.Arms.Length;
        var values = new double[specification.ContextFields.Length];
        var features = specification.IsShared ? new double[2 * specification.ArmFields.Length] : [];
        Array.Fill(values, value);
        Array.Fill(features, value);
        var probabilities = new double[arms];
        policy.Probabilities(new PolicyContext(values) { ArmFeatures = features }, seed: 0, probabilities);
        if (!probabilities.All(static one => one is >= 0 and <= 1) || !(Math.Abs(probabilities.Sum() - 1) <= Tolerance))
        {
            throw Refusals.Of(
                "deployment.policy-probabilities", "policy", "The policy gives probabilities that do not add up to 1.",
                "Train it with smaller rewards or features, or with a larger ridge.");
        }
    }
}
