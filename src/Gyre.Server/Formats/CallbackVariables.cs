using System.Globalization;
using Gyre.Pipelines;

namespace Gyre.Server.Formats;

/// <summary>Names under which programs look for the address and the token they call back with.</summary>
internal static class CallbackVariables
{
    private static readonly string[] Addresses = ["GYRE_API_URL", "VALOHAI_API_URL", "VH_API_BASE_URL", "MLFLOW_TRACKING_URI"];
    private static readonly string[] Tokens = ["GYRE_TOKEN", "VALOHAI_API_TOKEN", "VH_API_TOKEN", "MLFLOW_TRACKING_TOKEN"];

    /// <summary>The address without a slash at its end, as these programs put <c>/api/...</c> behind it.</summary>
    public static Dictionary<string, string> Of(Uri address, string token, StepIdentity step)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Addresses)
            variables[name] = address.GetLeftPart(UriPartial.Authority);
        foreach (var name in Tokens)
            variables[name] = token;
        // What a step logs without naming a run belongs to its own.
        if (step is { TrackingRun: { } run, Experiment: { } experiment })
        {
            variables["MLFLOW_RUN_ID"] = run;
            variables["MLFLOW_EXPERIMENT_ID"] = experiment.ToString(CultureInfo.InvariantCulture);
        }
        return variables;
    }
}
