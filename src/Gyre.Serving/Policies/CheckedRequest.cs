namespace Gyre.Serving.Policies;

/// <summary>A request whose numbers fit the shape of a deployment.</summary>
internal sealed record CheckedRequest
{
    public required string? DecisionId { get; init; }

    public required double[] Context { get; init; }

    /// <summary>Names of the arms to choose from; null for all of the policy, or for numbers.</summary>
    public required string[]? Arms { get; init; }

    /// <summary>Arm after arm; empty for a policy without features of arms.</summary>
    public required double[] Features { get; init; }

    public required bool[]? Mask { get; init; }

    /// <summary>The request as JSON, as it is logged; the same for the same question.</summary>
    public required string Document { get; init; }
}
