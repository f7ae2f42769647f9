using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Gyre.Cli.Telemetry;

/// <summary>
/// Exports spans and metrics when the standard variables of OpenTelemetry ask for it. Otherwise none of its assemblies is loaded, because
/// loading them would slow every start of the program.
/// </summary>
internal static class TelemetryExport
{
    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Name of the spans of commands.</summary>
    public const string SourceName = "Gyre.Cli";

    /// <summary>Begins to export; null when nobody asked for it. Disposing it sends what is left, within a bounded time.</summary>
    /// <param name="variable">Reads the environment.</param>
    public static IDisposable? Start(Func<string, string?> variable)
    {
        var traces = IsWanted(variable, "TRACES");
        var metrics = IsWanted(variable, "METRICS");
        return traces || metrics ? Open(traces, metrics) : null;
    }

    /// <summary>Starts the span of a command, as a child of the TRACEPARENT of the environment; null when nothing listens.</summary>
    /// <param name="name">Name of the command.</param>
    /// <param name="variable">Reads the environment.</param>
    public static Activity? Command(string name, Func<string, string?> variable)
    {
        ActivityContext.TryParse(variable("TRACEPARENT"), variable("TRACESTATE"), isRemote: true, out var caller);
        return Source.StartActivity(name, ActivityKind.Internal, caller);
    }

    private static bool IsWanted(Func<string, string?> variable, string signal) =>
        !string.Equals(variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)
        && !string.Equals(variable($"OTEL_{signal}_EXPORTER"), "none", StringComparison.OrdinalIgnoreCase)
        && (IsSet(variable, "OTEL_EXPORTER_OTLP_ENDPOINT") || IsSet(variable, $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"));

    private static bool IsSet(Func<string, string?> variable, string name) => !string.IsNullOrWhiteSpace(variable(name));

    // Inlined, it would load the assemblies with its caller.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OtlpExport Open(bool traces, bool metrics) => new(traces, metrics);
}
