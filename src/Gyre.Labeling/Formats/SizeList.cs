using System.Globalization;

namespace Gyre.Labeling.Formats;

/// <summary>A table of images beside the labels, which tells what YOLO has no place for: full names, sizes and the order.</summary>
internal static class SizeList
{
    public const string FileName = "images.csv";
    private const string Header = "file,width,height";

    public static void Write(TextWriter writer, IEnumerable<LabelItem> items)
    {
        writer.WriteLine(Header);
        foreach (var item in items)
        {
            var size = item.Size is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.Width},{known.Height}") : ",";
            writer.WriteLine($"{CsvText.Quote(item.Name)},{size}");
        }
    }

    /// <summary>Names with sizes in their order; what is not valid is a problem.</summary>
    public static IEnumerable<(string Name, PixelSize? Size)> Read(ImportWork work, SourceFile file)
    {
        using var rows = new CsvText(ImportSource.Open(file));
        for (var isFirst = true; rows.Read() is { } row; isFirst = false)
        {
            if (isFirst)
                continue;
            (string, PixelSize?)? image = null;
            try
            {
                image = row is [var name, var width, var height]
                    ? (ItemPaths.Safe(name), width.Length == 0 ? null : new PixelSize(Number(width), Number(height)))
                    : throw LabelRefusal.Of(ProblemKinds.Syntax, $"The row has {row.Count} cells.", $"Write {Header}.");
            }
            catch (Core.InvalidInputException refusal)
            {
                work.Log.Add(refusal, new(file.Name, rows.Line));
            }
            if (image is { } known)
                yield return known;
        }
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : 0;
}
