using Gyre.Datasets.Rows;
using Gyre.Datasets.Values;

namespace Gyre.Datasets.Checks;

/// <summary>The row that is being looked at; findings about it get its place.</summary>
internal sealed class RowPlace(FindingLog log)
{
    private RowSource? _source;

    /// <summary>Rows so far, the present one included.</summary>
    public long Row { get; private set; }

    /// <summary>Goes to a row.</summary>
    public void Take(RowSource source)
    {
        _source = source;
        Row++;
    }

    public void Error(string code, string message, string? remedy, string? element = null, string? value = null) =>
        log.Error(code, message, remedy, Here(element, value));

    public void Warn(string code, string message, string? remedy, string? element = null, string? value = null) =>
        log.Warn(code, message, remedy, Here(element, value));

    private Place Here(string? element, string? value)
    {
        var id = _source is { Count: > 0 } source ? CellText.Shown(source.Cell(0)) : "";
        return new(_source?.File, element, value, Row, _source?.Line, id.Length > 0 ? id : null);
    }
}
