using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Home.Exports;

/// <summary>The form of a log in a file.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<ExportFormat>))]
public enum ExportFormat
{
    /// <summary>CSV with a header (RFC 4180).</summary>
    Csv,

    /// <summary>A JSON object per line.</summary>
    Jsonl,

    /// <summary>Apache Parquet, compressed with Zstandard.</summary>
    Parquet,
}

/// <summary>Writes and reads logs in each form.</summary>
public static class ExportFile
{
    /// <summary>Media type of a form, for answers.</summary>
    public static string MediaTypeOf(ExportFormat format) => format switch
    {
        ExportFormat.Csv => "text/csv; charset=utf-8",
        ExportFormat.Jsonl => "application/jsonl; charset=utf-8",
        _ => "application/vnd.apache.parquet",
    };

    /// <summary>Name of a file of a form: <c>log.csv</c>, <c>log.jsonl</c> or <c>log.parquet</c>.</summary>
    public static string NameOf(ExportFormat format) => $"log.{KebabCase.Of(format)}";

    /// <summary>The form that a file's name ends with; null for any other.</summary>
    public static ExportFormat? FormatOf(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            if (file.EndsWith($".{KebabCase.Of(format)}", StringComparison.OrdinalIgnoreCase))
                return format;
        }
        return null;
    }

    /// <summary>Writes a log part by part.</summary>
    /// <exception cref="InvalidInputException">The form cannot hold its fields.</exception>
    public static Task WriteAsync(
        IAsyncEnumerable<DecisionLog> parts, Stream stream, ExportFormat format, CancellationToken cancellationToken) => format switch
        {
            ExportFormat.Csv => DecisionLogFile.WriteAsync(parts, stream, DecisionLogFormat.Csv, cancellationToken),
            ExportFormat.Jsonl => DecisionLogFile.WriteAsync(parts, stream, DecisionLogFormat.JsonLines, cancellationToken),
            _ => DecisionParquet.WriteAsync(parts, stream, cancellationToken),
        };
}
