using Gyre.Core;
using Gyre.Testing;

namespace Gyre.Datasets.Tests.Queries;

/// <summary>The recorded queries: what each finds, in which order, and which are refused.</summary>
internal static class RecordedQueries
{
    private static readonly string Folder = ConformanceData.Folder("labeling/dql");

    public static DocumentSet Documents { get; } =
        new(Load(Path.Join(Folder, "items.json")), Load(Path.Join(Folder, "annotations.json")));

    /// <summary>What an evaluator does otherwise.</summary>
    public static List<string> Wrong(Func<DocumentQuery, QueryPage> evaluator) =>
    [
        .. Load(Path.Join(Folder, "cases.json")).Select(one => (Id: one.Find("id")!.ToString(), Failure: Check(one, evaluator)))
            .Where(static pair => pair.Failure is not null)
            .Select(static pair => $"{pair.Id}: {pair.Failure}"),
    ];

    private static List<MapValue> Load(string path) =>
        [.. ((ListValue)ValueJson.Parse(File.ReadAllBytes(path))).Items.Cast<MapValue>()];

    private static string? Check(MapValue recorded, Func<DocumentQuery, QueryPage> evaluator)
    {
        var expect = (MapValue)recorded.Find("expect")!;
        QueryPage page;
        try
        {
            page = evaluator(DocumentQueries.Read(recorded.Find("query")!));
        }
        catch (InvalidInputException refusal)
        {
            return expect.Find("error") is null ? refusal.Message : null;
        }
        if (expect.Find("error") is not null)
            return "It was not refused.";
        var ids = page.Documents.Select(static one => one.Find("id")!.ToString()).ToList();
        return Differs(expect, "orderedIds", ids) ?? Differs(expect, "ids", ids.Order(StringComparer.Ordinal))
            ?? Differs(expect, "total", page.Total) ?? Differs(expect, "pages", page.Pages)
            ?? (expect.Find("hasNextPage") is { } next && next != Value.Of(page.HasNextPage) ? "There is another page, or none." : null);
    }

    private static string? Differs(MapValue expect, string field, IEnumerable<string> found)
    {
        if (expect.Find(field) is not ListValue list)
            return null;
        var wanted = list.Items.Select(static id => id.ToString());
        if (field == "ids")
            wanted = wanted.Order(StringComparer.Ordinal);
        var (expected, actual) = (string.Join(' ', wanted), string.Join(' ', found));
        return expected == actual ? null : $"expected {expected}, found {actual}";
    }

    private static string? Differs(MapValue expect, string field, int found) =>
        expect.Find(field) is { } wanted && wanted != Value.Of((long)found) ? $"'{field}' is {found} and not {wanted}" : null;
}
