using Gyre.Contracts;
using Gyre.Core;
using Gyre.Serving;

namespace Gyre.Server.Features.Deployments;

/// <summary>A request for predictions as it was sent. Pure.</summary>
internal static class PredictionBody
{
    /// <exception cref="InvalidInputException">The instances are no list.</exception>
    public static PredictionRequest Of(PredictRequest body) => new()
    {
        Instances = Given(body.Instances) is { } instances
            ? instances as ListValue ?? throw Refuse("instances", "The instances are no list.")
            : null,
        Inputs = Given(body.Inputs),
    };

    public static InvalidInputException Refuse(string path, string message) => new(
        [new Diagnostic(Severity.Error, "predict.body", message) { Path = path, Remedy = "Send a list with one entry for each row." }]);

    private static Value? Given(Value? value) => value is NullValue ? null : value;
}
