using Gyre.Core;

namespace Gyre.Learning.Tests.Splitting;

/// <summary>Experiences by domain.</summary>
public sealed class DomainPartitionTests
{
    private static readonly string[] Domains = [.. Enumerable.Range(0, 40)
        .Select(static row => row % 4 == 0 ? "10" : row % 2 == 0 ? "9" : "8")];

    private static readonly PartitionOptions Options = new() { Seed = 3, Training = 0.8, Test = 0.2, Validation = 0 };

    [Fact]
    public void Each_domain_is_an_experience_with_all_its_rows_in_the_order_of_their_names()
    {
        var splits = Splits.DomainPartitions(Domains, [], Options);
        splits.Select(split => Domains[split.Training[0]]).ShouldBe(["8", "9", "10"]);
        foreach (var split in splits)
        {
            int[] rows = [.. split.Training.Concat(split.Test).Concat(split.Validation).Order()];
            rows.ShouldBe(Enumerable.Range(0, 40).Where(row => Domains[row] == Domains[rows[0]]));
            (split.Test.Length, split.Training.Length).ShouldBe((rows.Length / 5, rows.Length * 4 / 5));
        }
        Splits.DomainPartitions(Domains, ["10", "8"], Options)[0].Training.ShouldBe(splits[2].Training);
        Splits.DomainPartitions(Domains, [], Options with { Seed = 4 })[0].Training.ShouldNotBe(splits[0].Training);
    }

    [Theory]
    [InlineData("10,10", "more than once")]
    [InlineData("10,7", "'7' is not present")]
    public void Orders_that_do_not_fit_are_refused(string order, string message) =>
        Should.Throw<InvalidInputException>(() => Splits.DomainPartitions(Domains, [.. order.Split(',')], Options))
            .Message.ShouldContain(message);
}
