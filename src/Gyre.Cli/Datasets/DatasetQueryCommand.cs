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
        var source = CliCommand.Word(
            "SOURCE", "Dataset folder; version as NAME, NAME@VERSION or dataset://NAME/VERSION; or a file with items: a JSON array, or *.jsonl.");
        var filter = new Option<string>("--filter")
        {
            Description = "File with the query, or with a filter alone, as JSON.",
            HelpName = "FILE",
            Required = true,
        };
        var annotations = CliCommand.Text("--annotations", "FILE", "File with annotations, for joins and for queries of annotations.");
        var explain = CliCommand.Text("--explain", "ID", "Say why the document with this id does not match.");
        var saving = new QuerySaving();
        var command = new Command(
            "query",
            """
            Finds examples, items or annotations by a query in the words of DQL, and makes versions or splits of what it finds.

            --save-as makes a new version of the examples that match, with their files and with splits restricted to them.
            --save-split makes the split NAME: what matches is tested with, all others are trained with (--part training turns it
            round). It becomes a new version of SOURCE, or a folder splits/NAME in the dataset folder of --into. Both take all
            pages, in the order of the rows. Without them nothing is changed.

            Prints the ids of a page, in order. Exits with 2 if the query or a file is refused. The rules are in
            docs/reference/queries.md.

            Example:
              gyre dataset query data/digits --filter filter.json
              gyre dataset query items.json --annotations annotations.json --filter query.json --format json
              gyre dataset query items.json --filter query.json --explain i07
              gyre dataset query digits@stable --filter filter.json --save-as small-digits@stable
              gyre dataset query digits --filter filter.json --save-split hard
            """)
        {
            source, filter, annotations, explain,
        };
        saving.AddTo(command, annotations, explain);
        var place = new DatasetPlaceOptions().AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var query = await ReadAsync(host, result.GetRequiredValue(filter), cancellationToken);
            var name = result.GetValue(source)!;
            var version = DatasetSource.VersionOf(host, name);
            if (saving.IsGiven(result))
                return await saving.RunAsync(host, result, place, name, version, query, cancellationToken);
            if (version is not null && result.GetValue(annotations) is null)
                return await DatasetSource.ReadAsync(
                    place, result, host, name,
                    repository => AskAsync(result, host, repository.Datasets, version, query, result.GetValue(explain), cancellationToken),
                    cancellationToken);
            var documents = new DocumentSet(
                await DocumentSource.ReadAsync(host, name, cancellationToken),
                result.GetValue(annotations) is { } file ? await DocumentSource.ReadAsync(host, file, cancellationToken) : []);
            if (result.GetValue(explain) is { } id)
                Explain(result, host, id, DocumentQueries.Explain(query, documents, id));
            else
                Print(result, host, DocumentQueries.Run(query, documents));
            return CliExitCodes.Done;
        });
        return command;
    }

    private static async Task<int> AskAsync(
        ParseResult result, CliHost host, DatasetRepository repository, VersionName version, DocumentQuery query, string? explained,
        CancellationToken cancellationToken)
    {
        if (explained is { } id)
            Explain(
                result, host, id, await repository.ExplainAsync(version.Dataset, version.Version, query, id, cancellationToken));
        else
            Print(result, host, await repository.QueryAsync(version.Dataset, version.Version, query, cancellationToken));
        return CliExitCodes.Done;
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

    private static void Explain(ParseResult result, CliHost host, string id, string? reason)
    {
        if (CliCommand.IsJson(result))
            Shape.WriteTo(host.Out, Shape.Object(
                ("id", Value.Of(id)), ("matches", Value.Of(reason is null)), ("reason", Shape.Text(reason))));
        else
            host.Out.WriteLine(Shown.Clean(reason ?? $"{id} matches."));
    }
}
