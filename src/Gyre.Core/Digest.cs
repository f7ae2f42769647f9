using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gyre.Core;

/// <summary>The SHA-256 of some content, written <c>sha256:</c> and 64 lower-case hexadecimal digits.</summary>
/// <remarks>The default value is no digest; <see cref="IsEmpty"/> tells.</remarks>
[JsonConverter(typeof(DigestJsonConverter))]
public readonly record struct Digest : IComparable<Digest>
{
    private const string Prefix = "sha256:";
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");
    private readonly string? _hex;

    private Digest(string hex) => _hex = hex;

    /// <summary>Whether this is the default value, which names no content.</summary>
    public bool IsEmpty => _hex is null;

    /// <summary>The 64 hexadecimal digits, without the prefix.</summary>
    public string Hex => _hex ?? throw new InvalidOperationException("The default digest does not identify any content.");

    /// <summary>Hashes bytes that are in memory.</summary>
    public static Digest Of(ReadOnlySpan<byte> content) => FromHash(SHA256.HashData(content));

    /// <summary>Hashes the UTF-8 form of a text.</summary>
    public static Digest Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>Wraps a finished SHA-256.</summary>
    /// <param name="hash">Exactly 32 bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="hash"/> is not 32 bytes long.</exception>
    public static Digest FromHash(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != SHA256.HashSizeInBytes)
            throw new ArgumentException($"A SHA-256 has 32 bytes, not {hash.Length}.", nameof(hash));
        return new Digest(Convert.ToHexStringLower(hash));
    }

    /// <summary>Reads <c>sha256:HEX</c> or the bare 64 digits; upper-case digits are refused, so that one content has one name.</summary>
    public static bool TryParse(string? text, out Digest digest)
    {
        digest = default;
        if (text is null)
            return false;
        var hex = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
        if (hex.Length != 64 || hex.AsSpan().ContainsAnyExcept(HexDigits))
            return false;
        digest = new Digest(hex);
        return true;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException"><paramref name="text"/> is no digest.</exception>
    public static Digest Parse(string text) => TryParse(text, out var digest)
        ? digest
        : throw new FormatException($"'{text}' is not a valid digest; expected 'sha256:' and 64 lowercase hexadecimal digits.");

    /// <summary>Every digest that stands in a text with its prefix, wherever it stands: what a document may need, without knowing the document.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>In the order of the text; one that stands twice is given twice.</returns>
    public static IEnumerable<Digest> FindAll(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var at = text.IndexOf(Prefix, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Prefix, at + Prefix.Length, StringComparison.Ordinal))
        {
            if (at + Prefix.Length + 64 <= text.Length && TryParse(text.Substring(at, Prefix.Length + 64), out var digest))
                yield return digest;
        }
    }

    /// <inheritdoc/>
    public int CompareTo(Digest other) => string.CompareOrdinal(_hex, other._hex);

    /// <inheritdoc/>
    public override string ToString() => _hex is null ? "" : Prefix + _hex;

    /// <summary>Ordinal order of the digits.</summary>
    public static bool operator <(Digest left, Digest right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order of the digits.</summary>
    public static bool operator >(Digest left, Digest right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order of the digits.</summary>
    public static bool operator <=(Digest left, Digest right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order of the digits.</summary>
    public static bool operator >=(Digest left, Digest right) => left.CompareTo(right) >= 0;
}

/// <summary>Digests as their text; public because generated serializers of other modules name it.</summary>
public sealed class DigestJsonConverter : JsonConverter<Digest>
{
    /// <inheritdoc/>
    public override Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Digest.TryParse(reader.GetString(), out var digest) ? digest : throw new JsonException("Not a valid digest.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Digest value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
