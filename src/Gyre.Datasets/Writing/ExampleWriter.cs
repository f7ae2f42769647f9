using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Datasets.Values;

namespace Gyre.Datasets.Writing;

/// <summary>Writes examples to one file. Every value is read back before it is written, so that a reader finds what was given.</summary>
internal abstract class ExampleWriter(DatasetSchema schema) : IAsyncDisposable
{
    private long _rows;

    // No element has an upper-case letter in its name.
    private static readonly string[] IdColumns = ["id", "example_id", "ID"];

    /// <summary>Name of the column with the identifier.</summary>
    protected string IdColumn { get; } = IdColumns.First(name => schema.Elements.All(element => element.Name != name));

    /// <summary>The elements that have columns: of those with one name the first.</summary>
    protected ImmutableArray<int> Columns { get; } =
        [.. schema.Elements.Index().DistinctBy(static pair => pair.Item.Name).Select(static pair => pair.Index)];

    /// <summary>What the examples look like.</summary>
    protected DatasetSchema Schema { get; } = schema;

    /// <summary>Writes one example.</summary>
    /// <exception cref="InvalidInputException">It does not fit the schema, or has no text that reads back as it is.</exception>
    public ValueTask AddAsync(DatasetExample example, CancellationToken cancellationToken)
    {
        _rows++;
        if (example.Values.Length != Schema.Elements.Length)
            throw Refuse(
                "dataset.write.values",
                $"The example has {example.Values.Length} values, but the schema has {Schema.Elements.Length} elements.", null);
        var texts = new string[Columns.Length];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = Checked(Schema.Elements[Columns[i]], example.Values[Columns[i]]);
        return WriteAsync(example, texts, cancellationToken);
    }

    /// <summary>Writes what is not written yet.</summary>
    public abstract ValueTask CompleteAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <summary>Writes an example.</summary>
    /// <param name="example">It has a value per element.</param>
    /// <param name="texts">Its texts, one per column.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    protected abstract ValueTask WriteAsync(DatasetExample example, string[] texts, CancellationToken cancellationToken);

    /// <summary>An error about the present example.</summary>
    protected InvalidInputException Refuse(string code, string message, string? element)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"row {_rows}{(element is null ? "" : $", {element}")}");
        return new([new Diagnostic(Severity.Error, code, message) { Path = place }]);
    }

    private string Checked(DatasetElement element, Value? value)
    {
        if (value is null ? element.IsRequired : value.IsNull && !element.IsNullable)
            throw Refuse(
                "dataset.write.required", $"Element \"{element.Name}\" {(value is null ? "is required" : "is not nullable")}.",
                element.Name);
        var text = ElementValue.TextOf(value);
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!ElementValue.TryRead(element, bytes, out var read) || read is null != value is null || read?.IsNull != value?.IsNull)
        {
            throw Refuse(
                "dataset.write.value", $"\"{CellText.Shown(bytes)}\" cannot be written as a value of element \"{element.Name}\".",
                element.Name);
        }
        return text;
    }
}
