using System.Globalization;
using System.Net;
using System.Text;
using Gyre.Cli.Forms;

namespace Gyre.Cli.Demo;

/// <summary>The report of the demo: one page that needs nothing else, neither a network nor a script.</summary>
internal static class RecommenderReport
{
    private const int Smoothed = 5;
    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;max-width:900px;margin:2rem auto;padding:0 1rem;color:#212529;background:#fff}"
        + "table{border-collapse:collapse;margin:1rem 0}td,th{padding:.25rem .75rem;border-bottom:1px solid #dee2e6;text-align:left}"
        + "td.n{text-align:right;font-variant-numeric:tabular-nums}figure{margin:1.5rem 0}figcaption{font-weight:600}"
        + "svg{width:100%;height:auto}svg text{font-size:12px;fill:#495057}figure p{margin:.25rem 0}";

    /// <summary>The whole page.</summary>
    public static string Write(RecommenderResult result, RecommenderSettings settings)
    {
        var page = new StringBuilder();
        page.AppendLine("<!DOCTYPE html>").AppendLine("<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Gyre: the recommender demo</title>");
        page.AppendLine(CultureInfo.InvariantCulture, $"<style>{Style}</style></head><body>");
        page.AppendLine("<h1>A recommender that learned from its own decisions</h1>");
        page.AppendLine(
            CultureInfo.InvariantCulture,
            $"<p>Environment <code>{Escape(settings.Environment)}</code>, policy <code>{Escape(settings.Policy)}</code>, seed {settings.Seed}.</p>");
        WriteFigures(page, result);
        WritePlots(page, result);
        WriteBooks(page, result);
        WritePromotions(page, result);
        return page.AppendLine("</body></html>").ToString();
    }

    private static void WriteFigures(StringBuilder page, RecommenderResult result)
    {
        page.AppendLine("<table>");
        Row(page, "Rounds", Text(result.Rounds.Count));
        Row(page, "Decisions", Text(result.Books.Decisions));
        Row(page, "Served policy without exploring, at the start", Shown.Number(result.FirstGreedyValue));
        Row(page, "Served policy without exploring, at the end", Shown.Number(result.GreedyValue));
        Row(page, "Optimum", Shown.Number(result.Figures.Optimal));
        Row(page, "Best single arm", Shown.Number(result.Figures.BestFixed));
        Row(page, "Chance", Shown.Number(result.Figures.Uniform));
        Row(page, "Promotions", Text(result.Promotions));
        Row(page, "Refusals", Text(result.Refusals));
        page.AppendLine("</table>");
    }

    private static void WritePlots(StringBuilder page, RecommenderResult result)
    {
        var rounds = result.Rounds;
        IReadOnlyList<double> Level(double value) => [.. rounds.Select(_ => value)];
        new LinePlot(
            "Reward per decision, by round",
            [
                new PlotLine($"average reward, mean of {Smoothed} rounds", "#1c7ed6", Smooth(rounds)),
                new PlotLine("served policy without exploring", "#2f9e44", [.. rounds.Select(static round => round.GreedyValue)]),
                new PlotLine("optimum", "#868e96", Level(result.Figures.Optimal)) { IsDashed = true },
                new PlotLine("best single arm", "#f08c00", Level(result.Figures.BestFixed)) { IsDashed = true },
                new PlotLine("chance", "#e03131", Level(result.Figures.Uniform)) { IsDashed = true },
            ])
        {
            Marks = [.. rounds.Where(static round => round.Verdict == RecommenderVerdict.Promoted).Select(static round => round.Number)],
            MarkName = "promotion",
        }.WriteTo(page);
        new LinePlot("Regret so far, by round", [new PlotLine("regret", "#1c7ed6", [.. rounds.Select(static round => round.Regret)])])
            .WriteTo(page);
    }

    private static IReadOnlyList<double> Smooth(IReadOnlyList<RecommenderRound> rounds) =>
    [
        .. rounds.Select((_, index) => rounds.Skip(Math.Max(0, index - Smoothed + 1)).Take(Math.Min(index + 1, Smoothed))
            .Average(static round => round.AverageReward)),
    ];

    private static void WriteBooks(StringBuilder page, RecommenderResult result)
    {
        var books = result.Books;
        page.AppendLine("<h2>Books</h2>");
        page.AppendLine(books.Balance
            ? "<p>Every decision and every reward is in exactly one place.</p>"
            : "<p><strong>The books do not balance.</strong></p>");
        page.AppendLine("<table><tr><th>Decisions</th><th></th><th>Rewards</th><th></th></tr>");
        void Both(string left, long decisions, string right, long rewards) => page.AppendLine(
            CultureInfo.InvariantCulture, $"<tr><td>{left}</td><td class=\"n\">{decisions}</td><td>{right}</td><td class=\"n\">{rewards}</td></tr>");
        Both("joined", books.Joined, "used", books.Used);
        Both("defaulted", books.Defaulted, "late", books.Late);
        Both("pending", books.Pending, "orphan", books.Orphan);
        Both("all", books.Decisions, "all", books.Rewards);
        page.AppendLine("</table>");
    }

    private static void WritePromotions(StringBuilder page, RecommenderResult result)
    {
        page.AppendLine("<h2>Promotions</h2><table><tr><th>Round</th><th>Version</th><th>Why</th></tr>");
        foreach (var round in result.Rounds.Where(static round => round.Verdict == RecommenderVerdict.Promoted))
        {
            page.AppendLine(
                CultureInfo.InvariantCulture,
                $"<tr><td class=\"n\">{round.Number}</td><td class=\"n\">{round.Version}</td><td>{Escape(round.Sentence ?? "")}</td></tr>");
        }
        page.AppendLine("</table>");
    }

    private static void Row(StringBuilder page, string name, string value) =>
        page.AppendLine(CultureInfo.InvariantCulture, $"<tr><td>{name}</td><td class=\"n\">{value}</td></tr>");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
