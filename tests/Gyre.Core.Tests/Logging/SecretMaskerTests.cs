using System.Text;
using Gyre.Core.Logging;

namespace Gyre.Core.Tests.Logging;

public sealed class SecretMaskerTests
{
    private const string Secret = "s3cr3t/with+signs?and spaces~é";

    public static TheoryData<string> Forms()
    {
        var bytes = Encoding.UTF8.GetBytes(Secret);
        var urlBase64 = Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_');
        var escaped = Uri.EscapeDataString(Secret);
        return
        [
            Secret,
            Convert.ToHexStringLower(bytes),
            Convert.ToHexString(bytes),
            Convert.ToBase64String(bytes),
            urlBase64,
            urlBase64.TrimEnd('='),
            escaped,
            escaped.Replace("%20", "+", StringComparison.Ordinal),
            escaped.Replace("%2F", "%2f", StringComparison.Ordinal).Replace("%2B", "%2b", StringComparison.Ordinal)
                .Replace("%3F", "%3f", StringComparison.Ordinal)
                .Replace("%C3%A9", "%c3%a9", StringComparison.Ordinal),
            System.Text.Json.JsonSerializer.Serialize(Secret)[1..^1],
        ];
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_secret_is_masked_in_each_form(string form)
    {
        var masker = new SecretMasker([Secret]);
        masker.Apply($"before {form} after").ShouldBe("before *** after");
        InPieces(masker, $"before {form} after", 1).ShouldBe("before *** after");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("u:", "")]
    [InlineData("us:", "!")]
    [InlineData("use:", "??")]
    [InlineData("user:", "\n")]
    [InlineData("{\"password\": \"", "\"}")]
    public void A_secret_is_masked_wherever_it_stands_in_base64_of_a_longer_text(string before, string after)
    {
        const string Plain = "hunter2hunter2";
        foreach (var isUrl in (bool[])[false, true])
        {
            var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Plain + after));
            text = isUrl ? text.Replace('+', '-').Replace('/', '_').TrimEnd('=') : text;
            var masked = new SecretMasker([Plain]).Apply($"Authorization: Basic {text}");
            masked.ShouldContain("***");
            // No eight characters in a row of what the secret decides are left: those are six bytes of it.
            for (var start = 0; start + 8 <= text.Length; start++)
            {
                if (start * 6 >= before.Length * 8 && (start + 8) * 6 <= (before.Length + Plain.Length) * 8)
                    masked.ShouldNotContain(text.Substring(start, 8));
            }
        }
    }

    [Fact]
    public void The_longer_form_is_masked_whole_however_the_text_is_cut()
    {
        var text = $"x {Convert.ToBase64String(Encoding.UTF8.GetBytes("abcdefgh"))} y";
        for (var size = 1; size < text.Length; size++)
            InPieces(new SecretMasker(["abcdefgh"]), text, size).ShouldBe("x *** y");
    }

    [Fact]
    public void Stars_keep_the_length_of_a_document()
    {
        var document = Encoding.UTF8.GetBytes("""{"a": "the-secret-value", "b": 1}""");
        new SecretMasker(["the-secret-value"]).Hide(document);
        Encoding.UTF8.GetString(document).ShouldBe("""{"a": "****************", "b": 1}""");
    }

    private static string InPieces(SecretMasker masker, string text, int size)
    {
        var result = new List<byte>();
        foreach (var piece in Encoding.UTF8.GetBytes(text).Chunk(size))
            result.AddRange(masker.Next(piece, last: false));
        result.AddRange(masker.Next([], last: true));
        return Encoding.UTF8.GetString([.. result]);
    }
}
