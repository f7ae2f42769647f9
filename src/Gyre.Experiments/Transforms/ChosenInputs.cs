using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Features;

namespace Gyre.Experiments.Transforms;

/// <summary>Which inputs a transform changes: those that the parameter <c>features</c> names, or all that it can change.</summary>
/// <param name="names">What the parameter names; empty for all.</param>
/// <param name="what">What an input must be, as the end of a sentence.</param>
/// <param name="isFit">Whether an input is that.</param>
internal sealed class ChosenInputs(ImmutableArray<string> names, string what, Func<DatasetElement, bool> isFit)
{
    /// <summary>Reads the parameter.</summary>
    public static ChosenInputs Read(TrialContext context, string what, Func<DatasetElement, bool> isFit) =>
        new(MapReader.OfParameters(context.Parameters).Texts("features"), what, isFit);

    /// <summary>The chosen inputs with their places, in the order of the schema.</summary>
    /// <exception cref="InvalidInputException">A name is no input, or none that can be changed.</exception>
    public ImmutableArray<(int Column, DatasetElement Element)> In(DatasetSchema schema)
    {
        var inputs = Inputs(schema);
        if (names.IsEmpty)
            return [.. inputs.Where(input => isFit(input.Element))];
        foreach (var name in names)
        {
            var (_, element) = inputs.Find(input => input.Element.Name == name);
            if (element is null)
                throw Unknown(name, inputs);
            if (!isFit(element))
                throw new InvalidInputException("experiment.transform.feature", $"The input \"{name}\" is not {what}.",
                    "Correct the parameter 'features'.");
        }
        return [.. inputs.Where(input => names.Contains(input.Element.Name, StringComparer.Ordinal))];
    }

    /// <summary>Where an input is that was there in training.</summary>
    /// <exception cref="InvalidInputException">It is not there.</exception>
    public static (int Column, DatasetElement Element) Find(DatasetSchema schema, string name) =>
        Inputs(schema) is var inputs && inputs.Find(input => input.Element.Name == name) is { Element: not null } found
            ? found
            : throw Unknown(name, inputs);

    /// <summary>Inputs with their places; of two with one name the first.</summary>
    private static List<(int Column, DatasetElement Element)> Inputs(DatasetSchema schema) =>
        [.. schema.Elements.Index().Where(static pair => pair.Item.Role == ElementRole.Input)
            .DistinctBy(static pair => pair.Item.Name, StringComparer.Ordinal)];

    private static InvalidInputException Unknown(string name, List<(int Column, DatasetElement Element)> inputs)
    {
        var known = inputs.Select(static input => input.Element.Name).ToList();
        return new InvalidInputException(
            "experiment.transform.feature", $"There is no input \"{name}\".",
            $"{NearestWords.Question(name, known)}The inputs are: {string.Join(", ", known.Take(20))}{(known.Count > 20 ? ", ..." : "")}.");
    }
}
