using System.Globalization;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Experiments.Tests;

/// <summary>Small examples, column by column.</summary>
internal sealed class SampleRows
{
    private readonly List<DatasetElement> _elements = [];
    private readonly List<Value?[]> _columns = [];

    public SampleRows Input(string name, ElementType type, params Value?[] values) =>
        With(new DatasetElement(name, ElementRole.Input, type), values);

    public SampleRows Lists(string name, ElementType type, params Value?[] values) =>
        With(new DatasetElement(name, ElementRole.Input, type) { MultiValue = MultiValue.Ordered }, values);

    public SampleRows Output(string name, ElementType type, params Value?[] values) =>
        With(new DatasetElement(name, ElementRole.Output, type), values);

    public TrialRows Rows(string filesFolder = "") => new(
        new DatasetSchema("sample", "", [.. _elements]),
        [.. Enumerable.Range(0, _columns.Count == 0 ? 0 : _columns[0].Length).Select(Example)])
    {
        FilesFolder = filesFolder,
    };

    public static Value?[] Numbers(params double?[] numbers) =>
        [.. numbers.Select(static number => number is { } one ? Value.Of(one) : null)];

    public static Value?[] Texts(params string?[] texts) => [.. texts.Select(static text => text is null ? null : Value.Of(text))];

    public static Value?[] Moments(params string[] texts) => [.. texts.Select(static text => new TimestampValue(text))];

    public static Value List(params double[] numbers) => Value.Of(numbers.Select(static number => Value.Of(number)));

    public static Value List(params string[] texts) => Value.Of(texts.Select(static text => Value.Of(text)));

    public static MapValue Map(params (string Name, Value Value)[] entries) =>
        new([.. entries.Select(static entry => KeyValuePair.Create(entry.Name, entry.Value))]);

    private SampleRows With(DatasetElement element, Value?[] values)
    {
        _elements.Add(element);
        _columns.Add(values);
        return this;
    }

    private DatasetExample Example(int row) => new(
        Guid.Parse($"6018366c-f658-47a7-9ed3-{row.ToString("x12", CultureInfo.InvariantCulture)}"),
            [.. _columns.Select(column => column[row])])
    {
        Index = row,
    };
}
