using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Features;

namespace Gyre.Experiments.Transforms;

/// <summary>
/// Brings numbers to a common size: (x - offset) / divisor, both learned for each input from the finite numbers of the training examples.
/// Missing values stay missing. An input that is the same number everywhere becomes 0.
/// </summary>
internal sealed class InputScaling : RowTransform
{
    /// <summary>Mean 0 and population deviation 1.</summary>
    public const string Standard = "standard-scaler";

    /// <summary>From 0 to 1; numbers outside what was seen in training go beyond.</summary>
    public const string MinMax = "min-max";

    private readonly ChosenInputs _inputs;
    private ImmutableArray<(string Name, double Offset, double Divisor)> _learned = [];

    public InputScaling(string kind, TrialContext context)
    {
        Kind = kind;
        _inputs = ChosenInputs.Read(context, "a number", static element => element.Type is ElementType.Integer or ElementType.Float);
    }

    protected override string Kind { get; }

    protected override void Fit(TrialRows training)
    {
        var learned = from input in _inputs.In(training.Schema)
                      let numbers = NumbersOf(training, input.Column, input.Element)
                      let scale = Kind == Standard ? StandardOf(numbers) : RangeOf(numbers)
                      select (input.Element.Name, scale.Offset, scale.Divisor);
        _learned = [.. learned];
    }

    protected override TrialRows Apply(TrialRows rows)
    {
        var replacements = new Dictionary<int, Replacement>();
        foreach (var (name, offset, divisor) in _learned)
        {
            var (column, element) = ChosenInputs.Find(rows.Schema, name);
            replacements[column] = new Replacement(
                [element with { Type = ElementType.Float }], value => ExampleValues.Of(Scaled(value, offset, divisor)));
        }
        return Replacement.In(rows, replacements);
    }

    protected override IEnumerable<(string Name, Value Value)> Save() =>
    [
        ("features", Value.Of(_learned.Select(static feature => MapReader.MapOf(
            ("name", Value.Of(feature.Name)), ("offset", Value.Of(feature.Offset)), ("divisor", Value.Of(feature.Divisor)))))),
    ];

    protected override void Load(MapReader state) => _learned =
    [
        .. state.Maps("features").Select(static feature => (
            feature.Text("name"), feature.Numbers("offset")[0],
            feature.Numbers("divisor", "must be a finite number other than 0", static n => n != 0)[0])),
    ];

    private static List<double> NumbersOf(TrialRows training, int column, DatasetElement element)
    {
        var numbers = from example in training.Examples
                      let value = example.Values[column]
                      where !EncodedElement.IsMissing(value)
                      from item in ElementFeatures.ItemsOf(value)
                      select ElementNumbers.Of(item, new ExamplePlace(example, element, training.FilesFolder));
        return [.. numbers.OfType<double>()];
    }

    private static (double Offset, double Divisor) StandardOf(List<double> numbers)
    {
        var columns = NumberColumns.Fit(numbers.ConvertAll(static number => new double?[] { number }), 1, "standard");
        return (columns.Scaling.Offset[0], columns.Scaling.Scale[0]);
    }

    private static (double Offset, double Divisor) RangeOf(List<double> numbers)
    {
        if (numbers.Count == 0)
            return (0, 1);
        var (min, max) = (numbers.Min(), numbers.Max());
        return (min, max > min ? max - min : 1);
    }

    private static Value? Scaled(Value? value, double offset, double divisor) => value switch
    {
        ListValue list => Value.Of(list.Items.Select(item => Scaled(item, offset, divisor)!)),
        not null when value.TryGetNumber(out var number) => Value.Of((number - offset) / divisor),
        _ => value,
    };
}
