namespace Gyre.Learning.Splitting;

/// <summary>Turns "is this row in the test?" into two lists of rows.</summary>
internal static class Sides
{
    public static IndexSplit Of(bool[] isTest)
    {
        var rows = Enumerable.Range(0, isTest.Length);
        return new IndexSplit([.. rows.Where(row => !isTest[row])], [.. rows.Where(row => isTest[row])], []);
    }
}
