using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Setup;

namespace Gyre.Experiments.Steps;

/// <summary>Examples as an experience shows them: their numbers in another order, or turned as a picture.</summary>
internal sealed class ShownInputs
{
    private readonly DatasetSchema _schema;
    private readonly InputView _view;
    private readonly ImmutableArray<int> _columns;

    public ShownInputs(DatasetSchema schema, InputView view)
    {
        (_schema, _view) = (schema, view);
        _columns = [.. view.Elements.Select(name => DatasetColumns.IndexOf(schema, name))];
    }

    /// <summary>Inputs that can be shown in another way: those named, or all numbers.</summary>
    /// <exception cref="InvalidInputException">One is not a number, or there is none.</exception>
    public static ImmutableArray<string> ElementsOf(DatasetSchema schema, ImmutableArray<string> names)
    {
        foreach (var name in names)
        {
            if (!IsShown(schema.Elements[DatasetColumns.IndexOf(schema, name)]))
                throw new InvalidInputException(
                    "experiment.view", $"'{name}' of '{schema.Name}' is not an input of numbers, so it cannot be permuted or rotated.",
                    "Name inputs of the types integer and float in 'features'.");
        }
        ImmutableArray<string> shown = names.IsEmpty ? [.. schema.Inputs.Where(IsShown).Select(static input => input.Name)] : names;
        return !shown.IsEmpty ? shown : throw new InvalidInputException(
            "experiment.view", $"The dataset '{schema.Name}' has no input of numbers that could be permuted or rotated.",
            "Use a dataset with inputs of the types integer or float.");
    }

    /// <summary>How many numbers an example has in the elements of the view.</summary>
    public int CountOf(DatasetExample example) => _columns.Sum(column => ItemsOf(example.Values[column]).Length);

    public DatasetExample Show(DatasetExample example)
    {
        ImmutableArray<Value?> numbers = [.. _columns.SelectMany(column => ItemsOf(example.Values[column]))];
        return _view.Order.IsEmpty ? With(example, Turned(numbers, example)) : With(example, Ordered(numbers, example));
    }

    private static bool IsShown(DatasetElement element) =>
        element.Role == ElementRole.Input && element.Type is ElementType.Integer or ElementType.Float;

    private static ImmutableArray<Value?> ItemsOf(Value? value) => value is ListValue list ? [.. list.Items] : [value];

    private ImmutableArray<Value?> Ordered(ImmutableArray<Value?> numbers, DatasetExample example) => numbers.Length == _view.Order.Length
        ? [.. _view.Order.Select(place => numbers[place])]
        : throw Refuse(example, $"has {numbers.Length} numbers instead of {_view.Order.Length}");

    /// <summary>
    /// Each place takes the mean of the four numbers around the place that it shows, by distance; outside there are zeros.
    /// </summary>
    private ImmutableArray<Value?> Turned(ImmutableArray<Value?> numbers, DatasetExample example)
    {
        var (width, height) = (_view.Width, numbers.Length / _view.Width);
        if (width * height != numbers.Length)
            throw Refuse(example, $"has {numbers.Length} numbers, which are not rows of {width}");
        double[] pixels = [.. numbers.Select(number => NumberOf(number, example))];
        var (sine, cosine) = double.SinCosPi(_view.Degrees / 180);
        var turned = ImmutableArray.CreateBuilder<Value?>(pixels.Length);
        for (var place = 0; place < pixels.Length; place++)
        {
            var (x, y) = ((place % width) - ((width - 1) / 2.0), (place / width) - ((height - 1) / 2.0));
            turned.Add(Value.Of(Between(
                pixels, width, (cosine * x) - (sine * y) + ((width - 1) / 2.0), (sine * x) + (cosine * y) + ((height - 1) / 2.0))));
        }
        return turned.MoveToImmutable();
    }

    private static double Between(double[] pixels, int width, double x, double y)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (right, below) = (x - left, y - top);
        return ((1 - below) * (((1 - right) * At(left, top)) + (right * At(left + 1, top))))
            + (below * (((1 - right) * At(left, top + 1)) + (right * At(left + 1, top + 1))));

        double At(int column, int row) =>
            column >= 0 && column < width && row >= 0 && row < pixels.Length / width ? pixels[(row * width) + column] : 0;
    }

    private double NumberOf(Value? value, DatasetExample example) => value switch
    {
        null or { IsNull: true } => 0,
        BooleanValue => throw Refuse(example, "has a value that is not a number"),
        _ => value.TryGetNumber(out var number) ? number : throw Refuse(example, "has a value that is not a number"),
    };

    private DatasetExample With(DatasetExample example, ImmutableArray<Value?> numbers)
    {
        var values = example.Values.ToBuilder();
        var next = 0;
        foreach (var column in _columns)
        {
            var isWhole = _schema.Elements[column].Type == ElementType.Integer;
            if (values[column] is ListValue list)
            {
                values[column] = new ListValue(
                    [.. numbers.AsSpan(next, list.Items.Length).ToArray().Select(number => Fitting(number, isWhole) ?? Value.Null)]);
                next += list.Items.Length;
            }
            else
                values[column] = Fitting(numbers[next++], isWhole);
        }
        return example with { Values = values.MoveToImmutable() };
    }

    /// <summary>Numbers between those of an integer element become whole.</summary>
    private static Value? Fitting(Value? value, bool isWhole) =>
        isWhole && value is FloatValue { Number: var number } && double.IsFinite(number)
        ? new IntegerValue(new BigInteger(Math.Round(number, MidpointRounding.AwayFromZero)))
        : value;

    private InvalidInputException Refuse(DatasetExample example, string what) => new(
        "experiment.view", string.Create(CultureInfo.InvariantCulture, $"Row {example.Index + 1} of '{_schema.Name}' {what}."),
        "Correct the example, or name other inputs in 'features'.");
}
