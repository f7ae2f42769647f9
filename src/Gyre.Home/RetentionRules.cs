using System.Globalization;

namespace Gyre.Home;

/// <summary>How long a home keeps what it no longer needs. Null keeps it forever.</summary>
public sealed record RetentionRules
{
    private const string Forever = "forever";

    /// <summary>The shortest time: what is younger may still be looked at by an engine.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromHours(1);

    /// <summary>Names of the rules, as in the configuration.</summary>
    public static IReadOnlyList<string> Names { get; } = ["attempts", "outbox", "environments", "snapshots", "events", "runs", "decisions",
        "datasets"];

    /// <summary>Folders of attempts with their logs, after the run has ended. Default 30 days.</summary>
    public TimeSpan? Attempts { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Commands of the outbox after they were carried out. Default 1 day.</summary>
    public TimeSpan? Outbox { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Python environments after their last use. Default 90 days.</summary>
    public TimeSpan? Environments { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Unpacked copies of code after their last use; the code itself stays with its runs. Default 7 days.</summary>
    public TimeSpan? Snapshots { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Events that every consumer has read. Default 1 year.</summary>
    public TimeSpan? Events { get; init; } = TimeSpan.FromDays(365);

    /// <summary>
    /// Runs after their end, unless something that stays needs them. Default null: runs are the records of a project, and are kept until
    /// their owner says otherwise.
    /// </summary>
    public TimeSpan? Runs { get; init; }

    /// <summary>
    /// Decisions of deployments with their rewards, after their waits and as long as late rewards are remembered. Default null: they are
    /// what policies learn from.
    /// </summary>
    public TimeSpan? Decisions { get; init; }

    /// <summary>
    /// Versions of datasets after they were made, unless they are the newest, have a tag, or something needs them. Default null: they are
    /// what results stand on.
    /// </summary>
    public TimeSpan? Datasets { get; init; }

    /// <summary>Reads <c>30d</c>, <c>12h</c>, <c>2w</c> or <c>forever</c>.</summary>
    /// <param name="text">As written.</param>
    /// <param name="problem">What is wrong with it, or null.</param>
    public static TimeSpan? Parse(string text, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        problem = null;
        if (text == Forever)
            return null;
        var unit = text.Length > 1 ? text[^1] switch { 'h' => 1, 'd' => 24, 'w' => 7 * 24, _ => 0 } : 0;
        if (unit == 0 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 100_000)
        {
            problem = "this is not a valid time to keep something";
            return null;
        }
        var time = TimeSpan.FromHours((double)number * unit);
        if (time < Shortest)
            problem = "this is shorter than one hour";
        return time;
    }

    /// <summary>A time as it is written in the configuration.</summary>
    public static string Write(TimeSpan? time) => time switch
    {
        null => Forever,
        { } some when some.TotalHours % 24 == 0 => string.Create(CultureInfo.InvariantCulture, $"{some.TotalDays:0}d"),
        { } some => string.Create(CultureInfo.InvariantCulture, $"{some.TotalHours:0}h"),
    };

    /// <summary>The rule of a name.</summary>
    public TimeSpan? Of(string name) => name switch
    {
        "attempts" => Attempts,
        "outbox" => Outbox,
        "environments" => Environments,
        "snapshots" => Snapshots,
        "events" => Events,
        "runs" => Runs,
        "decisions" => Decisions,
        "datasets" => Datasets,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such rule."),
    };

    /// <summary>The same rules with another time for one.</summary>
    public RetentionRules With(string name, TimeSpan? time) => name switch
    {
        "attempts" => this with { Attempts = time },
        "outbox" => this with { Outbox = time },
        "environments" => this with { Environments = time },
        "snapshots" => this with { Snapshots = time },
        "events" => this with { Events = time },
        "runs" => this with { Runs = time },
        "decisions" => this with { Decisions = time },
        "datasets" => this with { Datasets = time },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such rule."),
    };
}
