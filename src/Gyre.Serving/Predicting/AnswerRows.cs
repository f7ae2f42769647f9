using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Serving.Models;

namespace Gyre.Serving.Predicting;

/// <summary>What a model said in the form of the question: rows to rows, and outputs by name to inputs by name. Pure.</summary>
internal static class AnswerRows
{
    /// <exception cref="ModelFailedException">Rows were asked for, and an output has none for each.</exception>
    public static PredictionAnswer Of(ModelAnswer said, bool asRows, long version)
    {
        if (said.Ready is { } ready)
            return ready with { Version = version };
        if (!asRows)
        {
            var outputs = said.Outputs.Select(static output => KeyValuePair.Create(output.Name, output.ToValue()));
            return new PredictionAnswer { Version = version, Outputs = new MapValue([.. outputs]) };
        }
        if (said.Outputs.FirstOrDefault(output => output.Rows != said.Rows) is { } unfit)
            throw new ModelFailedException(
                $"The output '{unfit.Name}' of the model is not one for each row; ask with 'inputs' instead of 'instances'.",
                isTemporary: false);
        var rows = ImmutableArray.CreateBuilder<Value>((int)said.Rows);
        for (var row = 0L; row < said.Rows; row++)
            rows.Add(RowOf(said.Outputs, row));
        return new PredictionAnswer { Version = version, Predictions = new ListValue(rows.MoveToImmutable()) };
    }

    private static Value RowOf(ImmutableArray<Tensor> outputs, long row) => outputs.Length == 1
        ? outputs[0].RowOf(row)
        : new MapValue([.. outputs.Select(output => KeyValuePair.Create(output.Name, output.RowOf(row)))]);
}
