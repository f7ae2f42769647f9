namespace Gyre.Core.Tests;

public sealed class HostVariablesTests
{
    private static readonly string[] Names = ["HF_TOKEN", "AWS_SECRET_ACCESS_KEY", "PGPASSWORD", "GYRE_TOKEN"];

    [Fact]
    public void A_user_gives_everything_but_what_belongs_to_the_stores_and_to_Gyre() =>
        Given(HostVariables.OfUser(Read, [])).ShouldBe(["HF_TOKEN"]);

    [Fact]
    public void A_server_gives_what_was_allowed_by_name() => Given(HostVariables.OfServer(Read, ["PGPASSWORD"])).ShouldBe(["PGPASSWORD"]);

    [Fact]
    public void What_belongs_to_Gyre_is_never_given() =>
        Given(HostVariables.OfUser(Read, Names)).ShouldBe(["HF_TOKEN", "AWS_SECRET_ACCESS_KEY", "PGPASSWORD"]);

    [Fact]
    public void What_is_kept_back_is_known_and_says_how_to_get_it()
    {
        var server = HostVariables.OfServer(Read, []);
        server.IsKeptBack("HF_TOKEN").ShouldBeTrue();
        server.IsKeptBack("MISSING").ShouldBeFalse();
        HostVariables.RemedyFor("HF_TOKEN").ShouldContain("gyre serve --allow-secret HF_TOKEN");
        HostVariables.RemedyFor("GYRE_TOKEN").ShouldNotContain("--allow-secret");
    }

    private static IEnumerable<string> Given(HostVariables host) => Names.Where(name => host.Find(name) is not null);

    private static string? Read(string name) => name == "MISSING" ? null : "value";
}
