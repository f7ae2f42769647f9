using Gyre.Core;
using Gyre.Datasets.Profiles;

namespace Gyre.Datasets.Tests.Profiles;

/// <summary>The sketches keep the bounds that they state.</summary>
public sealed class QuantileSketchTests
{
    [Fact]
    public void Up_to_its_capacity_everything_is_exact()
    {
        var sketch = new QuantileSketch(8);
        foreach (var number in new double[] { 5, 1, 4, 2, 8, 7, 3, 6 })
            sketch.Add(number);
        sketch.RankError.ShouldBe(0);
        sketch.Sorted().Select(static point => point.Value).ShouldBe([1, 2, 3, 4, 5, 6, 7, 8]);
    }

    public enum Order
    {
        Up,
        Down,
        Shuffled,
        Equal,
    }

    [Theory]
    [InlineData(Order.Up)]
    [InlineData(Order.Down)]
    [InlineData(Order.Shuffled)]
    [InlineData(Order.Equal)]
    public void Ranks_are_wrong_by_at_most_what_is_told(Order order)
    {
        const int Count = 100_001;
        var random = new SeededRandom(7);
        var numbers = Enumerable.Range(0, Count).Select(i => order switch
        {
            Order.Up => i,
            Order.Down => Count - 1 - i,
            Order.Equal => (double)(i % 10),
            _ => i,
        }).ToArray();
        if (order == Order.Shuffled)
            numbers = [.. numbers.OrderBy(_ => random.NextUInt64())];
        var sketch = new QuantileSketch(256);
        Array.ForEach(numbers, sketch.Add);

        sketch.Count.ShouldBe(Count);
        ((double)sketch.RankError / Count).ShouldBeInRange(0.001, 9.0 / 256);
        var sorted = sketch.Sorted();
        sorted.Sum(static point => point.Count).ShouldBe(Count);
        sorted.Count.ShouldBeLessThan(256 * 11);
        Array.Sort(numbers);
        for (var i = 0; i < Count; i += 997)
        {
            var exact = numbers.Count(number => number <= numbers[i]);
            var told = sorted.Where(point => point.Value <= numbers[i]).Sum(static point => point.Count);
            Math.Abs(exact - told).ShouldBeLessThanOrEqualTo(sketch.RankError);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(10_000)]
    [InlineData(300_000)]
    public void Distinct_values_are_estimated_within_four_standard_errors(int count)
    {
        var (numbers, texts) = (new DistinctEstimate(), new DistinctEstimate());
        for (var i = 0; i < count; i++)
        {
            numbers.Add(i / 7.0);
            numbers.Add(i / 7.0);
            texts.Add(BitConverter.GetBytes(i).AsSpan(0, 3));
        }
        foreach (var estimate in new[] { numbers.Count(), texts.Count() })
            Math.Abs(estimate - count).ShouldBeLessThanOrEqualTo((long)Math.Ceiling(4 * DatasetProfile.DistinctError * count));
    }
}
