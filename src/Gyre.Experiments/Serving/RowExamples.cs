using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Experiments.Serving;

/// <summary>Makes examples of rows of a request. Pure; what does not fit is refused with its place.</summary>
internal sealed class RowExamples(DatasetSchema schema)
{
    private const string Id = "id";
    private const int MostShown = 100;

    private readonly ImmutableArray<DatasetElement> _inputs = [.. schema.Inputs];
    private readonly HashSet<string> _known = [Id, .. schema.Elements.Select(static element => element.Name)];

    public TrialRows Of(ListValue rows) => new(schema, [.. rows.Items.Select((row, index) => Of(row, index))]);

    private DatasetExample Of(Value row, int index)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"instances/{index}");
        var map = row switch
        {
            MapValue named => named,
            ListValue { Items: var items } when items.Length == _inputs.Length =>
                new MapValue([.. _inputs.Zip(items, static (input, item) => KeyValuePair.Create(input.Name, item))]),
            _ => throw Refuse(place, "The row is no object, and no list with a value for each input.", Wanted()),
        };
        if (map.Entries.Select(static entry => entry.Key).FirstOrDefault(name => !_known.Contains(name)) is { } unknown)
            throw Refuse(place, $"The dataset has no element '{Short(unknown)}'.", Wanted());
        var values = schema.Elements.Select(element => element.Role == ElementRole.Input ? Of(element, map, place) : Value.Null);
        return new DatasetExample(GuidIds.FromNames("row", place), [.. values]) { Index = index };
    }

    private static Value? Of(DatasetElement element, MapValue row, string place)
    {
        // A file cannot be in a request; models that look at one are not served.
        if (element.IsFile)
            return null;
        if (row.Find(element.Name) is not { } given)
            return element.IsRequired ? throw Refuse(place, $"The input '{element.Name}' is missing.", "Add it.") : null;
        var path = $"{place}/{element.Name}";
        if (!DatasetValues.TryRead(element, Whole(element, given), out var value))
            throw Refuse(path, $"'{Short(given.ToString())}' is not of the type {Word(element)}.",
                $"Send a value of the type {Word(element)}.");
        return value switch
        {
            null when element.IsRequired => throw Refuse(path, "The value is empty.", $"Send a value of the type {Word(element)}."),
            NullValue when !element.IsNullable && element.IsRequired =>
                throw Refuse(path, "The value is null.", $"Send a value of the type {Word(element)}."),
            _ => value,
        };
    }

    /// <summary>Data frames send whole numbers as 3.0 once a column had a gap.</summary>
    private static Value Whole(DatasetElement element, Value given) =>
        element.Type == ElementType.Integer && given.TryGetNumber(out var number) && number == Math.Truncate(number)
            && Math.Abs(number) < 1L << 53
            ? Value.Of((long)number)
            : given;

    private string Wanted() => $"Send an object with {string.Join(", ", _inputs.Take(10).Select(static input => $"'{input.Name}'"))}"
        + (_inputs.Length > 10 ? $" and {_inputs.Length - 10} more." : ".");

    private static string Word(DatasetElement element) =>
        KebabCase.Of(element.Type) + (element.MultiValue == MultiValue.None ? "" : ", or a list of them");

    private static string Short(string text) => text.Length <= MostShown ? text : text[..MostShown] + "...";

    private static InvalidInputException Refuse(string path, string message, string remedy) =>
        new([new Diagnostic(Severity.Error, "predict.row", message) { Path = path, Remedy = remedy }]);
}
