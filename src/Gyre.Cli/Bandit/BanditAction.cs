using System.CommandLine;
using System.Globalization;
using System.Text;
using Gyre.Cli.Learn;
using Gyre.Core;
using Gyre.Home.Exports;
using Gyre.Learning;

namespace Gyre.Cli.Bandit;

/// <summary>What every command of policies does around its work.</summary>
internal static class BanditAction
{
    /// <summary>Lets a command run its work; what it gives is the exit code.</summary>
    public static void Set(Command command, Func<ParseResult, CancellationToken, Task<int>> work)
    {
        CliCommand.AddFormat(command);
        LearnAction.SetCode(command, (result, cancellationToken) => RunAsync(result, work, cancellationToken));
    }

    /// <summary>Reads a policy.</summary>
    public static async Task<Policy> ReadPolicyAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var named = LearnAction.Open(file);
        await using var input = named.Stream;
        return await PolicyFile.ReadAsync(input, named.Name, cancellationToken);
    }

    /// <summary>Writes a policy, whole or not at all.</summary>
    public static Task WritePolicyAsync(FileInfo file, Policy policy, CancellationToken cancellationToken) =>
        LearnAction.WriteAsync(file, stream => PolicyFile.WriteAsync(policy, stream, cancellationToken));

    /// <summary>Reads a log of decisions, with the context fields of a policy where there is one.</summary>
    public static async Task<DecisionLog> ReadLogAsync(
        FileInfo file, Policy? policy, string[]? ignore, CancellationToken cancellationToken)
    {
        var named = LearnAction.Open(file);
        await using var input = named.Stream;
        var options = new DecisionLogOptions { ContextFields = policy?.Specification.ContextFields, Ignore = [.. ignore ?? []] };
        return IsParquet(input)
            ? await DecisionParquet.ReadAsync(named, options, cancellationToken)
            : await DecisionLogFile.ReadAsync(named, options, cancellationToken);
    }

    /// <summary>By its first bytes, as for the other forms: what a step reads has any name.</summary>
    private static bool IsParquet(Stream input)
    {
        if (!input.CanSeek)
            return false;
        Span<byte> start = stackalloc byte[4];
        var count = input.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        input.Position = 0;
        return start[..count].SequenceEqual(DecisionParquet.Magic);
    }

    /// <summary>Writes a log of decisions: JSON lines where the name ends so, else CSV.</summary>
    public static Task WriteLogAsync(FileInfo file, DecisionLog log, CancellationToken cancellationToken) => LearnAction.WriteAsync(
        file, stream => DecisionLogFile.WriteAsync(
            log, stream, IsLines(file) ? DecisionLogFormat.JsonLines : DecisionLogFormat.Csv, cancellationToken));

    /// <summary>Writes a report as JSON; nothing when no file was named.</summary>
    public static async Task WriteReportAsync(FileInfo? file, MapValue report, CancellationToken cancellationToken)
    {
        if (file is not null)
            await LearnAction.WriteAsync(
                file, stream => stream.WriteAsync(Encoding.UTF8.GetBytes(ValueJson.Write(report) + "\n"), cancellationToken).AsTask());
    }

    /// <summary>The answer: JSON on one line for a program, words for a person.</summary>
    public static void Answer(ParseResult result, MapValue json, params IEnumerable<string> words)
    {
        var output = result.InvocationConfiguration.Output;
        if (CliCommand.IsJson(result))
            output.WriteLine(ValueJson.Write(json));
        foreach (var line in CliCommand.IsJson(result) ? [] : words)
            output.WriteLine(line);
    }

    /// <summary>Says every 100,000 decisions how far a long job is.</summary>
    public static Action<long> Progress(ParseResult result, int decisions) => done =>
    {
        if (done > 0 && done % 100_000 == 0)
            LearnAction.Say(result, $"{done} of {decisions} decisions.");
    };

    public static string Short(double number) => Short(number, digits: 4);

    /// <summary>With at most so many decimals, and none where there is nothing behind the point.</summary>
    public static string Short(double number, int digits) => Math.Round(number, digits).ToString(CultureInfo.InvariantCulture);

    private static bool IsLines(FileInfo file) =>
        file.Extension.Equals(".jsonl", StringComparison.OrdinalIgnoreCase)
        || file.Extension.Equals(".ndjson", StringComparison.OrdinalIgnoreCase);

    // Numbers and files are the user's, so what an algorithm calls a wrong argument is wrong input here.
    private static async Task<int> RunAsync(
        ParseResult result, Func<ParseResult, CancellationToken, Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(result, cancellationToken);
        }
        catch (ArgumentException error)
        {
            throw new InvalidInputException("bandit.input", error.Message);
        }
    }
}
