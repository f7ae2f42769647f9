using Gyre.Core;

namespace Gyre.Learning.Tests.Labeling;

public sealed class ItemChoiceTests
{
    private const int Items = 60;

    public static TheoryData<ChoiceStrategy> Strategies => [.. Enum.GetValues<ChoiceStrategy>()];

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Each_strategy_chooses_free_items_once_says_why_and_can_be_repeated(ChoiceStrategy strategy)
    {
        var pool = Pool();
        var options = new ChoiceOptions { Strategy = strategy, Count = 12, Seed = 4, RandomShare = 0.25 };

        var chosen = ItemChoice.Choose(pool, options);

        chosen.Length.ShouldBe(12);
        chosen.Select(static item => item.Index).Distinct().Count().ShouldBe(12);
        chosen.ShouldAllBe(item => !pool.Labelled.Contains(item.Index) && !pool.LeftOut.Contains(item.Index));
        chosen.ShouldAllBe(static item => item.Why.Length > 5);
        chosen.Count(static item => item.Rule == ChoiceStrategy.Random).ShouldBeGreaterThanOrEqualTo(3);
        ItemChoice.Choose(pool, options).ShouldBe(chosen);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Each_strategy_ends_when_the_pool_is_used_up_and_of_an_empty_one_takes_nothing(ChoiceStrategy strategy)
    {
        ItemChoice.Choose(Pool(), new() { Strategy = strategy, Count = 1000 }).Length.ShouldBe(Items - 5);
        ItemChoice.Choose(Pool() with { LeftOut = [.. Enumerable.Range(0, Items)] }, new() { Strategy = strategy, Count = 3 })
            .ShouldBeEmpty();
        ItemChoice.Choose(Pool(), new() { Strategy = strategy, Count = 0 }).ShouldBeEmpty();
    }

    [Fact]
    public void The_default_begins_with_typical_items_and_turns_to_small_margins()
    {
        var options = new ChoiceOptions { Count = 2, LabelsPerClass = 2 };

        ItemChoice.Choose(Pool() with { Labelled = [1, 2, 3] }, options).ShouldAllBe(static item => item.Rule == ChoiceStrategy.TypiClust);
        ItemChoice.Choose(Pool() with { Labelled = [1, 2, 3, 4, 5, 6] }, options)
            .ShouldAllBe(static item => item.Rule == ChoiceStrategy.Margin);
        ItemChoice.RuleFor(Pool() with { Probabilities = null }, options).ShouldBe(ChoiceStrategy.TypiClust);
        ItemChoice.RuleFor(Pool() with { Embeddings = null, Labelled = [] }, options).ShouldBe(ChoiceStrategy.Margin);
        ItemChoice.RuleFor(new() { Count = 4 }, options).ShouldBe(ChoiceStrategy.Random);
    }

    [Fact]
    public void Reasons_name_numbers_and_classes()
    {
        var pool = new ItemPool
        {
            Count = 2,
            Probabilities = ChoosingTests.Rows([[0.5, 0.1, 0.4], [0.9, 0.1, 0]]),
            Embeddings = ChoosingTests.Rows([[0, 0], [3, 4]]),
        };
        string Why(ChoiceStrategy strategy) => ItemChoice.Choose(pool, new() { Strategy = strategy, Count = 1 })[0].Why;

        Why(ChoiceStrategy.Margin).ShouldBe("margin 0.1 between classes 0 and 2");
        Why(ChoiceStrategy.LeastConfidence).ShouldBe("the most probable class 0 has only 50 %");
        Why(ChoiceStrategy.Entropy).ShouldBe("entropy 0.943 over 3 classes");
        Why(ChoiceStrategy.TypiClust).ShouldStartWith("the most typical item of cluster 0, which has no label yet");
        ItemChoice.Choose(pool with { Labelled = [0] },
            new() { Strategy = ChoiceStrategy.KCenter, Count = 1 })[0].Why.ShouldBe("5 away from everything labelled or chosen");
    }

    [Fact]
    public void A_duplicate_is_passed_over()
    {
        var pool = new ItemPool
        {
            Count = 3,
            Probabilities = ChoosingTests.Rows([[0.5, 0.5], [0.5, 0.5], [0.6, 0.4]]),
            Embeddings = ChoosingTests.Rows([[0], [0.01], [5]]),
        };

        ItemChoice.Choose(pool, new() { Strategy = ChoiceStrategy.Margin, Count = 2, DuplicateDistance = 0.1 })
            .Select(static item => item.Index).ShouldBe([0, 2]);
        ItemChoice.Choose(pool, new() { Strategy = ChoiceStrategy.Margin, Count = 2, IsSpread = true }).Select(static item => item.Index)
            .ShouldBe([0, 2]);
    }

    [Fact]
    public void What_is_missing_is_named_with_a_remedy()
    {
        var bare = new ItemPool { Count = 5 };
        string Refusal(ItemPool pool, ChoiceOptions options) => Should.Throw<InvalidInputException>(() => ItemChoice.Choose(pool, options))
            .Message;

        Refusal(bare, new() { Strategy = ChoiceStrategy.Margin, Count = 1 }).ShouldContain("Train a model first");
        Refusal(bare, new() { Strategy = ChoiceStrategy.Bald, Count = 1 }).ShouldContain("0 models in the committee");
        Refusal(bare, new() { Strategy = ChoiceStrategy.Badge, Count = 1 }).ShouldContain("badge needs them");
        Refusal(bare with { Labelled = [7] }, new() { Count = 1 }).ShouldContain("item 7");
        Refusal(bare with { Embeddings = ChoosingTests.Rows([[1]]) }, new() { Count = 1 }).ShouldContain("1 rows for 5 items");
        Refusal(bare, new() { Count = -1 }).ShouldContain("-1 items");
        Refusal(bare, new() { Count = 1, RandomShare = 2 }).ShouldContain("2.0");
    }

    [Fact]
    public void A_large_pool_is_represented_by_a_sample()
    {
        var values = new float[30_000 * 2];
        var random = new SeededRandom(1);
        foreach (ref var value in values.AsSpan())
            value = (float)random.NextGaussian();

        var chosen = ItemChoice.Choose(new() { Count = 30_000, Embeddings = RowSources.Of(values, 2) },
            new() { Strategy = ChoiceStrategy.TypiClust, Count = 5 });

        chosen.Length.ShouldBe(5);
    }

    private static ItemPool Pool()
    {
        var random = new SeededRandom(9);
        double[] Share()
        {
            double[] row = [random.NextDouble(), random.NextDouble(), random.NextDouble()];
            return [.. row.Select(x => x / row.Sum())];
        }
        RowSource Shares() => ChoosingTests.Rows([.. Enumerable.Range(0, Items).Select(_ => Share())]);
        return new()
        {
            Count = Items,
            Embeddings = ChoosingTests.Rows([.. Enumerable.Range(0, Items)
                .Select(_ => new[] { random.NextGaussian(), random.NextGaussian() })]),
            Probabilities = Shares(),
            Committee = [Shares(), Shares()],
            Labelled = [0, 5, 9],
            LeftOut = [11, 12],
        };
    }
}
