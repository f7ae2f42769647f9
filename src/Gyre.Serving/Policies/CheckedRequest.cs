using Gyre.Learning;

namespace Gyre.Serving.Policies;

/// <summary>A request whose numbers fit the shape of a deployment.</summary>
/// <param name="Question">What is asked of a policy.</param>
/// <param name="Document">The question as JSON, as it is logged; the same for the same question.</param>
internal sealed record CheckedRequest(CheckedPolicyRequest Question, string Document)
{
    /// <summary>The arm that the caller would choose, unchecked; null when it does not say.</summary>
    public string? Baseline { get; init; }
}
