using System.Buffers.Binary;
using System.Globalization;

namespace Gyre.Browser.Tests;

/// <summary>A dataset folder with small pictures, numbers, labels, texts and moments.</summary>
internal static class PictureDataset
{
    private const int Side = 16;
    private static readonly string[] Labels = ["circle", "square", "stripe"];

    /// <summary>Writes it; gives the folder.</summary>
    /// <param name="root">The folder that it is made in.</param>
    /// <param name="examples">How many.</param>
    /// <param name="shift">Added to the sizes.</param>
    public static string Write(string root, int examples, double shift)
    {
        var folder = Path.Join(root, string.Create(CultureInfo.InvariantCulture, $"shapes-{examples}"));
        Directory.CreateDirectory(Path.Join(folder, "files", "img"));
        File.WriteAllText(
            Path.Join(folder, "schema.json"),
            """
            {"name": "shapes", "description": "Small shapes in many colours.",
             "inputs": [{"name": "picture", "type": "image_file", "required": true, "nullable": false, "description": "16 x 16 pixels"},
                        {"name": "size", "type": "float", "required": true, "nullable": true},
                        {"name": "note", "type": "text", "required": false, "nullable": false}],
             "outputs": [{"name": "label", "type": "category", "required": true, "nullable": false, "num_classes": 3}],
             "metadata": [{"name": "seen", "type": "datetime", "required": true, "nullable": false}]}
            """);
        var rows = new List<string> { "id,picture,size,note,label,seen" };
        for (var row = 0; row < examples; row++)
        {
            var kind = row % 5 % Labels.Length;
            File.WriteAllBytes(Path.Join(folder, "files", "img", $"{row}.bmp"), Picture(kind, row));
            var size = row % 11 == 0 ? "null" : (shift + row * 37 % 100 / 10.0).ToString(CultureInfo.InvariantCulture);
            rows.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{Id(row)},img/{row}.bmp,{size},{(row % 4 == 0 ? "" : $"shape number {row}")},{Labels[kind]},2026-03-{1 + row % 28:00}"));
        }
        File.WriteAllLines(Path.Join(folder, "examples.csv"), rows);
        return folder;
    }

    /// <summary>The identifier of a row.</summary>
    public static string Id(int row) => $"6018366c-f658-47a7-9ed3-{row.ToString("x12", CultureInfo.InvariantCulture)}";

    /// <summary>A bitmap of 24 bits a pixel.</summary>
    private static byte[] Picture(int kind, int row)
    {
        const int Header = 54;
        var bytes = new byte[Header + Side * Side * 3];
        (bytes[0], bytes[1]) = ((byte)'B', (byte)'M');
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2), bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(10), Header);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), Side);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), Side);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(28), 24);
        for (var pixel = 0; pixel < Side * Side; pixel++)
        {
            var (x, y) = (pixel % Side - Side / 2, pixel / Side - Side / 2);
            var isIn = kind switch { 0 => x * x + y * y < 36, 1 => Math.Abs(x) < 5 && Math.Abs(y) < 5, _ => (x + Side) / 3 % 2 == 0 };
            var at = Header + 3 * pixel;
            (bytes[at], bytes[at + 1], bytes[at + 2]) = isIn
                ? ((byte)(row * 53), (byte)(row * 97), (byte)(255 - row * 31))
                : ((byte)240, (byte)240, (byte)240);
        }
        return bytes;
    }
}
