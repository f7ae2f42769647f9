using System.Collections.Immutable;

namespace Gyre.Datasets;

/// <summary>A field of the examples of a dataset.</summary>
/// <param name="Name">Its name, which is that of its column.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Type">What its values are.</param>
public sealed record DatasetElement(string Name, ElementRole Role, ElementType Type)
{
    /// <summary>Whether every example must have a value.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether the value may be null, which is not the same as missing.</summary>
    public bool IsNullable { get; init; }

    /// <summary>For people; null when there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Whether a cell holds a JSON array of values.</summary>
    public MultiValue MultiValue { get; init; }

    /// <summary>Of an output: how many classes it has; null when the schema does not say.</summary>
    public int? NumClasses { get; init; }

    /// <summary>Whether the values are paths of files.</summary>
    public bool IsFile => Type is >= ElementType.GenericFile and <= ElementType.AudioFile;
}

/// <summary>What the examples of a dataset look like.</summary>
/// <param name="Name">Name of the dataset.</param>
/// <param name="Description">For people; may be empty.</param>
/// <param name="Elements">Inputs, outputs and metadata, in this order. Two may have the same name; the first one counts.</param>
public sealed record DatasetSchema(string Name, string Description, ImmutableArray<DatasetElement> Elements)
{
    /// <summary>Elements that models see.</summary>
    public IEnumerable<DatasetElement> Inputs => Of(ElementRole.Input);

    /// <summary>Elements that models predict.</summary>
    public IEnumerable<DatasetElement> Outputs => Of(ElementRole.Output);

    /// <summary>Elements that are neither.</summary>
    public IEnumerable<DatasetElement> Metadata => Of(ElementRole.Metadata);

    private IEnumerable<DatasetElement> Of(ElementRole role) => Elements.Where(element => element.Role == role);
}
