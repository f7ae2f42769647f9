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

    public static string FolderOf(Digest digest) => $"{Content}/{digest.Hex[..2]}";

    public static string PathOf(Digest digest) => $"{Content}/{digest.Hex[..2]}/{digest.Hex[2..]}";

    /// <summary>Names that no digest has are not ours and are passed over.</summary>
    public static bool TryRead(string folder, string name, out Digest digest)
    {
        digest = default;
        return folder.Length == 2 && Digest.TryParse(folder + name, out digest);
    }
}
