using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Gyre.Core;

namespace Gyre.Server.Security;

/// <summary>
/// The token of an attempt: <c>gyre_s</c>, what it is for, <c>_</c>, a signature by a key of the home. Nothing is stored per attempt, so that a step costs no
/// write more; it is good while its attempt is queued or running, which the node run tells.
/// </summary>
/// <param name="Run">The run.</param>
/// <param name="NodePath">The node run.</param>
/// <param name="Attempt">The attempt.</param>
internal sealed record StepToken(RunId Run, string NodePath, AttemptId Attempt)
{
    private const string Prefix = TokenText.Prefix + "s";
    private const int MacDigits = 64;
    private const int MaxLength = 4096;
    private const int IdBytes = 16;

    /// <summary>The whole text; never kept.</summary>
    public string Reveal(byte[] key)
    {
        var path = Encoding.UTF8.GetBytes(NodePath);
        var bytes = new byte[2 * IdBytes + path.Length];
        Run.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        Attempt.Value.TryWriteBytes(bytes.AsSpan(IdBytes), bigEndian: true, out _);
        path.CopyTo(bytes, 2 * IdBytes);
        return $"{Prefix}{Base64Url.EncodeToString(bytes)}_{Sign(key, bytes)}";
    }

    public static bool TryRead(string? text, byte[] key, [NotNullWhen(true)] out StepToken? token)
    {
        token = null;
        if (text is not { Length: <= MaxLength } || !text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length < Prefix.Length + MacDigits + 1 || text[^(MacDigits + 1)] != '_')
            return false;
        var body = text.AsSpan()[Prefix.Length..^(MacDigits + 1)];
        if (!Base64Url.IsValid(body))
            return false;
        var bytes = Base64Url.DecodeFromChars(body);
        var mac = Encoding.ASCII.GetBytes(Sign(key, bytes));
        if (bytes.Length <= 2 * IdBytes || !CryptographicOperations.FixedTimeEquals(mac, Encoding.ASCII.GetBytes(text[^MacDigits..])))
            return false;
        token = new StepToken(
            new RunId(new Guid(bytes.AsSpan(0, IdBytes), bigEndian: true)),
            Encoding.UTF8.GetString(bytes.AsSpan(2 * IdBytes)),
            new AttemptId(new Guid(bytes.AsSpan(IdBytes, IdBytes), bigEndian: true)));
        return true;
    }

    /// <summary>Without the signature, so that it cannot slip into a log.</summary>
    public override string ToString() => $"step {NodePath} of {Run}";

    private static string Sign(byte[] key, byte[] bytes) => Convert.ToHexStringLower(HMACSHA256.HashData(key, bytes));
}
