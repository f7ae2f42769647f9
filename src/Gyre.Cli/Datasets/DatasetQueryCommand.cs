using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary>Finds examples, items or annotations by a query.</summary>
internal static class DatasetQueryCommand
{
    private const long MostBytes = 16L << 20;

    public static Command Create(CliHost host)
    {
        var source = CliCommand.Word("SOURCE", "Dataset folder, or a file with items: a JSON array, or *.jsonl with one per line.");
        var filter = new Option<string>("--filter")
        {
            Description = "File with the query, or with a filter alone, as JSON.",
            HelpName = "FILE",
            Required = true,
        };
        var annotations = CliCommand.Text("--annotations", "FILE", "File with annotations, for joins and for queries of annotations.");
        var explain = CliCommand.Text("--explain", "ID", "Say why the document with this id does not match.");
        var command = new Command(
            "query",
            """
            Finds examples, items or annotations by a query in the words of DQL. Nothing is changed.

            Prints the ids of a page, in order. Exits with 2 if the query or a file is refused. The rules are in
            docs/reference/queries.md.

            Example:
              gyre dataset query data/digits --filter filter.json
              gyre dataset query items.json --annotations annotations.json --filter query.json --format json
              gyre dataset query items.json --filter query.json --explain i07
            """)
        {
            source, filter, annotations, explain,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var query = await ReadAsync(host, result.GetRequiredValue(filter), cancellationToken);
            var documents = new DocumentSet(
                await DocumentSource.ReadAsync(host, result.GetValue(source)!, cancellationToken),
                result.GetValue(annotations) is { } file ? await DocumentSource.ReadAsync(host, file, cancellationToken) : []);
            if (result.GetValue(explain) is { } id)
                Explain(result, host, query, documents, id);
            else
                Print(result, host, DocumentQueries.Run(query, documents));
            return CliExitCodes.Done;
        });
        return command;
    }

    private static async Task<DocumentQuery> ReadAsync(CliHost host, string name, CancellationToken cancellationToken)
    {
        var file = new FileInfo(host.Resolve(name));
        if (!file.Exists || file.Length > MostBytes)
            throw new InvalidInputException(
                "query.file", $"'{Shown.Clean(name)}' {(file.Exists ? "is too large" : "does not exist")}.",
                "Write the query into a file of at most 16 MiB.");
        return DocumentQueries.Read(DocumentSource.Parse(name, await File.ReadAllBytesAsync(file.FullName, cancellationToken)));
    }

    private static void Print(ParseResult result, CliHost host, QueryPage page)
    {
        var ids = page.Documents.Select(static one => one.Find("id")!.ToString());
        if (CliCommand.IsJson(result))
        {
            Shape.WriteTo(host.Out, Shape.Object(
                ("ids", Value.Of(ids.Select(Value.Of))), ("total", Value.Of(page.Total)), ("pages", Value.Of(page.Pages)),
                ("has_next_page", Value.Of(page.HasNextPage))));
            return;
        }
        foreach (var id in ids)
            host.Out.WriteLine(Shown.Clean(id));
        var rest = page.HasNextPage ? "; there are further pages" : "";
        host.Say(string.Create(CultureInfo.InvariantCulture, $"{page.Documents.Count} of {page.Total} found{rest}."));
    }

    private static void Explain(ParseResult result, CliHost host, DocumentQuery query, DocumentSet documents, string id)
    {
        var reason = DocumentQueries.Explain(query, documents, id);
        if (CliCommand.IsJson(result))
            Shape.WriteTo(host.Out, Shape.Object(
                ("id", Value.Of(id)), ("matches", Value.Of(reason is null)), ("reason", Shape.Text(reason))));
        else
            host.Out.WriteLine(Shown.Clean(reason ?? $"{id} matches."));
    }
}
