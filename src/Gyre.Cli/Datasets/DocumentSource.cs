using System.Globalization;
using System.Text;
using System.Text.Json;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary>Reads the documents that a query looks through.</summary>
internal static class DocumentSource
{
    private const long MostBytes = 1L << 30;

    /// <summary>Examples of a dataset folder, objects of a JSON array, or of lines of JSON in a file *.jsonl.</summary>
    /// <param name="host">Resolves the path.</param>
    /// <param name="name">As the user named it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">It is none of these, or an object has no id.</exception>
    public static async Task<IReadOnlyList<MapValue>> ReadAsync(CliHost host, string name, CancellationToken cancellationToken)
    {
        var path = host.Resolve(name);
        if (Directory.Exists(path))
            return await (await DatasetExamples.OpenAsync(path, cancellationToken)).ReadDocumentsAsync(cancellationToken);
        var file = new FileInfo(path);
        if (!file.Exists)
            throw Refuse(name, "does not exist", "Name a dataset folder, or a file with a JSON array of items.");
        if (file.Length > MostBytes)
            throw Refuse(name, "is larger than 1 GiB", "Split it into several files.");
        IReadOnlyList<Value> documents = file.Extension == ".jsonl"
            ? await LinesAsync(name, path, cancellationToken)
            : Parse(name, await File.ReadAllBytesAsync(path, cancellationToken)) is ListValue list
                ? list.Items
                : throw Refuse(name, "is not a JSON array", "Write a list of objects, each with an id.");
        return [.. documents.Select((document, index) => Check(name, document, index))];
    }

    /// <summary>Reads JSON; what is none is refused with its place.</summary>
    /// <param name="name">The file as the user named it.</param>
    /// <param name="json">Its content, or a line.</param>
    /// <param name="line">The line, from 1; 0 for the whole file.</param>
    public static Value Parse(string name, ReadOnlySpan<byte> json, int line = 0)
    {
        try
        {
            return ValueJson.Parse(json);
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException(
            [
                new Diagnostic(Severity.Error, "query.json", $"The file is not JSON: {Shown.Clean(exception.Message)}")
                {
                    File = name, Line = line > 0 ? line : (int)Math.Min(exception.LineNumber ?? 0, int.MaxValue - 1) + 1, Column = 1,
                    Remedy = "Correct the JSON.",
                },
            ]);
        }
    }

    private static async Task<List<Value>> LinesAsync(string name, string path, CancellationToken cancellationToken)
    {
        var (documents, number) = (new List<Value>(), 0);
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                documents.Add(Parse(name, Encoding.UTF8.GetBytes(line), number));
        }
        return documents;
    }

    private static MapValue Check(string name, Value document, int index) =>
        document is MapValue map && map.Find("id") is TextValue { Text.Length: > 0 } or IntegerValue
            ? map
            : throw Refuse(
                name, string.Create(CultureInfo.InvariantCulture, $"has no object with an id at index {index}"),
                "Give each document an 'id'.");

    private static InvalidInputException Refuse(string name, string what, string remedy) =>
        new("query.source", $"'{Shown.Clean(name)}' {what}.", remedy);
}
