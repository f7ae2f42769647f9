using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;

namespace Gyre.Serving.Models;

/// <summary>Makes tensors of a request. Pure; what does not fit is refused with its place.</summary>
internal static class InputRows
{
    /// <exception cref="InvalidInputException">The request does not fit the fields.</exception>
    public static ImmutableArray<Tensor> Read(PredictionRequest request, ImmutableArray<InputField> fields)
    {
        var tensors = (request.Instances, request.Inputs) switch
        {
            ({ } rows, null) => OfRows(rows, fields),
            (null, { } inputs) => OfInputs(inputs, fields),
            _ => throw Refusals.Of(
                "predict.form", "", "The request needs either 'instances' or 'inputs'.",
                "Send rows as 'instances', or inputs by name as 'inputs'."),
        };
        foreach (var (tensor, field) in tensors.Zip(fields))
        {
            if (field.FixedRows is { } count && tensor.Rows != count)
                throw Refusals.Of(
                    "predict.rows", "", $"The model takes exactly {count} rows at a time, not {tensor.Rows}.",
                    "Send that many, or export it for any number.");
        }
        return tensors;
    }

    private static ImmutableArray<Tensor> OfRows(ListValue rows, ImmutableArray<InputField> fields)
    {
        CheckRows("instances", rows.Items.Length);
        var fillers = fields.Select(static field => new TensorFiller(field)).ToArray();
        for (var i = 0; i < rows.Items.Length; i++)
            AddRow(rows.Items[i], i, fields, fillers);
        return [.. fillers.Select(filler => filler.Finish(rows.Items.Length))];
    }

    private static void AddRow(Value row, int index, ImmutableArray<InputField> fields, TensorFiller[] fillers)
    {
        if (row is MapValue map)
        {
            CheckNames(map, new RowPlace("instances", index).ToString(), fields);
            for (var i = 0; i < fields.Length; i++)
                fillers[i].Add(map.Find(fields[i].Name)!, new RowPlace("instances", index, Name: fields[i].Name));
        }
        else if (fields.Length == 1)
            fillers[0].Add(row, new RowPlace("instances", index));
        else if (row is ListValue { Items: var items } && items.Length == fields.Length)
        {
            for (var i = 0; i < fields.Length; i++)
                fillers[i].Add(items[i], new RowPlace("instances", index, i));
        }
        else
        {
            var given = row is ListValue list
                ? string.Create(CultureInfo.InvariantCulture, $"{list.Items.Length} values") : "a single value";
            throw Refusals.Of(
                "predict.row", new RowPlace("instances", index).ToString(),
                $"The row has {given}, but the model has {fields.Length} inputs.", "Send one value for each input, in order or by name.");
        }
    }

    private static ImmutableArray<Tensor> OfInputs(Value inputs, ImmutableArray<InputField> fields)
    {
        if (inputs is not MapValue map)
        {
            if (fields.Length != 1)
                throw Refusals.Of("predict.inputs", "inputs", $"The model has {fields.Length} inputs.",
                    $"Send a map with {NamesOf(fields)}.");
            map = new MapValue([KeyValuePair.Create(fields[0].Name, inputs)]);
        }
        CheckNames(map, "inputs", fields);
        var tensors = ImmutableArray.CreateBuilder<Tensor>(fields.Length);
        foreach (var field in fields)
        {
            var path = $"inputs/{field.Name}";
            if (map.Find(field.Name) is not ListValue { Items: var rows })
                throw Refusals.Of("predict.input", path, "The input is no list.", "Send a list with one entry for each row.");
            CheckRows(path, rows.Length);
            if (tensors.Count > 0 && tensors[0].Rows != rows.Length)
                throw Refusals.Of(
                    "predict.rows", path, $"The input has {rows.Length} rows, but '{fields[0].Name}' has {tensors[0].Rows}.",
                    "Send as many rows in each input.");
            var filler = new TensorFiller(field);
            for (var i = 0; i < rows.Length; i++)
                filler.Add(rows[i], new RowPlace(path, i));
            tensors.Add(filler.Finish(rows.Length));
        }
        return tensors.MoveToImmutable();
    }

    private static void CheckRows(string path, int rows)
    {
        if (rows is 0 or > PredictionRequest.MaxRows)
            throw Refusals.Of(
                "predict.rows", path, $"There are {rows} rows.", $"Send 1 to {PredictionRequest.MaxRows} rows at a time.");
    }

    private static void CheckNames(MapValue map, string path, ImmutableArray<InputField> fields)
    {
        if (fields.FirstOrDefault(field => map.Find(field.Name) is null) is { } missing)
            throw Refusals.Of("predict.input-missing", path, $"The input '{missing.Name}' is missing.", $"Send {NamesOf(fields)}.");
        if (map.Entries.Length != fields.Length)
        {
            var extra = map.Entries.Select(static entry => entry.Key).First(name => fields.All(field => field.Name != name));
            var shown = extra.Length <= 100 ? extra : extra[..100] + "...";
            throw Refusals.Of("predict.input-unknown", path, $"The model has no input '{shown}'.", $"Send {NamesOf(fields)}.");
        }
    }

    private static string NamesOf(ImmutableArray<InputField> fields)
    {
        const int Shown = 10;
        var names = string.Join(", ", fields.Take(Shown).Select(static field => $"'{field.Name}'"));
        return fields.Length <= Shown ? names : $"{names} and {fields.Length - Shown} more";
    }
}
