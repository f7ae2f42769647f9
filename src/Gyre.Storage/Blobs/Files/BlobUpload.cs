using System.Security.Cryptography;
using Gyre.Core;
using Gyre.Storage.Platform;

namespace Gyre.Storage.Blobs.Files;

/// <summary>Content on its way in. Disposing without a commit leaves no trace.</summary>
internal sealed class BlobUpload : IDisposable
{
    private readonly BlobWriter _writer;
    private readonly string _path;
    private readonly IWritableFile _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _size;
    private bool _committed;

    public BlobUpload(BlobWriter writer, IFileLayer files, string path)
    {
        _writer = writer;
        _path = path;
        _file = files.Create(path);
    }

    public void Append(ReadOnlySpan<byte> content)
    {
        _file.Write(content);
        _hash.AppendData(content);
        _size += content.Length;
    }

    public BlobInfo Commit()
    {
        var blob = new BlobInfo(Digest.FromHash(_hash.GetHashAndReset()), _size);
        _writer.Publish(_file, _path, blob);
        _committed = true;
        return blob;
    }

    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
        if (!_committed)
            _writer.TryDelete(_path);
    }
}
