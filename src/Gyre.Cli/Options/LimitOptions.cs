using System.CommandLine;
using Gyre.Core;
using Gyre.Execution;

namespace Gyre.Cli.Options;

/// <summary>The options that say how much runs at once, of a home or of a run.</summary>
internal static class LimitOptions
{
    private const string JobsName = "--jobs";
    private const string PoolName = "--pool";

    /// <summary>Gives a command the options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="whose">Whose limits they are, for their help.</param>
    public static void AddTo(Command command, string whose)
    {
        command.Options.Add(CliCommand.Count(
            JobsName, $"Maximum number of executions of {whose} at once. Default: what the machine has room for."));
        AddPools(command, whose);
    }

    /// <summary>Gives a command the option for pools alone.</summary>
    public static void AddPools(Command command, string whose) => command.Options.Add(new Option<string[]>(PoolName)
    {
        Description = $"Size of a pool for {whose}: the number of executions at once whose steps ask for it with 'pool: NAME'. "
            + "Repeatable.",
        HelpName = "NAME=SIZE",
    });

    /// <summary>What was said.</summary>
    /// <exception cref="InvalidInputException">A pool is not valid, or a number too large.</exception>
    public static ConcurrencyLimits Read(ParseResult result)
    {
        var options = result.CommandResult.Command.Options;
        var jobs = options.OfType<Option<int?>>().FirstOrDefault(static option => option.Name == JobsName);
        var pools = options.OfType<Option<string[]>>().First(static option => option.Name == PoolName);
        return new ConcurrencyLimits
        {
            Jobs = jobs is null ? null : Checked(result.GetValue(jobs)),
            Pools = ConcurrencyLimits.ParsePools(result.GetValue(pools) ?? []),
        };
    }

    private static int? Checked(int? jobs) => jobs is null or <= ConcurrencyLimits.Max
        ? jobs
        : throw new InvalidInputException(
            "jobs.count", $"At most {ConcurrencyLimits.Max} executions can run at once.", "Use a smaller number for --jobs.");
}
