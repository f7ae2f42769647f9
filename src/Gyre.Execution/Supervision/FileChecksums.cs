using System.Buffers;
using System.Security.Cryptography;

namespace Gyre.Execution.Supervision;

/// <summary>Checksums beside the SHA-256 that a file is known by: for programs that compare by them; nothing here trusts them.</summary>
internal static class FileChecksums
{
    private const int BufferBytes = 256 * 1024;

    public static (string Md5, string Sha1) Of(string path)
    {
#pragma warning disable CA5350, CA5351 // Shown to steps, never compared here.
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        using var sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350, CA5351
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (file.Read(buffer, 0, buffer.Length) is var count and > 0)
            {
                md5.AppendData(buffer, 0, count);
                sha1.AppendData(buffer, 0, count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return (Convert.ToHexStringLower(md5.GetHashAndReset()), Convert.ToHexStringLower(sha1.GetHashAndReset()));
    }
}
