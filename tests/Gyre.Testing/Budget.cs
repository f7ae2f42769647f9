using System.Globalization;

namespace Gyre.Testing;

/// <summary>
/// How much the tests do whose proof grows with their number: little enough for every change, and much with <c>GYRE_NIGHTLY=1</c>. A number of one's own goes
/// before both.
/// </summary>
public static class Budget
{
    /// <summary>Processes that each crash suite kills: <c>GYRE_KILLS</c>, else 40, or 200 by night.</summary>
    public static int Kills => Number("GYRE_KILLS", 40, 200);

    /// <summary>Pushes, and pulls, that are killed: <c>GYRE_TRANSFER_KILLS</c>, else 6, or 50 by night.</summary>
    public static int TransferKills => Number("GYRE_TRANSFER_KILLS", 6, 50);

    /// <summary>Items of a long loop whose engine is killed ten times: <c>GYRE_LOOP_ITEMS</c>, else 250, or 1,000 by night.</summary>
    public static int LoopItems => Number("GYRE_LOOP_ITEMS", 250, 1000);

    /// <summary>Random histories of the machine of runs: <c>GYRE_HISTORIES</c>, else 25,000, or 100,000 by night.</summary>
    public static int RunHistories => Number("GYRE_HISTORIES", 25_000, 100_000);

    /// <summary>Random histories of triggers: <c>GYRE_HISTORIES</c>, else 500, or 10,000 by night.</summary>
    public static int TriggerHistories => Number("GYRE_HISTORIES", 500, 10_000);

    /// <summary>Occurrences of triggers with several servers on one store: <c>GYRE_OCCURRENCES</c>, else 500, or 2,000 by night.</summary>
    public static int Occurrences => Number("GYRE_OCCURRENCES", 500, 2000);

    /// <summary>Batches of each of many writers: <c>GYRE_BATCHES</c>, else 4, or 100 by night. For two minutes about 3,000 are needed.</summary>
    public static int Batches => Number("GYRE_BATCHES", 4, 100);

    /// <summary>Decisions whose rewards are accounted for one by one: <c>GYRE_DECISIONS</c>, else 20,000, or 1,000,000 by night.</summary>
    public static int Decisions => Number("GYRE_DECISIONS", 20_000, 1_000_000);

    /// <summary>Seeds of each simulation of a policy: <c>GYRE_SEEDS</c>, else 5, or 25 by night.</summary>
    public static int Seeds => Number("GYRE_SEEDS", 5, 25);

    /// <summary>Decisions per kind of policy whose arms are counted: <c>GYRE_DRAWS</c>, else 100,000, or 1,000,000 by night.</summary>
    public static int Draws => Number("GYRE_DRAWS", 100_000, 1_000_000);

    /// <summary>Random searches beside an evaluator in memory: <c>GYRE_SEARCH_CASES</c>, else 300, or 3,000 by night.</summary>
    public static int Searches => Number("GYRE_SEARCH_CASES", 300, 3000);

    /// <summary>Random queries of documents beside the evaluator in memory: <c>GYRE_SEARCH_CASES</c>, else 2,000, or 20,000 by night.</summary>
    public static int Queries => Number("GYRE_SEARCH_CASES", 2000, 20_000);

    /// <summary>Folds of the digits on which strategies are compared: <c>GYRE_FOLDS</c>, else 2, or all 10 by night.</summary>
    public static int Folds => Number("GYRE_FOLDS", 2, 10);

    /// <summary>Broken or random texts for a parser: <c>GYRE_FUZZ</c>, else the parser's own number, or ten times as many by night.</summary>
    /// <param name="standard">Enough for every change.</param>
    public static int Texts(int standard) => Number("GYRE_FUZZ", standard, 10 * standard);

    /// <summary>Seconds for which a database is away, once each: three short times, and a minute by night.</summary>
    public static IReadOnlyList<int> DatabaseOutages => IsNightly ? [3, 3, 3, 60] : [3, 3, 3];

    /// <summary>Seconds for which a loop waits for a lock that somebody else holds: 3, or 45 by night.</summary>
    public static int LockSeconds => IsNightly ? 45 : 3;

    /// <summary>Connections to an artifact store that are broken before it is back: 20, or 100 by night.</summary>
    public static int BrokenConnections => IsNightly ? 100 : 20;

    private static bool IsNightly => Environment.GetEnvironmentVariable("GYRE_NIGHTLY") == "1";

    private static int Number(string variable, int standard, int nightly)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var given))
            return given;
        return IsNightly ? nightly : standard;
    }
}
