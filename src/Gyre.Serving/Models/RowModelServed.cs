using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Serving.Models;

/// <summary>A model of a form that another module knows. What is asked by inputs becomes rows, and their answers columns.</summary>
internal sealed class RowModelServed(IRowModel model) : IServedModel
{
    public string Kind => model.Kind;

    public ImmutableArray<ModelField> Inputs => model.Inputs;

    public ImmutableArray<ModelField> Outputs => model.Outputs;

    public async Task<ModelAnswer> PredictAsync(PredictionRequest request, CancellationToken cancellationToken)
    {
        var rows = (request.Instances, request.Inputs) switch
        {
            ({ } instances, null) => instances,
            (null, MapValue { Entries.IsEmpty: false } inputs) => RowsOf(inputs),
            (null, ListValue inputs) when model.Inputs.Length == 1 => RowsOf(new MapValue([new(model.Inputs[0].Name, inputs)])),
            _ => throw Refusals.Of(
                "predict.form", "", "The request needs either 'instances' or 'inputs'.",
                "Send rows as 'instances', or lists by name as 'inputs'."),
        };
        if (rows.Items.Length is 0 or > PredictionRequest.MaxRows)
            throw Refusals.Of(
                "predict.rows", request.Inputs is null ? "instances" : "inputs", $"There are {rows.Items.Length} rows.",
                $"Send 1 to {PredictionRequest.MaxRows} rows at a time.");
        var answers = await model.PredictAsync(rows, cancellationToken);
        return new ModelAnswer
        {
            Rows = rows.Items.Length,
            Ready = request.Inputs is null
                ? new PredictionAnswer { Version = 0, Predictions = new ListValue(answers) }
                : new PredictionAnswer { Version = 0, Outputs = ColumnsOf(answers) },
        };
    }

    public ValueTask DisposeAsync() => model.DisposeAsync();

    private static ListValue RowsOf(MapValue inputs)
    {
        var columns = inputs.Entries.Select(static entry => entry.Value is ListValue { Items: var rows }
            ? KeyValuePair.Create(entry.Key, rows)
            : throw Refusals.Of(
                "predict.input", $"inputs/{Refusals.Short(entry.Key)}", "The input is no list.",
                "Send a list with one entry for each row."))
            .ToList();
        var count = columns[0].Value.Length;
        if (columns.Find(column => column.Value.Length != count) is { Key: { } other, Value.Length: var length })
            throw Refusals.Of(
                "predict.rows", $"inputs/{Refusals.Short(other)}",
                $"The input has {length} rows, but '{Refusals.Short(columns[0].Key)}' has {count}.", "Send as many rows in each input.");
        return new ListValue([.. Enumerable.Range(0, count).Select(row => new MapValue(
            [.. columns.Select(column => KeyValuePair.Create(column.Key, column.Value[row]))]))]);
    }

    private MapValue ColumnsOf(ImmutableArray<Value> answers) => model.Outputs is [var only]
        ? new MapValue([new(only.Name, new ListValue(answers))])
        : new MapValue([.. model.Outputs.Select(output => KeyValuePair.Create(
            output.Name, Value.Of(answers.Select(answer => (answer as MapValue)?.Find(output.Name) ?? Value.Null))))]);
}
