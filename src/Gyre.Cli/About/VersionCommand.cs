using System.CommandLine;
using System.Runtime.InteropServices;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Home;
using Gyre.Storage;

namespace Gyre.Cli.About;

/// <summary>Says what this program is and runs on, for reports of problems.</summary>
internal static class VersionCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "version",
            """
            Shows the version of the program, the commit it was built from if it is known, the runtime, the system, and the schema of the
            stores that it writes.

            Example:
              gyre version
              gyre version --format json
            """);
        CliCommand.AddFormat(command);
        command.SetAction(result =>
        {
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Describe(host));
            else
                Print(host);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliHost host)
    {
        host.Out.WriteLine($"gyre      {ProgramVersion.Text}");
        host.Out.WriteLine($"commit    {ProgramVersion.Commit ?? "unknown"}");
        host.Out.WriteLine($"runtime   {RuntimeInformation.FrameworkDescription}");
        host.Out.WriteLine($"system    {RuntimeInformation.OSDescription} ({Shown.Word(RuntimeInformation.ProcessArchitecture)})");
        host.Out.WriteLine($"schema    {string.Join(", ", Schema(host).Select(static module => $"{module.Module} {module.Number}"))}");
    }

    private static MapValue Describe(CliHost host) => Shape.Object(
        ("version", Value.Of(ProgramVersion.Text)),
        ("commit", ProgramVersion.Commit is { } commit ? Value.Of(commit) : Value.Null),
        ("runtime", Value.Of(RuntimeInformation.FrameworkDescription)),
        ("system", Value.Of(RuntimeInformation.OSDescription)),
        ("architecture", Value.Of(Shown.Word(RuntimeInformation.ProcessArchitecture))),
        ("schema", new MapValue(
            [.. Schema(host).Select(static module => new KeyValuePair<string, Value>(module.Module, Value.Of(module.Number)))])));

    /// <summary>The number of the latest migration of each module: a store with a higher one was written by a later program.</summary>
    private static List<(string Module, int Number)> Schema(CliHost host)
    {
        var settings = new HomeSettings { Storage = new StorageOptions { Home = "." } };
        return [.. host.Homes.ModulesOf(settings)
            .SelectMany(static module => module.Migrations)
            .Concat(GyreStore.Migrations)
            .GroupBy(static migration => migration.Module, StringComparer.Ordinal)
            .Select(static group => (group.Key, group.Max(static migration => migration.Number)))
            .OrderBy(static module => module.Key, StringComparer.Ordinal)];
    }
}
