using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Gyre.Server.Http;

/// <summary>Spans and instruments of this module. Where nobody listens they cost a look at a field.</summary>
internal static class ServerTelemetry
{
    public const string Name = "Gyre.Server";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    public static readonly Histogram<double> RequestDuration =
        Meter.CreateHistogram<double>(
            "http.server.request.duration", "s", "Time from request to response, by method, route and status.");

    public static void Measure(string method, string route, int status, TimeSpan elapsed)
    {
        if (!RequestDuration.Enabled)
            return;
        RequestDuration.Record(
            elapsed.TotalSeconds,
            new KeyValuePair<string, object?>("http.request.method", method),
            new KeyValuePair<string, object?>("http.route", route),
            new KeyValuePair<string, object?>("http.response.status_code", status));
    }
}
