using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Learning;

namespace Gyre.Experiments.Setup;

/// <summary>What the column of an element says of a dataset.</summary>
internal static class DatasetColumns
{
    /// <summary>Each domain is an experience, and each of these a node for every trial.</summary>
    private const int MaxDomains = 1000;

    /// <summary>Place of an element in the values of examples.</summary>
    /// <exception cref="InvalidInputException">There is none of this name.</exception>
    public static int IndexOf(DatasetSchema schema, string name) =>
        schema.Elements.Index().Where(element => element.Item.Name == name).Select(static element => (int?)element.Index).FirstOrDefault()
        ?? throw new InvalidInputException(
            "experiment.column", $"The dataset '{schema.Name}' has no element '{name}'.",
            $"It has: {string.Join(", ", schema.Elements.Select(static element => element.Name))}.");

    /// <summary>The domain of an example.</summary>
    /// <exception cref="InvalidInputException">It has none.</exception>
    public static string DomainOf(DatasetExample example, DatasetSchema schema, int column) =>
        example.Values[column] is { IsNull: false } value
            ? value.ToString()
            : throw new InvalidInputException(
                "experiment.domain",
                string.Create(
                    CultureInfo.InvariantCulture, $"Row {example.Index + 1} has no domain: '{schema.Elements[column].Name}' has no value."),
                "Give it a value, or choose another element as 'domain'.");

    /// <summary>The domains of a dataset in the order in which they come; reads all examples.</summary>
    /// <exception cref="InvalidInputException">An example has none, there is no such element, or there are too many.</exception>
    public static async Task<ImmutableArray<string>> DomainsAsync(DatasetExamples dataset, string name, CancellationToken cancellationToken)
    {
        var column = IndexOf(dataset.Schema, name);
        var domains = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var example in dataset.ReadAsync(cancellationToken: cancellationToken))
        {
            if (domains.Add(DomainOf(example, dataset.Schema, column)) && domains.Count > MaxDomains)
                throw new InvalidInputException(
                    "experiment.domains", $"'{name}' has more than {MaxDomains} different values, and each would be an experience.",
                    "Choose an element with fewer values, or name those that count in 'domain_order'.");
        }
        return TrainingSet.SortClasses(domains);
    }
}
