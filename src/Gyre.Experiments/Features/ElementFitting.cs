using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Experiments.Features;

/// <summary>Chooses the features of an input by its type and fits them to the training examples.</summary>
/// <param name="training">The training examples.</param>
/// <param name="options">How to encode.</param>
/// <param name="models">Models that embed.</param>
internal sealed class ElementFitting(TrialRows training, EncoderOptions options, IReadOnlyCollection<Embedding> models)
{
    /// <summary>The features of an input.</summary>
    public EncodedElement Fit(DatasetElement element)
    {
        var column = training.Schema.Elements.IndexOf(element);
        var values = training.Examples.Where(example => !EncodedElement.IsMissing(example.Values[column]))
            .Select(example => (example.Values[column]!, new ExamplePlace(example, element, training.FilesFolder))).ToList();
        var features = Choose(new ElementTraining(element, values, options));
        return new EncodedElement(element, values.Count < training.Examples.Length, features);
    }

    private ElementFeatures Choose(ElementTraining of) => of.Element.Type switch
    {
        ElementType.Boolean or ElementType.Integer or ElementType.Float => Numbers(of),
        ElementType.Datetime => of.Element.MultiValue == MultiValue.None ? MomentFeatures.Fit(of) : Numbers(of),
        ElementType.Category => Labels(of),
        ElementType.Text => Embedded(isText: true) ?? (ElementFeatures)new TextFeatures(options.Text),
        ElementType.ImageFile => Embedded(isText: false) ?? (ElementFeatures)new ImageFeatures(options.Image),
        _ => throw Refuse(of.Element),
    };

    private static ElementFeatures Numbers(ElementTraining of)
    {
        var counts = of.Values.Select(static entry => VectorFeatures.ItemCount(entry.Value)).Distinct().Take(2).ToList();
        var isVector = of.Element.MultiValue == MultiValue.None || (counts is [> 0] && !of.Options.AreVectorsSummarized);
        return isVector ? VectorFeatures.Fit(of) : SummaryFeatures.Fit(of);
    }

    private static ElementFeatures Labels(ElementTraining of)
    {
        var labels = of.Values.SelectMany(static entry =>
            ElementFeatures.ItemsOf(entry.Value).Select(item => LabelFeatures.TextOf(item, entry.Place)))
            .ToImmutableSortedSet(StringComparer.Ordinal);
        return labels.Count <= of.Options.MaxCategories
            ? new LabelFeatures([.. labels])
            : new HashedLabelFeatures(of.Options.CategoryWidth);
    }

    private EmbeddedFeatures? Embedded(bool isText) =>
        models.FirstOrDefault(model => model.IsOfText == isText) is { } model ? EmbeddedFeatures.Of(model, options.Image) : null;

    private static InvalidInputException Refuse(DatasetElement element)
    {
        var what = element.Type switch
        {
            ElementType.AudioFile => "a recording",
            ElementType.VideoFile => "a video",
            ElementType.DocumentFile => "a document",
            _ => "a file of any kind",
        };
        return new InvalidInputException(
            "experiment.element", $"The input \"{element.Name}\" is {what}, which built-in models cannot take.",
            "Turn it into numbers or text with a transform that is a command, or leave it out with a selection of features.");
    }
}
