using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Experiments.Features;

/// <summary>An input with the features that it becomes.</summary>
/// <param name="Element">The input.</param>
/// <param name="HasMissing">Whether a last feature says that the value is missing; only if one was missing in the training
/// examples.</param>
/// <param name="Features">The others.</param>
internal sealed record EncodedElement(DatasetElement Element, bool HasMissing, ElementFeatures Features)
{
    /// <summary>Number of features.</summary>
    public int Width => Features.Width + (HasMissing ? 1 : 0);

    public bool IsSlow => Features.IsSlow;

    public IEnumerable<string> Names => Features.Names(Element.Name).Concat(HasMissing ? [$"{Element.Name}.missing"] : []);

    /// <summary>Whether a value counts as missing: none, null, and numbers that are not finite.</summary>
    public static bool IsMissing(Value? value) => value is null or NullValue || (value is FloatValue real && !double.IsFinite(real.Number))
        || (value is IntegerValue integer && !double.IsFinite((double)integer.Number));

    /// <summary>Where the values are.</summary>
    /// <exception cref="InvalidInputException">The schema has no such input.</exception>
    public int ColumnIn(DatasetSchema schema)
    {
        foreach (var (i, element) in schema.Elements.Index())
        {
            if (element.Role == ElementRole.Input && element.Name == Element.Name)
            {
                return element.Type == Element.Type && IsMulti(element) == IsMulti(Element)
                    ? i
                    : throw Refuse($"The input \"{Element.Name}\" was {Shown(Element)} in training, but is {Shown(element)}");
            }
        }
        throw Refuse($"The input \"{Element.Name}\" is missing, which the model was trained with");
    }

    public void Write(DatasetExample example, int column, Span<double> features, string filesFolder)
    {
        var value = example.Values[column];
        if (!IsMissing(value))
        {
            Features.Write(value!, features[..Features.Width], new ExamplePlace(example, Element, filesFolder));
            return;
        }
        Features.WriteMissing(features[..Features.Width]);
        if (HasMissing)
            features[^1] = 1;
    }

    public Value Save() => MapReader.MapOf(
        ("name", Value.Of(Element.Name)), ("type", Value.Of(Element.Type.ToString())), ("multiple", Value.Of(IsMulti(Element))),
        ("missing", Value.Of(HasMissing)), ("kind", Value.Of(Features.Kind)), ("features", MapReader.MapOf(Features.Save())));

    /// <exception cref="InvalidInputException">The document is not what <see cref="Save"/> gives.</exception>
    public static EncodedElement Load(MapReader state, IReadOnlyCollection<Embedding> models)
    {
        var type = Enum.Parse<ElementType>(state.Word("type", null, Enum.GetNames<ElementType>()));
        var element = new DatasetElement(state.Text("name"), ElementRole.Input, type)
        {
            MultiValue = state.Flag("multiple") ? MultiValue.Unordered : MultiValue.None,
        };
        return new EncodedElement(element, state.Flag("missing"), FeaturesOf(state, state.Map("features"), models));
    }

    private static ElementFeatures FeaturesOf(MapReader state, MapReader features, IReadOnlyCollection<Embedding> models) =>
        state.Text("kind") switch
        {
            VectorFeatures.KindName => new VectorFeatures(NumberColumns.Load(features)),
            SummaryFeatures.KindName => SummaryFeatures.Load(features),
            MomentFeatures.KindName => MomentFeatures.Load(features),
            LabelFeatures.KindName => LabelFeatures.Load(features),
            HashedLabelFeatures.KindName => HashedLabelFeatures.Load(features),
            TextFeatures.KindName => TextFeatures.Load(features),
            ImageFeatures.KindName => ImageFeatures.Load(features),
            EmbeddedFeatures.KindName => EmbeddedFeatures.Load(features, models),
            _ => throw state.Refuse("kind", "is not known"),
        };

    private static bool IsMulti(DatasetElement element) => element.MultiValue != MultiValue.None;

    private static string Shown(DatasetElement element) => $"{(IsMulti(element) ? "several values of " : "")}{element.Type}";

    private static InvalidInputException Refuse(string problem) =>
        new("experiment.schema", $"{problem}.", "Use a dataset with the schema of the training, and the same transforms.");
}
