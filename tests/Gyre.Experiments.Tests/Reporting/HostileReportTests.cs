using System.Xml.Linq;

namespace Gyre.Experiments.Tests.Reporting;

public sealed class HostileReportTests
{
    private const string Hostile =
        "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;\"'|`*_\n# x\u0000\uD800\u202E[a](javascript:b)]]>";

    private static ExperimentResults Results()
    {
        var results = ResultSamples.Continual();
        return results with
        {
            Name = Hostile,
            Description = Hostile,
            PlanDigest = Hostile,
            Datasets = [new ResultDataset(Hostile) { Version = Hostile, Digest = Hostile }],
            Trials =
            [
                .. results.Trials.Select(trial => new ResultTrial(Hostile + trial.Name)
                {
                    Model = Hostile, Strategy = Hostile, Description = Hostile,
                }),
            ],
            Outcomes =
            [
                .. results.Outcomes.Select(outcome => new TrialResults(Hostile + outcome.Trial, Hostile)
                {
                    Error = Hostile + "\n```\n</pre>" + string.Join('\n', Enumerable.Range(0, 1000)),
                    Runs =
                    [
                        .. outcome.Runs.Select(run => run with
                        {
                            Matrices = [.. run.Matrices.Select(matrix => matrix with { Metric = Hostile })],
                            Experiences = [.. run.Experiences.Select(experience => experience with
                            {
                                Metrics = experience.Metrics.Add(Hostile, double.NaN),
                                Curves = [.. experience.Curves.Select(curve => new ResultCurve(
                                    Hostile, [.. curve.Points, new ResultPoint(9, double.PositiveInfinity)]))],
                            })],
                        }),
                        new ResultRun(9) { State = ResultState.Failed, Error = Hostile },
                    ],
                }),
            ],
        };
    }

    [Fact]
    public void A_page_is_well_formed_and_harmless()
    {
        var page = ExperimentReports.ToHtml(Results());
        // All of the page is XML too, except for its first line.
        var root = XDocument.Parse(page[(page.IndexOf('\n', StringComparison.Ordinal) + 1)..]).Root!;
        string[] allowed =
        [
            "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "ul", "li", "div", "table", "thead", "tbody", "tr", "th",
            "td",
            "details", "summary", "figure", "figcaption", "pre", "svg", "desc", "text", "path", "rect", "circle", "polyline", "polygon",
        ];
        root.DescendantsAndSelf().Select(element => element.Name.LocalName).Distinct().Except(allowed).ShouldBeEmpty();
        root.DescendantsAndSelf().Attributes().Select(attribute => attribute.Name.LocalName)
            .ShouldNotContain(name =>
                name.StartsWith("on", StringComparison.Ordinal) || name == "href" || name == "src" || name == "style");
    }

    [Fact]
    public void A_page_asks_for_nothing_from_outside()
    {
        var page = ExperimentReports.ToHtml(ResultSamples.Continual());
        page.ShouldContain("default-src 'none'; style-src 'unsafe-inline'");
        page.ShouldNotContain("http:");
        page.ShouldNotContain("https:");
        page.ShouldNotContain("url(");
        page.ShouldNotContain("<script");
    }

    [Fact]
    public void Markdown_has_no_markup_from_outside()
    {
        var lines = ExperimentReports.ToMarkdown(Results()).Split('\n');
        // Outside of fences every angle bracket and square bracket is escaped, and no table row has a cell too many.
        var (fence, titles) = ("", new List<string>());
        foreach (var line in lines)
        {
            if (fence.Length > 0)
                fence = line == fence ? "" : fence;
            else if (line.StartsWith("```", StringComparison.Ordinal))
                fence = line[..^"text".Length];
            else if (line.StartsWith("# ", StringComparison.Ordinal))
                titles.Add(line);
            if (fence.Length == 0 && !line.StartsWith("```", StringComparison.Ordinal))
                line.ShouldNotMatch(@"(?<!\\)(\\\\)*[<\[`]");
        }
        fence.ShouldBeEmpty();
        titles.ShouldHaveSingleItem();
        lines.Length.ShouldBeLessThan(600);
    }
}
