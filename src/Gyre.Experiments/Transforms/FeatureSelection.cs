using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Features;

namespace Gyre.Experiments.Transforms;

/// <summary>Keeps the inputs that it names, and outputs and metadata; without names it keeps everything.</summary>
internal sealed class FeatureSelection(TrialContext context) : RowTransform
{
    public const string Name = "select-features";

    private readonly ChosenInputs _inputs = ChosenInputs.Read(context, "an input", static _ => true);
    private ImmutableArray<string> _kept = [];

    protected override string Kind => Name;

    protected override void Fit(TrialRows training) => _kept = [.. _inputs.In(training.Schema).Select(static input => input.Element.Name)];

    protected override TrialRows Apply(TrialRows rows)
    {
        HashSet<int> kept = [.. _kept.Select(name => ChosenInputs.Find(rows.Schema, name).Column)];
        var dropped = rows.Schema.Elements.Index().Where(pair => pair.Item.Role == ElementRole.Input && !kept.Contains(pair.Index))
            .ToDictionary(static pair => pair.Index, static _ => new Replacement([], static _ => new ExampleValues([])));
        return Replacement.In(rows, dropped);
    }

    protected override IEnumerable<(string Name, Value Value)> Save() => [("features", MapReader.ListOf(_kept))];

    protected override void Load(MapReader state) => _kept = state.Texts("features");
}
