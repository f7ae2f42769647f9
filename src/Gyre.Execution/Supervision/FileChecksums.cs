using Gyre.Storage;

namespace Gyre.Execution.Supervision;

/// <summary>Checksums of an output, read once more: the artifact store reads large files in ways of its own.</summary>
internal static class FileChecksums
{
    private const int BufferBytes = 256 * 1024;

    public static (string Md5, string Sha1) Of(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        using var checksums = new ChecksumStream(file);
        checksums.CopyTo(Stream.Null, BufferBytes);
        return (checksums.Md5, checksums.Sha1);
    }
}
