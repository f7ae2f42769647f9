using System.Globalization;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Experiments.Features;

/// <summary>Where a value stands, for messages and for paths.</summary>
/// <param name="Example">The example.</param>
/// <param name="Element">The element of the value.</param>
/// <param name="FilesFolder">The folder that paths are relative to.</param>
internal readonly record struct ExamplePlace(DatasetExample Example, DatasetElement Element, string FilesFolder)
{
    /// <summary>Refuses the value.</summary>
    /// <param name="code">Code of the problem.</param>
    /// <param name="problem">What is wrong with it, as the end of a sentence.</param>
    /// <param name="remedy">What to do about it.</param>
    public InvalidInputException Refuse(string code, string problem, string remedy) => new(
    [
        new Diagnostic(Severity.Error, code, $"Example {Example.Id}, element \"{Element.Name}\": {problem}.")
        {
            Path = string.Create(CultureInfo.InvariantCulture, $"row {Example.Index + 1}"),
            Remedy = remedy,
        },
    ]);
}
