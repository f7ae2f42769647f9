using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Features;

namespace Gyre.Experiments.Transforms;

/// <summary>
/// Fills in missing values (none, null, and numbers that are not finite) of inputs with one value: the mean, the median or the most
/// frequent of the training examples, or a constant. Means and medians make floats of integers.
/// </summary>
internal sealed class Imputation : RowTransform
{
    public const string Name = "impute";
    private const string Constant = "constant";
    private const string MostFrequent = "most-frequent";

    private readonly string _strategy;
    private readonly Value? _constant;
    private readonly ChosenInputs _inputs;
    private ImmutableArray<(string Input, Value Filling)> _learned = [];

    public Imputation(TrialContext context)
    {
        var parameters = MapReader.OfParameters(context.Parameters);
        _strategy = parameters.Word("strategy", "mean", "mean", "median", MostFrequent, "most_frequent", Constant).Replace('_', '-');
        _constant = _strategy == Constant ? ConstantIn(parameters) : null;
        var what = _strategy switch
        {
            Constant => "an input of one value that 'fill_value' fits",
            MostFrequent => "an input of one value that is no file",
            _ => "a number",
        };
        _inputs = ChosenInputs.Read(context, what, IsFit);
    }

    protected override string Kind => Name;

    protected override void Fit(TrialRows training) =>
        _learned = [.. _inputs.In(training.Schema).Select(input => (input.Element.Name, FillingOf(training, input.Column, input.Element)))];

    protected override TrialRows Apply(TrialRows rows)
    {
        var replacements = new Dictionary<int, Replacement>();
        foreach (var (name, filling) in _learned)
        {
            var (column, element) = ChosenInputs.Find(rows.Schema, name);
            var isFloat = filling is FloatValue && element.Type == ElementType.Integer;
            var filled = element with { Type = isFloat ? ElementType.Float : element.Type, IsRequired = true, IsNullable = false };
            replacements[column] = new Replacement([filled], value => ExampleValues.Of(Filled(value, filling, isFloat)));
        }
        return Replacement.In(rows, replacements);
    }

    protected override IEnumerable<(string Name, Value Value)> Save() =>
    [
        ("features", Value.Of(_learned.Select(static input => MapReader.MapOf(("name", Value.Of(input.Input)), ("value", input.Filling))))),
    ];

    protected override void Load(MapReader state) => _learned =
    [
        .. state.Maps("features").Select(static input =>
            (input.Text("name"), input.Find("value") is { } value and not (ListValue or MapValue) ? value
                : throw input.Refuse("value", "must be one value"))),
    ];

    private static Value ConstantIn(MapReader parameters) => parameters.Find("fill_value") switch
    {
        IntegerValue or TextValue or BooleanValue => parameters.Find("fill_value")!,
        FloatValue real when double.IsFinite(real.Number) => real,
        _ => throw parameters.Refuse("fill_value", "must be a number, a text or a truth value with the strategy 'constant'"),
    };

    private bool IsFit(DatasetElement element) => element.MultiValue == MultiValue.None && _strategy switch
    {
        Constant => FitsConstant(element.Type),
        MostFrequent => !element.IsFile && element.Type != ElementType.Shape,
        _ => element.Type is ElementType.Integer or ElementType.Float,
    };

    private bool FitsConstant(ElementType type) => _constant switch
    {
        BooleanValue => type == ElementType.Boolean,
        TextValue => type is ElementType.Text or ElementType.Category,
        _ => type is ElementType.Integer or ElementType.Float,
    };

    private Value FillingOf(TrialRows training, int column, DatasetElement element)
    {
        if (_constant is not null)
            return _constant is IntegerValue whole && element.Type == ElementType.Float ? Value.Of((double)whole.Number) : _constant;
        var values = training.Examples.Select(example => example.Values[column]).Where(static value => !EncodedElement.IsMissing(value))
            .ToList();
        if (values.Count == 0)
        {
            throw new InvalidInputException(
                "experiment.transform.empty", $"The input \"{element.Name}\" has no value in the training examples.",
                "Leave it out, or use the strategy 'constant'.");
        }
        return _strategy == MostFrequent ? MostFrequentOf(values) : Value.Of(MiddleOf(values));
    }

    /// <summary>Of equally frequent ones the one that comes first.</summary>
    private static Value MostFrequentOf(List<Value?> values) =>
        values.GroupBy(static value => value!).MaxBy(static group => group.Count())!.Key;

    private double MiddleOf(List<Value?> values)
    {
        var numbers = values.ConvertAll(static value =>
            value!.TryGetNumber(out var number) ? Math.Clamp(number, -ElementNumbers.Largest, ElementNumbers.Largest) : 0);
        if (_strategy == "mean")
            return numbers.Sum() / numbers.Count;
        numbers.Sort();
        var half = numbers.Count / 2;
        return numbers.Count % 2 == 1 ? numbers[half] : (numbers[half - 1] + numbers[half]) / 2;
    }

    private static Value? Filled(Value? value, Value filling, bool isFloat)
    {
        if (EncodedElement.IsMissing(value))
            return filling;
        return isFloat && value!.TryGetNumber(out var number) ? Value.Of(number) : value;
    }
}
