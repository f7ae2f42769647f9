using System.Globalization;
using Gyre.Core;

namespace Gyre.Serving.Models;

/// <summary>Where a row stands in a request; a text only when something is wrong with it.</summary>
/// <param name="List">The list of rows.</param>
/// <param name="Row">Its index there.</param>
/// <param name="Index">Index of the input in the row, where it is given in order.</param>
/// <param name="Name">Name of the input in the row, where it is given by name.</param>
internal readonly record struct RowPlace(string List, int Row, int? Index = null, string? Name = null)
{
    public override string ToString()
    {
        var row = string.Create(CultureInfo.InvariantCulture, $"{List}/{Row}");
        return Index is { } index ? string.Create(CultureInfo.InvariantCulture, $"{row}/{index}") : Name is null ? row : $"{row}/{Name}";
    }
}

/// <summary>Takes the values of one input row by row. Lengths that the model leaves open are those of the first row.</summary>
internal sealed class TensorFiller(InputField field)
{
    private const int MostValues = 10_000_000;

    private readonly long[] _shape = [.. field.RowShape];
    private readonly int[] _at = new int[field.RowShape.Length];
    private readonly List<double> _numbers = [];
    private readonly List<long> _wholes = [];
    private readonly List<string> _texts = [];
    private RowPlace _place;
    private int _count;

    /// <exception cref="InvalidInputException">The row does not fit.</exception>
    public void Add(Value row, RowPlace place)
    {
        _place = place;
        // Many models have columns of length 1, and few people write [x] for them; some send [x] for a single number.
        var value = (row, field.RowShape.Length) switch
        {
            (not ListValue, 1) when _shape[0] is 1 or -1 => new ListValue([row]),
            (ListValue { Items: [var single] }, 0) => single,
            _ => row,
        };
        Add(value, 0);
    }

    public Tensor Finish(int rows) => new()
    {
        Name = field.Name,
        Type = field.Type,
        Shape = [rows, .. _shape],
        Numbers = [.. _numbers],
        Wholes = [.. _wholes],
        Texts = [.. _texts],
    };

    private void Add(Value value, int dimension)
    {
        if (dimension == _shape.Length)
        {
            AddSingle(value);
            return;
        }
        if (value is not ListValue { Items: var items })
            throw Refuse("predict.shape", dimension, "There is a single value instead of a list.", Wanted());
        if (_shape[dimension] < 0)
            _shape[dimension] = items.Length;
        if (items.Length != _shape[dimension])
            throw Refuse("predict.shape", dimension, $"There are {items.Length} values instead of {_shape[dimension]}.", Wanted());
        for (var i = 0; i < items.Length; i++)
        {
            _at[dimension] = i;
            Add(items[i], dimension + 1);
        }
    }

    private void AddSingle(Value value)
    {
        if (++_count > MostValues)
            throw Refuse("predict.size", _shape.Length, $"The input has more than {MostValues} values.", "Send fewer rows at a time.");
        switch (field.Type, value)
        {
            case (TensorType.Text, TextValue text):
                _texts.Add(text.Text);
                break;
            case (TensorType.Whole, IntegerValue { Number: var number }) when number >= long.MinValue && number <= long.MaxValue:
                _wholes.Add((long)number);
                break;
            case (TensorType.Whole, FloatValue { Number: var number }) when number == Math.Floor(number) && Math.Abs(number) <= 1L << 53:
                _wholes.Add((long)number);
                break;
            case (TensorType.Flag or TensorType.Number, BooleanValue flag):
                _numbers.Add(flag.Flag ? 1 : 0);
                break;
            case (TensorType.Number, _) when value.TryGetNumber(out var number) && double.IsFinite(number):
                _numbers.Add(number);
                break;
            default:
                throw Refuse("predict.value", _shape.Length, $"The value is no {Word()}.", $"Send a {Word()}.");
        }
    }

    private InvalidInputException Refuse(string code, int depth, string message, string remedy)
    {
        var path = _place.ToString();
        for (var i = 0; i < depth; i++)
            path = string.Create(CultureInfo.InvariantCulture, $"{path}/{_at[i]}");
        return Refusals.Of(code, path, message, remedy);
    }

    private string Wanted()
    {
        var lengths = field.RowShape.Select(static length => length < 0 ? "any" : $"{length}");
        return $"Send a list of the shape [{string.Join(", ", lengths)}] for each row of '{field.Name}'.";
    }

    private string Word() => field.Type switch
    {
        TensorType.Text => "text",
        TensorType.Whole => "whole number",
        TensorType.Flag => "boolean",
        _ => "finite number",
    };
}
