using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Labeling.Formats;
using Gyre.Labeling.Formats.Canonical;
using Gyre.Labeling.Formats.Coco;
using Gyre.Labeling.Formats.Cvat;
using Gyre.Labeling.Formats.Dataloop;
using Gyre.Labeling.Formats.LabelStudio;
using Gyre.Labeling.Formats.Texts;
using Gyre.Labeling.Formats.Voc;
using Gyre.Labeling.Formats.Yolo;

namespace Gyre.Labeling;

/// <summary>Imports and exports annotations in the formats of other programs.</summary>
public static class LabelFormats
{
    private static readonly ImmutableArray<ILabelFormat> Known =
    [
        new CocoFormat(),
        YoloFormat.Detection, YoloFormat.Segmentation, YoloFormat.Oriented, new VocFormat(), new StudioFormat(), new CvatFormat(),
        new LoopFormat(), new CsvFormat(), new JsonLinesFormat(), new ConllFormat(),
        new CanonicalFormat("canonical", isShort: true), new CanonicalFormat("gyre", isShort: false),
    ];

    /// <summary>All formats.</summary>
    public static ImmutableArray<LabelFormat> All { get; } = [.. Known.Select(static format => format.Format)];

    /// <summary>Reads files of a format. Everything that is wrong is in the answer; nothing is thrown for it.</summary>
    /// <param name="format">Name of a format.</param>
    /// <param name="path">File or folder; nothing outside of it is read but images for their sizes, and links are not followed.</param>
    /// <param name="options">How to import; null for the usual way.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidInputException">There is no such format, or nothing at the path.</exception>
    public static LabelImportResult Import(
        string format, string path, LabelImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        var found = Find(format);
        var log = new ProblemLog();
        var source = ImportSource.Open(path, log);
        var data = new DataBuilder(log, source.Name);
        try
        {
            found.Import(new ImportWork(source, data, options ?? new(), cancellationToken));
        }
        catch (InvalidInputException refusal)
        {
            log.Add(refusal, default);
        }
        return new LabelImportResult(data.Build(), log.Problems, log.Unlisted, log.Losses);
    }

    /// <summary>Writes data in a format. What the format cannot carry is in the answer.</summary>
    /// <param name="data">Any data.</param>
    /// <param name="format">Name of a format.</param>
    /// <param name="path">File or folder that does not exist; it gets its name when all is written.</param>
    /// <param name="cancellationToken">Stops it; nothing is left then.</param>
    /// <exception cref="InvalidInputException">There is no such format, or something at the path, or two files would have one
    /// name.</exception>
    public static LabelExportResult Export(LabeledData data, string format, string path, CancellationToken cancellationToken = default)
    {
        var found = Find(format);
        var reduced = Reduction.Of(data, found, out var losses);
        using var target = ExportTarget.Open(path, found.WritesFolder(path));
        found.Export(reduced, target, cancellationToken);
        target.Complete();
        return new LabelExportResult([.. target.Files], losses);
    }

    /// <summary>What a format leaves of data, and what is lost by that. Importing what was exported gives this, to the tolerance of the
    /// format.</summary>
    /// <param name="data">Any data.</param>
    /// <param name="format">Name of a format.</param>
    /// <param name="losses">What is lost.</param>
    /// <exception cref="InvalidInputException">There is no such format.</exception>
    public static LabeledData Reduce(LabeledData data, string format, out ImmutableArray<LabelLoss> losses) =>
        Reduction.Of(data, Find(format), out losses);

    private static ILabelFormat Find(string name)
    {
        var names = All.Select(static format => format.Name).ToList();
        return Known.FirstOrDefault(format => format.Format.Name == name) ?? throw new InvalidInputException(
            "label.format", $"There is no format '{ProblemLog.Short(name)}'.",
            $"{NearestWords.Question(name, names)}Use one of {string.Join(", ", names)}.");
    }
}
