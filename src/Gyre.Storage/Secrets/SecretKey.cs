using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gyre.Storage.Secrets;

/// <summary>
/// A key that values are sealed with: AES-256-GCM with a nonce of 96 random bits. Where a value belongs is authenticated with it, so that
/// a row copied to another
/// place does not open there.
/// </summary>
public sealed class SecretKey
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly byte[] _bytes;

    private SecretKey(byte[] bytes)
    {
        _bytes = bytes;
        Id = Convert.ToHexStringLower(SHA256.HashData([.. "gyre-secret-key\n"u8, .. bytes]).AsSpan(0, 8));
    }

    /// <summary>Tells it from others without giving anything away: 16 hexadecimal digits.</summary>
    public string Id { get; }

    internal string Text => Convert.ToBase64String(_bytes);

    /// <summary>Encrypts.</summary>
    /// <param name="place">What the value belongs to, such as a project.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="value">The value.</param>
    public string Seal(string place, string name, string value)
    {
        var plain = Encoding.UTF8.GetBytes(value);
        var sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        // The operating system's randomness, as for tokens: a nonce that a seed could repeat would give the key away.
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_bytes, TagBytes);
        cipher.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes),
            Place(place, name));
        return Convert.ToBase64String(sealedBytes);
    }

    /// <summary>Decrypts; null when it was sealed with another key, for another place, or was changed.</summary>
    public string? Open(string place, string name, string text)
    {
        try
        {
            var sealedBytes = Convert.FromBase64String(text);
            if (sealedBytes.Length < NonceBytes + TagBytes)
                return null;
            var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
            using var cipher = new AesGcm(_bytes, TagBytes);
            cipher.Decrypt(
                sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes),
                    plain, Place(place, name));
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }

    internal static SecretKey Create() => new(RandomNumberGenerator.GetBytes(KeyBytes));

    internal static SecretKey? Parse(string text)
    {
        var bytes = new byte[KeyBytes];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == KeyBytes ? new SecretKey(bytes) : null;
    }

    /// <summary>The length of the first part keeps two different pairs from looking the same.</summary>
    private static byte[] Place(string place, string name)
    {
        var first = Encoding.UTF8.GetBytes(place);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, first.Length);
        return [.. length, .. first, .. Encoding.UTF8.GetBytes(name)];
    }
}
