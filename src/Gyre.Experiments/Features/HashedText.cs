using System.Globalization;
using System.Numerics.Tensors;
using System.Text;
using Gyre.Core;

namespace Gyre.Experiments.Features;

/// <summary>
/// Texts as feature vectors of a fixed width, without a vocabulary: n-grams of words and of characters, each added with the sign and at the
/// place that its hash says, so that collisions cancel out on average (K. Weinberger and others, "Feature hashing for large scale multitask
/// learning", 2009).
/// </summary>
/// <param name="Width">Number of features, at least 1.</param>
/// <param name="Ngrams">The most words in an n-gram; 0 for none.</param>
/// <param name="CharacterNgrams">Characters in an n-gram within a word and the gaps around it; 0 for none.</param>
internal sealed record HashedText(int Width, int Ngrams, int CharacterNgrams)
{
    public const int MaxWidth = 65_536;
    public const int MaxNgrams = 5;
    public const int MaxCharacterNgrams = 10;

    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>Reads the parameters <c>ngrams</c> and <c>char_ngrams</c> and one for the width.</summary>
    public static HashedText Read(MapReader parameters, string width, int usualWidth = 256)
    {
        var hashed = new HashedText(
            parameters.Whole(width, 1, MaxWidth, usualWidth), parameters.Whole("ngrams", 0, MaxNgrams, 2),
            parameters.Whole("char_ngrams", 0, MaxCharacterNgrams, 3));
        return hashed is { Ngrams: 0, CharacterNgrams: 0 }
            ? throw parameters.Refuse("ngrams", "must not be 0 together with 'char_ngrams'")
            : hashed;
    }

    /// <summary>The parameters that <see cref="Read"/> reads.</summary>
    public IEnumerable<(string Name, Value Value)> Save(string width) =>
        [(width, Value.Of(Width)), ("ngrams", Value.Of(Ngrams)), ("char_ngrams", Value.Of(CharacterNgrams))];

    /// <summary>Adds the n-grams of a text to features.</summary>
    public void Add(string text, Span<double> features)
    {
        var (words, joined) = WordsOf(text);
        for (var length = 1; length <= Ngrams; length++)
        {
            for (var i = 0; i + length <= words.Count; i++)
                Count('w', joined.AsSpan(words[i].Start..words[i + length - 1].End), features);
        }
        if (CharacterNgrams == 0)
            return;
        foreach (var (start, end) in words)
        {
            // With the space before and the one after, which say that a word begins or ends.
            var padded = joined.AsSpan((start - 1)..(end + 1));
            for (var i = 0; i == 0 || i + CharacterNgrams <= padded.Length; i++)
                Count('c', padded.Slice(i, Math.Min(CharacterNgrams, padded.Length)), features);
        }
    }

    /// <summary>Brings features to the Euclidean length 1; zeros stay.</summary>
    public static void Normalize(Span<double> features)
    {
        var sum = 0.0;
        foreach (var feature in features)
            sum += feature * feature;
        if (sum > 0)
            TensorPrimitives.Divide(features, Math.Sqrt(sum), features);
    }

    /// <summary>Adds 1 or -1 for a word.</summary>
    /// <param name="kind">Keeps words of different kinds apart.</param>
    /// <param name="word">The word.</param>
    /// <param name="features">One of them changes.</param>
    public static void Count(char kind, ReadOnlySpan<char> word, Span<double> features)
    {
        var hash = Mix(kind, word);
        features[(int)Math.BigMul(hash, (ulong)features.Length, out _)] += (hash & 1) == 0 ? 1 : -1;
    }

    /// <summary>FNV-1a over the UTF-16 code units, then the finaliser of MurmurHash3, since FNV mixes its high bits badly.</summary>
    private static ulong Mix(char kind, ReadOnlySpan<char> word)
    {
        var hash = (FnvOffset ^ kind) * FnvPrime;
        foreach (var letter in word)
        {
            hash = (hash ^ (byte)letter) * FnvPrime;
            hash = (hash ^ (uint)(letter >> 8)) * FnvPrime;
        }
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }

    /// <summary>
    /// The words in lower case, with one space before each and after the last. A text without any letter or digit is split at blanks.
    /// </summary>
    private static (List<(int Start, int End)> Words, string Joined) WordsOf(string text)
    {
        // Going through UTF-8 replaces halves of surrogate pairs, which cannot be brought to a normal form.
        var plain = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        var found = Split(plain, IsWord);
        return found.Words.Count > 0 ? found : Split(plain, static rune => !Rune.IsWhiteSpace(rune));
    }

    private static (List<(int Start, int End)> Words, string Joined) Split(string text, Func<Rune, bool> isWord)
    {
        var words = new List<(int Start, int End)>();
        var joined = new StringBuilder(" ");
        var start = -1;
        foreach (var rune in text.EnumerateRunes())
        {
            if (isWord(rune))
            {
                if (start < 0)
                    start = joined.Length;
                joined.Append(rune);
            }
            else if (start >= 0)
            {
                words.Add((start, joined.Length));
                joined.Append(' ');
                start = -1;
            }
        }
        if (start >= 0)
        {
            words.Add((start, joined.Length));
            joined.Append(' ');
        }
        return (words, joined.ToString());
    }

    private static bool IsWord(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
