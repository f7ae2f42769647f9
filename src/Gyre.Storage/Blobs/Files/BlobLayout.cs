using Gyre.Core;

namespace Gyre.Storage.Blobs.Files;

/// <summary>Where what lies below the artifact folder.</summary>
internal static class BlobLayout
{
    /// <summary>Content, at <c>sha256/ab/cdef...</c></summary>
    public const string Content = "sha256";

    /// <summary>Files while they are written.</summary>
    public const string Temporary = "tmp";

    /// <summary>Content that no longer had its digest.</summary>
    public const string Damaged = "damaged";

    /// <summary>Content that a collector is about to remove, at <c>HEX-ID</c>. Nothing stays here: it goes, or back to its place.</summary>
    public const string Condemned = "condemned";

    public static string FolderOf(Digest digest) => $"{Content}/{digest.Hex[..2]}";

    public static string PathOf(Digest digest) => $"{Content}/{digest.Hex[..2]}/{digest.Hex[2..]}";

    /// <summary>Names that no digest has are not ours and are passed over.</summary>
    public static bool TryRead(string folder, string name, out Digest digest)
    {
        digest = default;
        return folder.Length == 2 && Digest.TryParse(folder + name, out digest);
    }
}
