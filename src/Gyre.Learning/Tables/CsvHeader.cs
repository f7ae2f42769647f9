using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning.Tables;

/// <summary>The names in the first record of a CSV file: none empty, none twice.</summary>
internal sealed class CsvHeader
{
    private readonly string _file;
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    private CsvHeader(string file, ImmutableArray<string> names)
    {
        (_file, Names) = (file, names);
        for (var i = 0; i < names.Length; i++)
            _index[names[i]] = i;
    }

    public ImmutableArray<string> Names { get; }

    public static async Task<CsvHeader> ReadAsync(CsvReader csv, string file, CancellationToken cancellationToken)
    {
        if (!await csv.ReadAsync(cancellationToken).ConfigureAwait(false))
            throw new InvalidInputException([new Diagnostic(Severity.Error, "table.empty", "The file is empty.") { File = file, Remedy = "The file must have at least a header row." }]);
        var names = ImmutableArray.CreateBuilder<string>(csv.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < csv.Count; i++)
        {
            var name = csv.Field(i).ToString();
            if (name.Length == 0 || !seen.Add(name))
                throw csv.Refuse("table.header", name.Length == 0 ? "A column has no name." : $"Two columns are named '{name}'.", i);
            names.Add(name);
        }

        return new CsvHeader(file, names.MoveToImmutable());
    }

    /// <summary>Index of a column, or -1.</summary>
    public int Find(string name) => _index.GetValueOrDefault(name, -1);

    /// <summary>Index of a column that must be there.</summary>
    public int Require(string name, string role)
    {
        if (_index.TryGetValue(name, out var index))
            return index;
        var some = string.Join(", ", Names.Take(8)) + (Names.Length > 8 ? ", ..." : "");
        throw new InvalidInputException(
            [new Diagnostic(Severity.Error, "table.column", $"There is no column '{name}', {role}.") { File = _file, Line = 1, Column = 1, Remedy = $"Available columns: {some}." }]);
    }

    /// <summary>Refuses a record with another number of fields than the header.</summary>
    public void CheckWidth(CsvReader csv)
    {
        if (csv.Count != Names.Length)
            throw csv.Refuse(
                "table.width",
                $"The row has {csv.Count} fields, but the header has {Names.Length}.",
                Math.Min(csv.Count, Names.Length) - 1);
    }
}
