using System.Text.Json;
using Gyre.Core;
using Gyre.Datasets.Checks;
using Gyre.Datasets.Writing;

namespace Gyre.Datasets;

/// <summary>Schemas as JSON, in the form of <c>schema.json</c>.</summary>
public static class DatasetSchemas
{
    /// <summary>Reads a schema.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="file">Its name in messages.</param>
    /// <exception cref="InvalidInputException">It breaks a rule of the format; every reason is given.</exception>
    public static DatasetSchema Read(ReadOnlyMemory<byte> json, string file)
    {
        var log = new FindingLog();
        if (SchemaCheck.Read(json, log) is { } schema)
            return schema;
        throw new InvalidInputException([.. log.Errors.Select(error => error.ToDiagnostic(Severity.Error) with { File = file })]);
    }

    /// <summary>Writes a schema as it is, whether or not it keeps the rules of the format.</summary>
    /// <param name="json">Expects a value.</param>
    /// <param name="schema">What is written.</param>
    public static void Write(Utf8JsonWriter json, DatasetSchema schema)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(schema);
        SchemaText.Write(json, schema);
    }
}
