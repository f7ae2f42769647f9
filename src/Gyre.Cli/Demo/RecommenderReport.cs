using System.Collections.Immutable;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Experiments;

namespace Gyre.Cli.Demo;

/// <summary>The report of the demo: one page that needs nothing else, neither a network nor a script.</summary>
internal static class RecommenderReport
{
    private const int Smoothed = 5;

    /// <summary>The whole page.</summary>
    public static string Write(RecommenderResult result, RecommenderSettings settings)
    {
        var page = new ReportPage("A recommender that learned from its own decisions");
        page.AddParagraph($"Environment {settings.Environment}, policy {settings.Policy}, seed {settings.Seed}.");
        page.AddTable(["", ""],
        [
            ["Rounds", Text(result.Rounds.Count)],
            ["Decisions", Text(result.Books.Decisions)],
            ["Served policy without exploring, at the start", Shown.Number(result.FirstGreedyValue)],
            ["Served policy without exploring, at the end", Shown.Number(result.GreedyValue)],
            ["Optimum", Shown.Number(result.Figures.Optimal)],
            ["Best single arm", Shown.Number(result.Figures.BestFixed)],
            ["Chance", Shown.Number(result.Figures.Uniform)],
            ["Promotions", Text(result.Promotions)],
            ["Refusals", Text(result.Refusals)],
        ]);
        AddPlots(page, result);
        AddBooks(page, result);
        page.AddHeading("Promotions").AddTable(
            ["Round", "Version", "Why"],
            Promoted(result).Select(static round => (IReadOnlyList<string>)[Text(round.Number), $"{round.Version}", round.Sentence ?? ""]));
        return page.ToHtml();
    }

    private static void AddPlots(ReportPage page, RecommenderResult result)
    {
        var rounds = result.Rounds;
        ReportLine Level(string name, double value) => new(name, [.. rounds.Select(_ => value)]);
        page.AddLines(
            "Reward per decision; thin lines are promotions", "round", "reward",
            [
                new ReportLine($"average reward, mean of {Smoothed} rounds", Smooth(rounds)),
                new ReportLine("served policy without exploring", [.. rounds.Select(static round => round.GreedyValue)]),
                Level("optimum", result.Figures.Optimal),
                Level("best single arm", result.Figures.BestFixed),
                Level("chance", result.Figures.Uniform),
            ],
            Promoted(result).Select(static round => round.Number));
        page.AddLines(
            "Regret so far", "round", "regret", [new ReportLine("regret", [.. rounds.Select(static round => round.Regret)])]);
    }

    private static ImmutableArray<double> Smooth(IReadOnlyList<RecommenderRound> rounds) =>
    [
        .. rounds.Select((_, index) => rounds.Skip(Math.Max(0, index - Smoothed + 1)).Take(Math.Min(index + 1, Smoothed))
            .Average(static round => round.AverageReward)),
    ];

    private static void AddBooks(ReportPage page, RecommenderResult result)
    {
        var books = result.Books;
        page.AddHeading("Books").AddParagraph(
            books.Balance ? "Every decision and every reward is in exactly one place." : "The books do not balance.");
        page.AddTable(["Decisions", "", "Rewards", ""],
        [
            ["joined", Text(books.Joined), "used", Text(books.Used)],
            ["defaulted", Text(books.Defaulted), "late", Text(books.Late)],
            ["pending", Text(books.Pending), "orphan", Text(books.Orphan)],
            ["all", Text(books.Decisions), "all", Text(books.Rewards)],
        ]);
    }

    private static IEnumerable<RecommenderRound> Promoted(RecommenderResult result) =>
        result.Rounds.Where(static round => round.Verdict == RecommenderVerdict.Promoted);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
