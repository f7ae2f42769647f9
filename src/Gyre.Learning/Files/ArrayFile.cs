using System.Buffers.Binary;
using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Gyre.Core;

namespace Gyre.Learning.Files;

/// <summary>Rows of an array file (NEP 1, versions 1 to 3): a head in words, then the numbers.</summary>
internal sealed partial class ArrayFile : RowSource
{
    private const int MaxHead = 65_536;

    private readonly NamedStream _file;
    private readonly long _start;
    private readonly int _size;
    private byte[] _bytes = [];

    private ArrayFile(NamedStream file, long start, int size, int count, int columns) =>
        (_file, _start, _size, Count, Columns) = (file, start, size, count, columns);

    public override int Count { get; }

    public override int Columns { get; }

    public static ArrayFile Open(NamedStream file)
    {
        var head = Head(file, out var start);
        if (Shape().Match(head) is not { Success: true } shape || Kind().Match(head) is not { Success: true } kind)
            throw Refuse(file, "it is no two-dimensional array of 32-bit or 64-bit floats",
                "Save it with numpy.save(name, array.astype('float32')).");
        if (Order().IsMatch(head))
            throw Refuse(file, "it is stored column after column", "Save numpy.ascontiguousarray(array).");
        var size = kind.Groups[1].Value == "4" ? sizeof(float) : sizeof(double);
        if (!int.TryParse(shape.Groups[1].Value, CultureInfo.InvariantCulture, out var count)
            || !int.TryParse(shape.Groups[2].Value, CultureInfo.InvariantCulture, out var columns) || columns is 0 or > MaxColumns)
            throw Refuse(file, $"it has the shape {shape.Value}", $"Up to {int.MaxValue} rows of 1 to {MaxColumns} numbers can be read.");
        if (file.Stream.Length - start < (long)count * columns * size)
            throw Refuse(file, $"it is cut off: {count} rows of {columns} numbers do not fit into {file.Stream.Length} bytes",
                "Copy or write the file again.");
        return new(file, start, size, count, columns);
    }

    public static async Task WriteAsync(RowSource rows, Stream stream, CancellationToken cancellationToken)
    {
        var words = string.Create(CultureInfo.InvariantCulture,
            $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows.Count}, {rows.Columns}), }}");
        // The numbers begin at a multiple of 64; the head ends with a new line.
        var text = words.PadRight(((words.Length + 11 + 63) / 64 * 64) - 11) + "\n";
        var head = new byte[10 + text.Length];
        new byte[] { 0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0 }.CopyTo(head, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(8), (ushort)text.Length);
        Encoding.ASCII.GetBytes(text, head.AsSpan(10));
        await stream.WriteAsync(head, cancellationToken).ConfigureAwait(false);
        var (buffer, bytes) = (new double[rows.Columns], new byte[rows.Columns * sizeof(float)]);
        for (var row = 0; row < rows.Count; row++)
        {
            Narrow(rows.Rows(row, 1, buffer), bytes);
            await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
    }

    public override ReadOnlySpan<double> Rows(int first, int count, Span<double> buffer)
    {
        var cells = count * Columns;
        var length = checked(cells * _size);
        if (_bytes.Length < length)
            _bytes = new byte[length];
        _file.Stream.Position = _start + ((long)first * Columns * _size);
        _file.Stream.ReadExactly(_bytes.AsSpan(0, length));
        if (_size == sizeof(float))
            TensorPrimitives.ConvertTruncating<float, double>(MemoryMarshal.Cast<byte, float>(_bytes.AsSpan(0, length)), buffer);
        else
            MemoryMarshal.Cast<byte, double>(_bytes.AsSpan(0, length)).CopyTo(buffer);
        if (!TensorPrimitives.IsFiniteAll<double>(buffer[..cells]))
            throw Refuse(_file, $"among rows {first} to {first + count - 1} is a number that is not finite",
                "Leave such items out, or embed them again.");
        return buffer[..cells];
    }

    private static void Narrow(ReadOnlySpan<double> row, Span<byte> bytes) =>
        TensorPrimitives.ConvertTruncating(row, MemoryMarshal.Cast<byte, float>(bytes));

    private static string Head(NamedStream file, out long start)
    {
        var lead = new byte[12];
        file.Stream.Position = 0;
        if (file.Stream.ReadAtLeast(lead, lead.Length, throwOnEndOfStream: false) < lead.Length || lead[0] != 0x93
            || Encoding.ASCII.GetString(lead, 1, 5) != "NUMPY")
            throw Refuse(file, "it does not begin as one", "Save the embeddings with numpy.save.");
        var length = lead[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lead.AsSpan(8))
            : BinaryPrimitives.ReadUInt32LittleEndian(lead.AsSpan(8));
        start = (lead[6] == 1 ? 10 : 12) + length;
        if (lead[6] is < 1 or > 3 || length > MaxHead || start > file.Stream.Length)
            throw Refuse(file, "its head cannot be read", "Save the embeddings with numpy.save.");
        var head = new byte[length];
        file.Stream.Position = start - length;
        file.Stream.ReadExactly(head);
        return Encoding.UTF8.GetString(head);
    }

    private static InvalidInputException Refuse(NamedStream file, string what, string remedy) => new(
        [new Diagnostic(Severity.Error, "embeddings.invalid",
            $"This is not a file of embeddings that can be read: {what}.") { File = file.Name, Remedy = remedy }]);

    [GeneratedRegex(@"'shape':\s*\(\s*([0-9]+)\s*,\s*([0-9]+)\s*,?\s*\)", RegexOptions.NonBacktracking)]
    private static partial Regex Shape();

    [GeneratedRegex("'descr':\\s*'<f([48])'", RegexOptions.NonBacktracking)]
    private static partial Regex Kind();

    [GeneratedRegex("'fortran_order':\\s*True", RegexOptions.NonBacktracking)]
    private static partial Regex Order();

    private const int MaxColumns = 65_536;
}
