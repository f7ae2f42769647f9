using Gyre.Learning;

namespace Gyre.Serving.Policies;

/// <summary>A request whose numbers fit the shape of a deployment.</summary>
/// <param name="Question">What is asked of a policy.</param>
/// <param name="Document">The question as JSON, as it is logged; the same for the same question.</param>
internal sealed record CheckedRequest(CheckedPolicyRequest Question, string Document);
