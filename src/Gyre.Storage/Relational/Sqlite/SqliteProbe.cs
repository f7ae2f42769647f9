using System.Buffers.Binary;
using System.Globalization;

namespace Gyre.Storage.Relational.Sqlite;

/// <summary>Looks at the file of a database without opening it as one, which would begin a new one where it is empty.</summary>
internal static class SqliteProbe
{
    private const int HeaderBytes = 100;

    /// <summary>What is wrong with it, or null.</summary>
    /// <param name="path">The file.</param>
    /// <param name="holdsWork">Whether there is work that only a database can lead to.</param>
    public static string? Look(string path, bool holdsWork)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return holdsWork ? $"The database '{path}' is missing, although the home holds artifacts and attempts." : null;
        if (file.Length == 0)
            return holdsWork && !HasLog(path) ? $"The database '{path}' is empty, although the home holds artifacts and attempts." : null;
        var header = new byte[HeaderBytes];
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
                return $"The database '{path}' is truncated: it has {file.Length.ToString(CultureInfo.InvariantCulture)} bytes.";
        }
        if (!header.AsSpan().StartsWith("SQLite format 3\0"u8))
            return $"'{path}' is not a SQLite database.";
        return SizeOf(header) is { } size && file.Length < size
            ? string.Create(CultureInfo.InvariantCulture, $"The database '{path}' is truncated: it has {file.Length} of {size} bytes.")
            : null;
    }

    /// <summary>The log beside it may hold all of it, when nothing was copied over yet.</summary>
    private static bool HasLog(string path) => new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };

    /// <summary>The size that the header tells, when it was written by a program that keeps it; else null.</summary>
    private static long? SizeOf(ReadOnlySpan<byte> header)
    {
        var page = BinaryPrimitives.ReadUInt16BigEndian(header[16..]) is var small && small == 1 ? 65536 : small;
        var pages = BinaryPrimitives.ReadUInt32BigEndian(header[28..]);
        var isKept = BinaryPrimitives.ReadUInt32BigEndian(header[24..]) == BinaryPrimitives.ReadUInt32BigEndian(header[92..]);
        return isKept && pages > 0 ? (long)page * pages : null;
    }
}
