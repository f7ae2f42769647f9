using System.Xml.Linq;

namespace Gyre.Experiments.Tests.Reporting;

public sealed class ReportPageTests
{
    [Fact]
    public void A_page_has_what_was_added_in_order()
    {
        var page = new ReportPage("a <title>").AddParagraph("Text & more.").AddHeading("Part")
            .AddTable(["name", "number"], [["<b>", "1.5"]])
            .AddLines("lines", "round", "reward", [new ReportLine("first", [1, 2, double.NaN, 4, 5])], [2]).ToHtml();
        var main = XDocument.Parse(page[(page.IndexOf('\n', StringComparison.Ordinal) + 1)..]).Descendants("main").Single();
        main.Elements().Select(element => element.Name.LocalName).ShouldBe(["h1", "p", "h2", "div", "div"]);
        main.Element("h1")!.Value.ShouldBe("a <title>");
        main.Descendants("td").Select(cell => (cell.Value, cell.Attribute("class")?.Value)).ShouldBe([("<b>", null), ("1.5", "n")]);
        main.Descendants("polyline").Count().ShouldBe(2);
    }

    [Fact]
    public void A_row_of_another_length_is_refused() =>
        Should.Throw<ArgumentException>(() => new ReportPage("t").AddTable(["a"], [["1", "2"]])).Message
            .ShouldContain("2 cells for 1 columns");
}
