using Gyre.Core;
using Gyre.Learning.Continual;

namespace Gyre.Learning.Tests.Continual;

public sealed class ExampleMemoryTests
{
    [Fact]
    public void A_reservoir_keeps_every_position_with_the_same_probability()
    {
        const int streams = 10_000, length = 50, size = 10;
        var kept = new double[length];
        for (var stream = 0; stream < streams; stream++)
        {
            var rule = MemoryRule.Of(MemoryKind.Reservoir, new ExampleMemory(1, 0, size));
            var random = new SeededRandom((ulong)stream);
            for (var i = 0; i < length; i++)
                rule.Offer([i], 0, 0, [], random);
            for (var i = 0; i < size; i++)
                kept[(int)rule.Memory.Row(i)[0]]++;
        }

        // Positions of one stream exclude each other, which shrinks the statistic by (1 - M / n); 95.8 is the 99.99 % point of χ² with 49
        // degrees.
        const double expected = (double)streams * size / length;
        (kept.Sum(count => (count - expected) * (count - expected) / expected) / (1 - ((double)size / length))).ShouldBeLessThan(95.8);
    }

    [Theory]
    [InlineData(MemoryKind.ClassBalanced)]
    [InlineData(MemoryKind.ExperienceBalanced)]
    public void A_balanced_memory_holds_equal_numbers_within_one(MemoryKind kind)
    {
        var rule = MemoryRule.Of(kind, new ExampleMemory(1, 0, 23));
        var random = new SeededRandom(1);
        for (var task = 0; task < 5; task++)
        {
            for (var i = 0; i < 100; i++)
                rule.Offer([i], task, task, [], random);
            int[] held =
            [
                .. Enumerable.Range(0, task + 1)
                    .Select(group => Enumerable.Range(0, rule.Memory.Count).Count(i => rule.Memory.Label(i) == group)),
            ];
            held.Sum().ShouldBe(23);
            (held.Max() - held.Min()).ShouldBeLessThanOrEqualTo(1);
        }
    }

    [Fact]
    public void A_greedy_memory_is_balanced_whatever_the_order()
    {
        var rule = new GreedyBalance(new ExampleMemory(1, 0, 20), 10);
        var random = new SeededRandom(1);
        for (var label = 0; label < 10; label++)
        {
            for (var i = 0; i < 50; i++)
                rule.Offer([i], label, 0, [], random);
        }

        Enumerable.Range(0, 10).ShouldAllBe(label => Enumerable.Range(0, 20).Count(i => rule.Memory.Label(i) == label) == 2);
    }

    [Fact]
    public void A_draw_takes_different_examples_evenly()
    {
        var memory = new ExampleMemory(1, 0, 8);
        for (var i = 0; i < 8; i++)
            memory.Add([i], 0, 0, []);
        var random = new SeededRandom(1);
        var drawn = new int[8];
        Span<int> places = stackalloc int[3];
        for (var round = 0; round < 8000; round++)
        {
            var chosen = memory.Draw(random, places).ToArray();
            chosen.Distinct().Count().ShouldBe(3);
            foreach (var i in chosen)
                drawn[i]++;
        }
        drawn.ShouldAllBe(count => Math.Abs(count - 3000) < 220);
        memory.Draw(random, new int[20]).ToArray().Order().ShouldBe(Enumerable.Range(0, 8));
    }
}
