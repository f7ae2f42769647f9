using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Learning;
using Gyre.Tracking;

namespace Gyre.Serving.Schema;

/// <summary>What is asked of a policy, as it is logged: with the names of the context in the order of the policy.</summary>
internal sealed record RequestDocument(double[] Context, string[]? Arms, double[][]? Features, bool[]? Mask)
{
    public static RequestDocument Of(CheckedPolicyRequest question) => new(
        [.. question.Context], question.Arms?.ToArray(), question.Features?.Select(static one => one.ToArray()).ToArray(),
        question.Mask?.ToArray());
}

/// <summary>Documents of this module in the store.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeploymentRoute))]
[JsonSerializable(typeof(DeploymentSettings))]
[JsonSerializable(typeof(ImmutableArray<AliasEvidence>))]
[JsonSerializable(typeof(ImmutableArray<ShadowDecision>))]
[JsonSerializable(typeof(ImmutableArray<DecisionRow>))]
[JsonSerializable(typeof(ImmutableArray<string>))]
[JsonSerializable(typeof(RequestDocument))]
[JsonSerializable(typeof(CanaryState))]
[JsonSerializable(typeof(CommandModel))]
[JsonSerializable(typeof(DriftWatchState))]
internal sealed partial class ServingJson : JsonSerializerContext;
