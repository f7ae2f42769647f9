using System.Globalization;
using Gyre.Core.Logging;

namespace Gyre.Core.Tests.Logging;

public sealed class KnownSecretsTests
{
    [Fact]
    public void Secrets_are_masked_in_the_forms_in_which_programs_print_them()
    {
        var secrets = new KnownSecrets();
        secrets.Add("p\"ss/word", null);
        secrets.AddPassing(["hunter22"]);
        secrets.Mask("""a p"ss/word, p%22ss%2Fword, p\"ss/word and hunter22""").ShouldBe("a ***, ***, *** and ***");
    }

    [Fact]
    public void Tokens_are_known_by_their_beginning_and_words_that_begin_so_are_left_alone()
    {
        var token = "gyre_s" + new string('a', 60) + "_" + new string('0', 64);
        new KnownSecrets("gyre_").Mask($"gyre_home, {token}, Bearer {token}").ShouldBe("gyre_home, gyre_***, Bearer gyre_***");
    }

    [Fact]
    public void Of_the_secrets_of_steps_the_latest_are_kept()
    {
        var secrets = new KnownSecrets();
        secrets.Add("lasting");
        for (var i = 0; i < KnownSecrets.MostPassing + 1; i++)
            secrets.AddPassing([Secret(i), Secret(i)]);
        secrets.Mask($"lasting {Secret(0)} {Secret(1)} {Secret(KnownSecrets.MostPassing)}").ShouldBe($"*** {Secret(0)} *** ***");
    }

    private static string Secret(int number) => string.Create(CultureInfo.InvariantCulture, $"secret-{number:d4}");
}
