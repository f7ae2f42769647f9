using System.CommandLine;
using System.Net.Http.Headers;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Tracking.Formats.Mlflow;

namespace Gyre.Cli.Moves.Formats;

/// <summary>Takes in a store of MLflow: a folder, a database or a server.</summary>
internal static class ImportTrackingCommand
{
    public const string Example = "gyre import mlflow --from ./mlruns";

    private const string TokenVariable = "MLFLOW_TRACKING_TOKEN";
    private const int MaxShownRemarks = 20;

    public static Command Create(CliHost host)
    {
        var from = new Option<string>("--from")
        {
            Description = "A folder 'mlruns', sqlite:///FILE, or the http(s):// URL of a server.",
            HelpName = "ADDRESS",
            Required = true,
        };
        var roots = new Option<string[]>("--artifact-root")
        {
            Description = "Folder to read artifacts from if they have moved since they were logged. Repeatable.",
            HelpName = "DIR",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        var command = new Command(
            "mlflow",
            $"""
            Imports experiments, runs, metrics, files and registered models from MLflow.

            Runs keep their ids. Existing records are not changed, so the command can be repeated. Requests to a server are sent
            with the token in {TokenVariable}, if set.

            Example:
              gyre import mlflow --from ./mlruns
              gyre import mlflow --from sqlite:///mlflow.db --artifact-root ./artifacts
              gyre import mlflow --from http://127.0.0.1:5000
            """)
        {
            from, roots,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = Client(host);
            var options = new ForeignStoreOptions { ArtifactRoots = [.. (result.GetValue(roots) ?? []).Select(root => Folder(host, root))], Client = client };
            await using var source = ForeignStores.Open(Address(host, result.GetRequiredValue(from)), options);
            await using var home = await HomeOptions.OpenAsync(result, host, cancellationToken);
            var importer = new Importer(source, home.Tracking.OpenImport());
            try
            {
                var report = await importer.RunAsync(cancellationToken);
                if (CliCommand.IsJson(result))
                    Shape.WriteTo(host.Out, MoveReports.Shape(report));
                else
                    Print(host, report);
                return CliExitCodes.Done;
            }
            catch (HttpRequestException exception)
            {
                host.Say(
                    $"error: Unexpected answer from the server: {Shown.Clean(exception.Message)}. Run the same command again to import "
                        + "the rest.");
                return CliExitCodes.Failed;
            }
        });
        return command;
    }

    private static HttpClient Client(CliHost host)
    {
        var client = new HttpClient();
        if (host.Variable(TokenVariable) is { Length: > 0 } token)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Relative paths begin where the user is.</summary>
    private static string Address(CliHost host, string text)
    {
        const string Sqlite = "sqlite:///";
        if (text.StartsWith(Sqlite, StringComparison.OrdinalIgnoreCase))
            return Sqlite + host.Resolve(text[Sqlite.Length..]);
        return text.Length == 0 || text.Contains(':', StringComparison.Ordinal) || text.Contains('\0', StringComparison.Ordinal) ? Known(text) : host.Resolve(text);
    }

    private static string Known(string text) => text.Length > 0
        ? text
        : throw new InvalidInputException(
            "import.address", "--from is empty.", "Use a folder 'mlruns', 'sqlite:///FILE' or 'http://SERVER'.");

    private static string Folder(CliHost host, string root) => Directory.Exists(host.Resolve(root))
        ? host.Resolve(root)
        : throw new InvalidInputException(
            "import.artifact-root",
            $"Folder '{Shown.Short(root, 200)}' does not exist.",
            "Set --artifact-root to the folder that contains the artifacts now.");

    private static void Print(CliHost host, ImportReport report)
    {
        var table = new ResultTable("WHAT", "TAKEN", "EXISTING", "UNCHANGED");
        foreach (var (name, count) in MoveReports.Counts(report))
            table.Add(name.Replace('_', ' '), $"{count.Taken}", $"{count.AlreadyThere}", $"{count.Kept}");
        table.WriteTo(host);
        foreach (var remark in report.Remarks.Kept.Take(MaxShownRemarks))
            host.Say($"note: {Shown.Clean(remark.ToString())}");
        if (report.Remarks.Count > MaxShownRemarks)
            host.Say($"note: and {report.Remarks.Count - MaxShownRemarks} more; --format json shows up to {RemarkList.MaxKept}.");
        if (!report.ChangedAnything)
            host.Say("Nothing new.");
    }
}
