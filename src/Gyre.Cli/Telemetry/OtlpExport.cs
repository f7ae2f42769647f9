using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Gyre.Cli.Telemetry;

/// <summary>
/// Sends spans and metrics by OTLP. Where to, how, and how many traces are kept is said by the standard variables, which the library
/// reads itself.
/// </summary>
internal sealed class OtlpExport : IDisposable
{
    private const string Everything = "Gyre.*";

    /// <summary>A receiver that does not answer must not keep the program from ending.</summary>
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(5);

    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    public OtlpExport(bool traces, bool metrics)
    {
        if (traces)
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource()).AddSource(Everything).AddOtlpExporter().Build();
        if (metrics)
            _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource()).AddMeter(Everything).AddOtlpExporter().Build();
    }

    public void Dispose()
    {
        var milliseconds = (int)LongestGoodbye.TotalMilliseconds;
        Parallel.Invoke(() => _traces?.Shutdown(milliseconds), () => _metrics?.Shutdown(milliseconds));
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    /// <summary>The variables have the last word.</summary>
    private static ResourceBuilder Resource() =>
        ResourceBuilder.CreateEmpty().AddService("gyre", serviceVersion: Version()).AddTelemetrySdk().AddEnvironmentVariableDetector();

    private static string? Version() =>
        typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
}
