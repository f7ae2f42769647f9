using System.Buffers.Binary;
using System.Text;
using Gyre.Core;
using Gyre.Datasets.Queries;

namespace Gyre.Datasets.Documents;

/// <summary>
/// The usual order of documents as bytes: compared byte by byte they stand as <see cref="DocumentOrder"/> puts them. Both engines compare
/// bytes so, and an index over them gives pages without sorting.
/// </summary>
internal static class UsualOrder
{
    private const int Longest = 1000;

    /// <summary>The key; cut says that it is not whole, so that documents may be in another order than their keys.</summary>
    public static byte[] KeyOf(MapValue document, out bool isCut)
    {
        using var bytes = new MemoryStream();
        var isClean = true;
        foreach (var key in DocumentOrder.Usual)
            isClean &= Append(bytes, DocumentOrder.KeyOf(key.Path, document), key.Descending);
        bytes.Write(Encoding.UTF8.GetBytes(DocumentOrder.IdOf(document)));
        isCut = !isClean || bytes.Length > Longest;
        if (bytes.Length > Longest)
            bytes.SetLength(Longest);
        return bytes.ToArray();
    }

    private static bool Append(MemoryStream bytes, OrderValue value, bool isDescending)
    {
        var start = (int)bytes.Length;
        bytes.WriteByte((byte)value.Kind);
        Span<byte> eight = stackalloc byte[8];
        switch (value.Kind)
        {
            case 1 or 2:
                BinaryPrimitives.WriteUInt64BigEndian(eight, Bits(value.Number));
                bytes.Write(eight);
                break;
            case 3:
                BinaryPrimitives.WriteInt64BigEndian(eight, value.Instant);
                bytes.Write(eight);
                break;
            case 4 or 5:
                AppendText(bytes, value.Text!);
                break;
        }
        if (isDescending)
        {
            foreach (ref var one in bytes.GetBuffer().AsSpan(start, (int)bytes.Length - start))
                one = (byte)~one;
        }
        return value.Kind < 4 || DocumentValues.IsClean(value.Text!.Replace('\0', ' '));
    }

    /// <summary>What is no number comes first, then negative numbers from the largest to the smallest amount.</summary>
    private static ulong Bits(double number)
    {
        if (double.IsNaN(number))
            return 0;
        var bits = BitConverter.DoubleToUInt64Bits(number == 0 ? 0 : number);
        return bits >> 63 == 0 ? bits | 1UL << 63 : ~bits;
    }

    /// <summary>No text is the beginning of another: each ends with 0 1, and a NUL within is 0 255.</summary>
    private static void AppendText(MemoryStream bytes, string text)
    {
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            bytes.WriteByte(one);
            if (one == 0)
                bytes.WriteByte(255);
        }
        bytes.Write([0, 1]);
    }
}
