using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Gyre.Core.Logging;

/// <summary>
/// The secrets that a process has come across; its log masks them. Those that are there from the start stay. Of those that come with
/// steps only the latest are kept, so that a server that runs for months does not search its log for what nobody uses any more. Tokens
/// are known by how they begin, however many there are. Thread-safe.
/// </summary>
/// <param name="tokenPrefix">How tokens of the program begin; null when it makes none.</param>
public sealed class KnownSecrets(string? tokenPrefix = null)
{
    /// <summary>Secrets of steps that are remembered.</summary>
    public const int MostPassing = 64;

    /// <summary>What begins like a token and is shorter is a word.</summary>
    private const int ShortestToken = 40;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private readonly Lock _lock = new();
    private readonly Queue<string> _passing = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private ImmutableHashSet<string> _lasting = ImmutableHashSet.Create<string>(StringComparer.Ordinal);
    private volatile SecretMasker? _masker;

    /// <summary>Secrets that hold as long as the process runs.</summary>
    /// <param name="secrets">Nulls are left out.</param>
    public void Add(params IEnumerable<string?> secrets)
    {
        lock (_lock)
        {
            _lasting = _lasting.Union(secrets.OfType<string>());
            _masker = null;
        }
    }

    /// <summary>Secrets of a step.</summary>
    /// <param name="secrets">Values; usually the same again and again.</param>
    public void AddPassing(IEnumerable<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        lock (_lock)
        {
            foreach (var secret in secrets)
            {
                if (_lasting.Contains(secret) || !_known.Add(secret))
                    continue;
                _passing.Enqueue(secret);
                _masker = null;
            }
            while (_passing.Count > MostPassing)
                _known.Remove(_passing.Dequeue());
        }
    }

    /// <summary>The text without them.</summary>
    /// <param name="text">Any text.</param>
    public string Mask(string text) => MaskTokens((_masker ?? Renew()).Apply(text));

    private SecretMasker Renew()
    {
        lock (_lock)
            return _masker ??= new SecretMasker([.. _lasting, .. _passing]);
    }

    private string MaskTokens(string text)
    {
        if (tokenPrefix is null || !text.Contains(tokenPrefix, StringComparison.Ordinal))
            return text;
        var masked = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.IndexOf(tokenPrefix, StringComparison.Ordinal) is >= 0 and var start)
        {
            var end = rest[start..].IndexOfAnyExcept(TokenCharacters) is >= 0 and var length ? start + length : rest.Length;
            masked.Append(rest[..start]);
            if (end - start < ShortestToken)
                masked.Append(rest[start..end]);
            else
                masked.Append(tokenPrefix).Append("***");
            rest = rest[end..];
        }
        return masked.Append(rest).ToString();
    }
}
