using System.Globalization;
using Gyre.Datasets.Documents;
using Gyre.Storage;

namespace Gyre.Datasets.Search;

/// <summary>The documents of a collection that fulfil a condition: how many, which, and a page of them.</summary>
internal sealed class DocumentSource
{
    private readonly IDbSession _session;
    private readonly SqlParameters _parameters;
    private readonly ConditionText _text;
    private readonly CollectionRow _collection;
    private readonly Condition _condition;
    private readonly DriverChoice _choice;
    private readonly Driver? _driver;

    public DocumentSource(
        IDbSession session, SqlParameters parameters, ConditionText text, CollectionRow collection, Condition condition)
    {
        (_session, _parameters, _text, _collection, _condition) = (session, parameters, text, collection, condition);
        _choice = new DriverChoice(session, parameters, text, collection);
        _driver = _choice.Of(condition);
    }

    public long Count() => _condition is Condition.Opposite not
        ? _collection.Documents - Count(not.Condition, _choice.Of(not.Condition))
        : Count(_condition, _driver);

    public IReadOnlyList<long> Numbers() =>
        _session.Query<long>($"SELECT d.number FROM documents d {Where(_driver)} ORDER BY d.number", _parameters.Values);

    /// <summary>The numbers of a page.</summary>
    /// <param name="order">All of it is known.</param>
    /// <param name="total">Documents there are.</param>
    /// <param name="from">Where the page begins.</param>
    /// <param name="size">At most so many.</param>
    public IReadOnlyList<long> Page(SortText order, long total, long from, int size)
    {
        // Where many documents are meant, the page is soon full: they are asked in order. Else they are found and sorted.
        var asked = (double)(from + size) * _collection.Documents / total;
        var driver = order.HasIndex && asked < total ? null : _driver;
        return _session.Query<long>(
            $"SELECT d.number FROM documents d{order.Joins} {Where(driver)} ORDER BY {order.Columns} "
                + string.Create(CultureInfo.InvariantCulture, $"LIMIT {size} OFFSET {from}"),
            _parameters.Values);
    }

    private long Count(Condition condition, Driver? driver)
    {
        if (condition.IsYes)
            return _collection.Documents;
        var sql = driver switch
        {
            { Rest.IsYes: true, IsOnce: true } => $"SELECT COUNT(*) FROM ({driver.Sql}) c",
            { Rest.IsYes: true } => $"SELECT COUNT(DISTINCT document) FROM ({driver.Sql}) c",
            // Without the row of the document, and without a list of all numbers that the driver gives.
            { IsOnce: true } when driver.Rest.IsOfValues =>
                $"SELECT COUNT(*) FROM (SELECT c.document AS number FROM ({driver.Sql}) c) d WHERE {_text.Of(driver.Rest, "d")}",
            _ => $"SELECT COUNT(*) FROM documents d {Where(condition, driver)}",
        };
        return _session.QuerySingleOrDefault<long>(sql, _parameters.Values);
    }

    private string Where(Driver? driver) => Where(_condition, driver);

    private string Where(Condition condition, Driver? driver) => driver is null
        ? $"WHERE d.collection={_parameters.Add(_collection.Number)} AND {_text.Of(condition, "d")}"
        : $"WHERE d.number IN({driver.Sql}) AND {_text.Of(driver.Rest, "d")}";
}
