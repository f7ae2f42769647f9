using System.IO.Compression;
using System.Text;
using Gyre.Core;
using Gyre.Datasets.Profiles;

namespace Gyre.Datasets.Repositories;

/// <summary>Profiles as places keep them: their JSON form, compressed.</summary>
internal static class KeptProfiles
{
    /// <summary>The longest one, compressed.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>A profile for keeping; null when it is too large to be kept.</summary>
    public static byte[]? Pack(DatasetProfile profile)
    {
        var json = Encoding.UTF8.GetBytes(ValueJson.Write(ProfileText.Of(profile)));
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zip.Write(json);
        return json.Length > ProfileReader.MaxBytes || packed.Length > MaxBytes ? null : packed.ToArray();
    }

    /// <summary>What was kept; null when it is damaged, or was written by a newer program. It is made anew then.</summary>
    public static DatasetProfile? Unpack(byte[] packed)
    {
        try
        {
            using var zip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var json = new MemoryStream();
            var buffer = new byte[1 << 16];
            while (zip.Read(buffer) is var count and > 0)
            {
                if (json.Length + count > ProfileReader.MaxBytes)
                    return null;
                json.Write(buffer, 0, count);
            }
            return ProfileReader.Read(json.GetBuffer().AsSpan(0, (int)json.Length), "");
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidInputException)
        {
            return null;
        }
    }
}
