using System.Globalization;
using System.Text;
using System.Xml;

namespace Gyre.Labeling.Formats.LabelStudio;

/// <summary>Label Studio: tasks as JSON, and the labelling configuration with the labels in their order beside them.</summary>
internal sealed class StudioFormat : ILabelFormat
{
    private const string ConfigEnding = "-config.xml";

    private static readonly XmlWriterSettings Settings =
        new() { Indent = true, OmitXmlDeclaration = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n" };

    public LabelFormat Format { get; } = new(
        "labelstudio", "Label Studio", [.. Enum.GetValues<ItemKind>()],
        [.. Enum.GetValues<GeometryKind>().Except([GeometryKind.Polyline])],
        LabelTraits.ItemIds | LabelTraits.ItemNames | LabelTraits.ItemOrder | LabelTraits.Sizes | LabelTraits.Metadata | LabelTraits.Splits
        | LabelTraits.Skipped | LabelTraits.LabelList | LabelTraits.LabelKinds | LabelTraits.Colours | LabelTraits.AnnotationIds
        | LabelTraits.Attributes
        | LabelTraits.TextAttributes | LabelTraits.ListAttributes | LabelTraits.Predictions | LabelTraits.Scores | LabelTraits.Models
        | LabelTraits.Making
        | LabelTraits.People | LabelTraits.Questions | LabelTraits.Times | LabelTraits.Sources | LabelTraits.Fractions
        | LabelTraits.ByPerson
        | LabelTraits.Unlabelled)
    {
        Tolerance = 1e-6,
    };

    /// <remarks>Tasks are numbered.</remarks>
    public LabelFormat FormatFor(LabeledData data) => data.Items.All(static item => IsNumber(item.Item.Id))
        ? Format
        : Format with { Traits = (Format.Traits & ~LabelTraits.ItemIds) | LabelTraits.NumberedItems };

    public LabeledData Prepare(LabeledData data, ProblemLog losses) => StudioPreparation.Of(data, losses);

    public bool WritesFolder(string path) => false;

    public void Import(ImportWork work)
    {
        var files = work.Source.Files(".json");
        if (files.Count == 0)
            throw LabelRefusal.Of(ProblemKinds.Syntax, "There is no .json file.", "Check the path and the format.");
        var configured = ConfigOf(work) is { } config ? StudioConfig.Read(work, config) : null;
        var reader = new StudioReader(work, configured);
        foreach (var file in files)
            reader.Read(file);
        ClearUsualQuestions(work.Data);
    }

    public void Export(LabeledData data, ExportTarget target, CancellationToken cancellationToken)
    {
        JsonText.Write(target.Create(""), json => new StudioWriter(json, data).Write(cancellationToken));
        using var stream = target.Create(ConfigEnding);
        using var xml = XmlWriter.Create(stream, Settings);
        StudioConfig.Write(xml, data);
    }

    private static bool IsNumber(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number.ToString(CultureInfo.InvariantCulture) == id;

    private static SourceFile? ConfigOf(ImportWork work)
    {
        if (work.Source.IsFolder)
            return work.Source.Files(".xml").FirstOrDefault();
        var path = Path.Join(Path.GetDirectoryName(work.Source.Path), work.Source.Name + ConfigEnding);
        return File.Exists(path) && new FileInfo(path).LinkTarget is null ? new(Path.GetFileName(path), path) : null;
    }

    /// <summary>The name of the only control of a type tells nothing.</summary>
    private static void ClearUsualQuestions(DataBuilder data)
    {
        var names = data.Items.SelectMany(static item => item.Annotations)
            .GroupBy(StudioType.GroupOf, StringComparer.Ordinal)
            .Where(static group => group.Key is not null)
            .ToDictionary(static group => group.Key!, static group =>
                group.Select(static annotation => annotation.Question).Distinct(StringComparer.Ordinal).Count(), StringComparer.Ordinal);
        foreach (var item in data.Items)
        {
            item.Change(annotation => StudioType.GroupOf(annotation) is { } type
                && (names[type] == 1 || annotation.Question == (StudioType.Find(type)?.Control ?? type))
                    ? annotation with { Question = null } : annotation);
        }
    }
}
