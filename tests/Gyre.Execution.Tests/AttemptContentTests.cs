using Gyre.Core;
using Gyre.Testing;

namespace Gyre.Execution.Tests;

/// <summary>What attempts' folders need of the artifact store, so that no collection takes it.</summary>
public sealed class AttemptContentTests : ExecutorFixture
{
    [Fact]
    public async Task Results_and_orders_of_attempts_name_their_content()
    {
        var input = await Home.StoreAsync("rows", "1;2", Cancel);
        var result = await RunAsync(Home.Order("echo made > \"$VH_OUTPUTS_DIR/out.txt\"") with
        {
            Inputs = [new InputOrder("in", [input])],
        });
        (await NamedAsync()).ShouldBe([input.Digest, result.Outputs.ShouldHaveSingleItem().Digest], ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_stored_while_a_step_runs_is_named_before_there_is_a_result()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no write bits");
        var stop = Home.Place("stop");
        var running = RunAsync(Home.Order($"""
            echo early > "$VH_OUTPUTS_DIR/a"; chmod a-w "$VH_OUTPUTS_DIR/a"
            while [ ! -e '{stop}' ]; do sleep 0.05; done
            """));
        await Patience.UntilAsync(async () => (await NamedAsync()).Contains(Digest.Of("early\n")), Cancel);
        await File.WriteAllTextAsync(stop, "", Cancel);
        (await running).Outcome.ShouldBe(AttemptOutcome.Succeeded);
        (await NamedAsync()).ShouldContain(Digest.Of("early\n"));
    }

    [Fact]
    public async Task A_folder_with_anything_in_it_is_read_without_harm()
    {
        var folder = Directory.CreateDirectory(Path.Join(Home.Root, "attempts", "strange", "taken")).FullName;
        await File.WriteAllTextAsync(Path.Join(folder, "0.json"), $"sha256: sha256:zz {Digest.Of("x")}{Digest.Of("y")} sha256:{new string('A', 64)} {Digest.Of("cut").ToString()[..70]}", Cancel);
        File.CreateSymbolicLink(Path.Join(folder, "1.json"), "/dev/zero");
        Directory.CreateDirectory(Path.Join(folder, "2.json"));
        (await NamedAsync()).ShouldBe([Digest.Of("x"), Digest.Of("y")]);
    }

    private async Task<List<Digest>> NamedAsync()
    {
        var named = new List<Digest>();
        await foreach (var digest in new AttemptContent(Home.Root).InUseAsync(Cancel))
            named.Add(digest);
        return named;
    }
}
