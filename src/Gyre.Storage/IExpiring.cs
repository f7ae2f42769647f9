namespace Gyre.Storage;

/// <summary>
/// Things of one kind that a home keeps for a time and then removes. Each module tells its own; how long is declared in the configuration
/// of the home, by the name of the kind.
/// </summary>
public interface IExpiring
{
    /// <summary>The name of the rule: <c>attempts</c>.</summary>
    string Rule { get; }

    /// <summary>What is removed, for people: <c>attempt folders</c>.</summary>
    string What { get; }

    /// <summary>
    /// Removes what was over before a time and nothing needs any more. Stopped in between it has done a part; several may do it at once.
    /// </summary>
    /// <param name="before">The time.</param>
    /// <param name="dryRun">Only counts.</param>
    /// <param name="cancellationToken">Stops after the removal under way.</param>
    Task<ExpiredThings> RemoveAsync(DateTimeOffset before, bool dryRun, CancellationToken cancellationToken);
}

/// <summary>What was removed, or would be.</summary>
/// <param name="Count">How many.</param>
/// <param name="Bytes">Their bytes; 0 where they are rows of a database.</param>
/// <param name="Kept">How many were old enough and stay because something needs them.</param>
public sealed record ExpiredThings(long Count, long Bytes = 0, long Kept = 0);
