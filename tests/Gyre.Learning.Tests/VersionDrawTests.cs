using Gyre.Core;

namespace Gyre.Learning.Tests;

public sealed class VersionDrawTests
{
    [Fact]
    public void Without_canaries_the_champion_decides() => VersionDraw.Draw([], 7).ShouldBe((-1, 1.0));

    [Fact]
    public void Shares_are_kept_and_told()
    {
        var random = new SeededRandom(5);
        var counts = new Dictionary<int, int>();
        const int Draws = 20_000;
        for (var i = 0; i < Draws; i++)
        {
            var (canary, share) = VersionDraw.Draw([0.1, 0.3], random.NextUInt64());
            share.ShouldBe(canary switch { 0 => 0.1, 1 => 0.3, _ => 0.6 }, 1e-12);
            counts[canary] = counts.GetValueOrDefault(canary) + 1;
        }
        // Three standard errors of a share of 20,000 draws are at most 0.0106.
        (counts[0] / (double)Draws).ShouldBe(0.1, 0.0106);
        (counts[1] / (double)Draws).ShouldBe(0.3, 0.0106);
    }

    [Fact]
    public void The_same_seed_draws_the_same() =>
        Enumerable.Range(0, 50).Select(i => VersionDraw.Draw([0.5], (ulong)i)).ShouldBe(
            Enumerable.Range(0, 50).Select(i => VersionDraw.Draw([0.5], (ulong)i)));
}
