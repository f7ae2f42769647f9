using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Experiments.Setup;
using Gyre.Learning;

namespace Gyre.Experiments.Steps;

/// <summary>Streams whose experiences differ by their domain, or by how they show the same examples.</summary>
internal static class Streams
{
    /// <summary>The domain of each example.</summary>
    public static IReadOnlyList<string> DomainsOf(TrialData data, Parameters parameters)
    {
        var column = DatasetColumns.IndexOf(data.Schema, parameters.Text("", "domain"));
        return [.. data.All.Select(example => DatasetColumns.DomainOf(example, data.Schema, column))];
    }

    /// <summary>Experiences of a stream that shows its examples in several ways.</summary>
    public static int CountOf(BlockSetup splitter)
    {
        var parameters = new Parameters(splitter.Class, splitter.Parameters);
        return splitter.Component == "rotated-inputs" ? parameters.Numbers("degrees").Length : parameters.Count(1, "num_experiences");
    }

    /// <summary>How each experience shows its examples; empty for as they are.</summary>
    public static ImmutableArray<InputView> ViewsOf(TrialData data, BlockSetup splitter, int experiences)
    {
        if (splitter.Component is not ("permuted-inputs" or "rotated-inputs"))
            return [];
        var parameters = new Parameters(splitter.Class, splitter.Parameters);
        var plain = new InputView(ShownInputs.ElementsOf(data.Schema, parameters.Texts("features")));
        var numbers = new ShownInputs(data.Schema, plain).CountOf(data.All[0]);
        return splitter.Component == "permuted-inputs"
            ? [.. ContinualStream.InputOrders(numbers, experiences, SeedOf(parameters)).Select(order => plain with { Order = order })]
            : Rotated(plain, numbers, parameters);
    }

    private static ImmutableArray<InputView> Rotated(InputView plain, int numbers, Parameters parameters)
    {
        var width = parameters.Count(0, "width");
        if (width < 1 || numbers % width != 0)
            throw new InvalidInputException(
                "experiment.view",
                string.Create(CultureInfo.InvariantCulture, $"The examples have {numbers} numbers, which are not rows of {width}."),
                "Let 'width' be the width of the picture, and name the inputs of its numbers in 'features'.");
        return [.. parameters.Numbers("degrees").Select(degrees => plain with { Width = width, Degrees = degrees })];
    }

    /// <summary>Seeds of splitters may be any whole number, as in Python, where the sign does not matter.</summary>
    private static ulong SeedOf(Parameters parameters) =>
        (ulong)(System.Numerics.BigInteger.Abs(parameters.Whole(0, "seed")) & ulong.MaxValue);
}
