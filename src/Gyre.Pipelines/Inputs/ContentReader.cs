using System.Security.Cryptography;
using Gyre.Storage;

namespace Gyre.Pipelines.Inputs;

/// <summary>Stores content and takes its checksums on the way, in one pass and flat memory.</summary>
internal static class ContentReader
{
    public static async Task<StoredContent> StoreFileAsync(IBlobStore blobs, string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, useAsync: false);
        return await StoreAsync(blobs, file, cancellationToken);
    }

    public static async Task<StoredContent> StoreAsync(IBlobStore blobs, Stream content, CancellationToken cancellationToken)
    {
        using var hashing = new HashingStream(content);
        var blob = await blobs.PutAsync(hashing, cancellationToken);
        return new StoredContent(blob.Digest, blob.SizeInBytes, hashing.Md5, hashing.Sha1);
    }

    /// <summary>Passes on what it reads and hashes it. MD5 and SHA-1 are for programs that compare by them; nothing here trusts them.</summary>
    private sealed class HashingStream(Stream inner) : Stream
    {
#pragma warning disable CA5350, CA5351 // Shown to steps beside the SHA-256, which is what counts.
        private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        private readonly IncrementalHash _sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350, CA5351

        public string Md5 => Convert.ToHexStringLower(_md5.GetCurrentHash());

        public string Sha1 => Convert.ToHexStringLower(_sha1.GetCurrentHash());

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Hash(buffer.AsSpan(offset, inner.Read(buffer, offset, count)));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await inner.ReadAsync(buffer, cancellationToken);
            return Hash(buffer.Span[..count]);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _md5.Dispose();
            _sha1.Dispose();
            base.Dispose(disposing);
        }

        private int Hash(ReadOnlySpan<byte> bytes)
        {
            _md5.AppendData(bytes);
            _sha1.AppendData(bytes);
            return bytes.Length;
        }
    }
}
