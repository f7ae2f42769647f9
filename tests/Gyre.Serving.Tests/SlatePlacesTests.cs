using Gyre.Core;
using Gyre.Serving.Decisions;

namespace Gyre.Serving.Tests;

public sealed class SlatePlacesTests
{
    [Fact]
    public void Each_place_may_get_every_arm_while_there_are_enough()
    {
        var places = new SlatePlaces([[0, 1, 2], [0, 1, 2]], 3);
        places.Unfilled.ShouldBeNull();
        Open(places, 0).ShouldBe([0, 1, 2]);
        places.Take(0, 1);
        Open(places, 1).ShouldBe([0, 2], "an arm is used once");
    }

    [Fact]
    public void An_arm_that_a_later_place_cannot_do_without_is_left_to_it()
    {
        var places = new SlatePlaces([[0, 1, 2], [1], [1, 2]], 3);
        Open(places, 0).ShouldBe([0]);
        places.Take(0, 0);
        Open(places, 1).ShouldBe([1]);
        places.Take(1, 1);
        Open(places, 2).ShouldBe([2]);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void The_first_place_without_an_arm_is_named(int places, int unfilled)
    {
        var arms = places - 1;
        var all = Enumerable.Range(0, arms).ToArray();
        new SlatePlaces([.. Enumerable.Repeat(all, places)], arms).Unfilled.ShouldBe(unfilled);
    }

    [Fact]
    public void A_place_that_may_get_nothing_is_named() => new SlatePlaces([[0], []], 2).Unfilled.ShouldBe(1);

    [Fact]
    public void Whatever_is_taken_of_what_is_open_every_place_gets_an_arm()
    {
        var random = new SeededRandom(3);
        for (var round = 0; round < 300; round++)
        {
            var arms = 1 + (int)(random.NextUInt64() % 8);
            var count = 1 + (int)(random.NextUInt64() % (ulong)arms);
            var allowed = Enumerable.Range(0, count)
                .Select(_ => Enumerable.Range(0, arms).Where(_ => random.NextUInt64() % 3 > 0).ToArray()).ToArray();
            var places = new SlatePlaces(allowed, arms);
            if (places.Unfilled is not null)
                continue;
            var taken = new HashSet<int>();
            for (var place = 0; place < count; place++)
            {
                var open = Enumerable.Range(0, arms).Where(arm => places.IsOpen(place, arm)).ToArray();
                open.ShouldNotBeEmpty();
                open.ShouldBeSubsetOf(allowed[place]);
                var arm = open[random.NextUInt64() % (ulong)open.Length];
                taken.Add(arm).ShouldBeTrue();
                places.Take(place, arm);
            }
        }
    }

    private static int[] Open(SlatePlaces places, int place) => [.. Enumerable.Range(0, 3).Where(arm => places.IsOpen(place, arm))];
}
