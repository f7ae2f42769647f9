using System.Text.Json;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Serving.Schema;

namespace Gyre.Serving.Policies;

/// <summary>Whether a request fits the policies of a deployment. Pure.</summary>
internal static class RequestRules
{
    private const int MaxId = 200;

    /// <summary>Checks a request against the fields that all versions of a deployment have.</summary>
    /// <exception cref="InvalidInputException">With the field.</exception>
    public static CheckedRequest Check(ServedPolicy served, DecisionRequest request)
    {
        CheckId("decisionId", request.DecisionId);
        var question = served.Check(new PolicyRequest
        {
            Context = request.Context,
            Fields = request.Fields,
            Arms = request.Arms,
            Features = request.Features,
            Mask = request.Mask,
        });
        return new CheckedRequest(question, JsonSerializer.Serialize(RequestDocument.Of(question), ServingJson.Default.RequestDocument))
        {
            Baseline = request.Baseline,
        };
    }

    /// <summary>An id that a caller chose.</summary>
    public static void CheckId(string field, string? id)
    {
        if (id is not null && (id.Length is 0 or > MaxId || !id.All(static c => c is >= ' ' and not '\u007f' && !char.IsSurrogate(c))))
        {
            throw Refusals.Of(
                "decision.id", field, $"'{field}' has {id.Length} characters or some that cannot be printed.",
                $"Use 1 to {MaxId} printable characters.");
        }
    }
}
