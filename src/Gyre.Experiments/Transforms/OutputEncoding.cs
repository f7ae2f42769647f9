using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Features;

namespace Gyre.Experiments.Transforms;

/// <summary>
/// Gives each label of outputs a code, in order of appearance in training, and leaves the examples as they are: models take labels and
/// predict labels, so that predictions and truth are compared in the same words. Its document says the codes.
/// </summary>
internal sealed class OutputEncoding(TrialContext context) : RowTransform
{
    public const string Name = "encode-outputs";

    private readonly ImmutableArray<string> _names = MapReader.OfParameters(context.Parameters).Texts("outputs");
    private ImmutableArray<(string Output, ImmutableArray<string> Labels)> _codes = [];

    protected override string Kind => Name;

    protected override void Fit(TrialRows training)
    {
        var outputs = training.Schema.Elements.Index().Where(static pair => pair.Item.Role == ElementRole.Output).ToList();
        if (_names.FirstOrDefault(name => outputs.TrueForAll(output => output.Item.Name != name)) is { } unknown)
        {
            var known = outputs.ConvertAll(static output => output.Item.Name);
            throw new InvalidInputException(
                "experiment.transform.output", $"There is no output \"{unknown}\".",
                $"{NearestWords.Question(unknown, known)}The outputs are: {string.Join(", ", known)}.");
        }
        _codes =
        [
            .. from output in outputs
               where output.Item.Type == ElementType.Category
                   && (_names.IsEmpty || _names.Contains(output.Item.Name, StringComparer.Ordinal))
               select (output.Item.Name, LabelsOf(training, output.Index)),
        ];
    }

    protected override TrialRows Apply(TrialRows rows) => rows;

    protected override IEnumerable<(string Name, Value Value)> Save() =>
    [
        ("outputs", Value.Of(_codes.Select(static output =>
            MapReader.MapOf(("name", Value.Of(output.Output)), ("labels", MapReader.ListOf(output.Labels)))))),
    ];

    protected override void Load(MapReader state) =>
        _codes = [.. state.Maps("outputs").Select(static output => (output.Text("name"), output.Texts("labels")))];

    private static ImmutableArray<string> LabelsOf(TrialRows training, int column) =>
    [
        .. training.Examples.Select(example => example.Values[column]).OfType<TextValue>().Select(static label => label.Text)
            .Distinct(StringComparer.Ordinal),
    ];
}
