using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary>Profiles a dataset folder.</summary>
internal static class DatasetProfileCommand
{
    public static Command Create(CliHost host)
    {
        var source = CliCommand.Word("SOURCE", DatasetSource.Description);
        var output = CliCommand.Text("--output", "FILE", "Also write the profile to this file as JSON. An existing file is replaced.");
        var command = new Command(
            "profile",
            """
            Shows what each column holds: ranges, quantiles, frequent values, lengths of texts, sizes of files, what is missing.

            Reads the examples once. Values that are not valid are counted, not refused. The profile of a version is kept with it,
            usually since it was pushed, so that its examples are not read again. 'gyre dataset drift' compares two profiles.

            Example:
              gyre dataset profile data/digits
              gyre dataset profile data/digits --output digits.profile.json
              gyre dataset profile digits@stable
            """)
        {
            source, output,
        };
        var place = new DatasetPlaceOptions().AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var profile = await ReadAsync(host, result, place, result.GetValue(source)!, cancellationToken);
            var json = DatasetProfiles.ToJson(profile);
            if (result.GetValue(output) is { } file)
                await WriteAsync(host.Resolve(file), json, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, json);
            else
                Print(host, profile);
            return CliExitCodes.Done;
        });
        return command;
    }

    /// <summary>The profile of a folder, or the one that is kept with a version.</summary>
    public static async Task<DatasetProfile> ReadAsync(
        CliHost host, ParseResult result, DatasetPlaceOptions place, string source, CancellationToken cancellationToken)
    {
        if (DatasetSource.VersionOf(host, source) is not { } version)
            return await DatasetProfiles.OfAsync(host.Resolve(source), cancellationToken);
        return await DatasetSource.ReadAsync(
            place, result, host, source,
            async repository => (await repository.Datasets.ProfileAsync(version.Dataset, version.Version, cancellationToken)).Profile,
            cancellationToken);
    }

    /// <summary>Written beside and moved, so that no reader sees half of it.</summary>
    private static async Task WriteAsync(string file, MapValue json, CancellationToken cancellationToken)
    {
        var temporary = $"{file}.{Path.GetRandomFileName()}";
        try
        {
            await File.WriteAllTextAsync(temporary, ValueJson.Write(json) + "\n", cancellationToken);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void Print(CliHost host, DatasetProfile profile)
    {
        host.Out.WriteLine($"{Shown.Clean(profile.Name)}: {Whole(profile.Examples)} examples, {profile.Columns.Length} columns");
        var table = new ResultTable(
            "COLUMN", "TYPE", "VALUES", "MISSING", "NULL", "INVALID", "DISTINCT", "MIN", "MEDIAN", "MAX", "MEAN", "FREQUENT")
        {
            Drops = ["INVALID", "NULL", "MEAN", "FREQUENT", "DISTINCT", "MEDIAN"],
        };
        foreach (var column in profile.Columns)
        {
            var numbers = column.Numbers;
            table.Add(
                column.Name, DatasetShapes.TypeWord(column.Type, column.MultiValue), Whole(column.Values), Whole(column.Missing),
                Whole(column.Nulls), Whole(column.Invalid), $"{(column.IsDistinctExact ? "" : "about ")}{Whole(column.Distinct)}",
                Number(numbers, numbers?.Min), Number(numbers, numbers?.Quantiles[NumberProfile.Shares.IndexOf(0.5)]),
                Number(numbers, numbers?.Max),
                numbers?.Measure == ProfileMeasure.Seconds ? "-" : Number(numbers, numbers?.Mean), Frequent(column));
        }
        table.WriteTo(host);
        foreach (var column in profile.Columns.Where(static column => column.Numbers?.RankError > 0))
            host.Say(
                $"Quantiles of {Shown.Clean(column.Name)} may be off by {Shown.Number(100 * column.Numbers!.RankError)} % of the ranks.");
    }

    private static string Number(NumberProfile? numbers, double? value) => (numbers?.Measure, value) switch
    {
        (null, _) or (_, null) => "-",
        (ProfileMeasure.Seconds, { } seconds) => DatasetProfiles.MomentOf(seconds),
        (ProfileMeasure.Bytes, { } bytes) => Shown.Size((long)bytes),
        (ProfileMeasure.Length, { } length) => $"{Shown.Number(length)} chars",
        (_, { } number) => Shown.Number(number),
    };

    private static string Frequent(ColumnProfile column)
    {
        var values = column.Top.Select(static one => (one.Value, one.Count))
            .Concat(column.FileKinds.Select(static kind => (Value: kind.Extension, kind.Count)));
        var first = values.Take(3).Select(static one => $"{Shown.Short(one.Value, 20)} ({Whole(one.Count)})");
        return Shown.Short(string.Join(", ", first), 60);
    }

    private static string Whole(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
