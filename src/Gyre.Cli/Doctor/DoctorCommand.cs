using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Core;

namespace Gyre.Cli.Doctor;

/// <summary>Looks whether everything is there and well.</summary>
internal static class DoctorCommand
{
    public static Command Create(CliHost host)
    {
        var deep = CliCommand.Switch("--deep",
            "Read all artifacts and compare them with their digests. Damaged ones are moved to quarantine.");
        var command = new Command(
            "doctor",
            """
            Checks this machine and the home: runtime, shell, disk, database, artifacts, the key of secrets, and abandoned attempts.

            Changes nothing, except with --deep. Exits with 1 if a problem would prevent Gyre from working.

            Example:
              gyre doctor
              gyre doctor --home /srv/gyre --format json
            """)
        {
            deep,
        };
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var home = await new HomeChecks(host, HomeOptions.Read(result, host), result.GetValue(deep)).AllAsync(cancellationToken);
            Check[] checks = [.. new MachineChecks(host).All(), .. home];
            var ok = checks.All(check => check.State != CheckState.Fail);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Describe(checks, ok));
            else
                Print(host, checks);
            return ok ? CliExitCodes.Done : CliExitCodes.Failed;
        });
        return command;
    }

    private static MapValue Describe(IEnumerable<Check> checks, bool ok) => Shape.Object(
        ("ok", Value.Of(ok)),
        ("checks", Shape.List(checks, static check => Shape.Object(
            ("name", Value.Of(check.Name)),
            ("state", Value.Of(Shown.Word(check.State))),
            ("detail", Value.Of(check.Detail)),
            ("remedy", Shape.Text(check.Remedy))))));

    private static void Print(CliHost host, Check[] checks)
    {
        var table = new ResultTable("CHECK", "STATE", "DETAIL");
        foreach (var check in checks)
            table.Add(check.Name, Shown.Word(check.State), check.Detail);
        table.WriteTo(host);
        foreach (var check in checks.Where(check => check.Remedy is not null))
            host.Out.WriteLine($"{check.Name}: {Shown.Clean(check.Remedy!)}");
    }
}
