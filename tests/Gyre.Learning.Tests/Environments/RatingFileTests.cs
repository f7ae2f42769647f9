using System.Text;
using Gyre.Core;

namespace Gyre.Learning.Tests.Environments;

public sealed class RatingFileTests
{
    [Theory]
    [InlineData("2\t1\t3\t881250949\n1\t2\t5\t0\n1\t1\t4\t1\n")]
    [InlineData("2\t1\t3\t881250949\r\n1\t2\t5\t0\r\n1\t1\t4\t1")]
    public async Task Lines_become_ratings_in_order(string text)
    {
        var ratings = await ReadAsync(text);

        (ratings.Users, ratings.Items, ratings.Origin).ShouldBe((2, 2, RatingOrigin.File));
        ratings.Ratings.ShouldBe([new Rating(0, 0, 4), new Rating(0, 1, 5), new Rating(1, 0, 3)]);
    }

    [Theory]
    [InlineData("", "ratings.empty", 0, 0)]
    [InlineData("1\t1\t3\t0\n\n", "ratings.number", 2, 1)]
    [InlineData("1\t1\t3\n", "ratings.fields", 1, 6)]
    [InlineData("1\n", "ratings.fields", 1, 2)]
    [InlineData("1\t1\t3\t0\t9\n", "ratings.fields", 1, 9)]
    [InlineData("1\t1\t3\t0\t\n", "ratings.fields", 1, 9)]
    [InlineData("1\t1\t3\t\n", "ratings.number", 1, 7)]
    [InlineData("0\t1\t3\t0\n", "ratings.number", 1, 1)]
    [InlineData("1\t1\t3\t0\n1\t0\t3\t0\n", "ratings.number", 2, 3)]
    [InlineData("-1\t1\t3\t0\n", "ratings.number", 1, 1)]
    [InlineData("+1\t1\t3\t0\n", "ratings.number", 1, 1)]
    [InlineData("1\t1\t0\t0\n", "ratings.number", 1, 5)]
    [InlineData("1\t1\t6\t0\n", "ratings.number", 1, 5)]
    [InlineData("1\t1\t3.5\t0\n", "ratings.number", 1, 5)]
    [InlineData("1\t1\tNaN\t0\n", "ratings.number", 1, 5)]
    [InlineData("1\t1\t3\t-1\n", "ratings.number", 1, 7)]
    [InlineData("1\t1\t3\t99999999999999999999\n", "ratings.number", 1, 7)]
    [InlineData("1000001\t1\t3\t0\n", "ratings.number", 1, 1)]
    [InlineData("1 1 3 0\n", "ratings.number", 1, 1)]
    [InlineData("1\0\t1\t3\t0\n", "ratings.number", 1, 1)]
    [InlineData("1\t1\t3\t0\n\0\0\0\0", "ratings.number", 2, 1)]
    [InlineData("1\t1\t3\t0\n2\t1\t3\t0\n1\t1\t4\t0\n", "ratings.repeated", 3, 1)]
    [InlineData("\uFEFF1\t1\t3\t0\n", "ratings.number", 1, 1)]
    public async Task What_does_not_fit_is_refused_with_its_place(string text, string code, int line, int column)
    {
        var error = (await Should.ThrowAsync<InvalidInputException>(() => ReadAsync(text))).Diagnostics[0];

        (error.Code, error.File, error.Line, error.Column).ShouldBe((code, "u.data", line, column));
    }

    [Fact]
    public async Task The_field_is_named()
    {
        (await Refusal("1\t1\t6\t0\n")).ShouldBe("'6' in field 'rating' is not a whole number from 1 to 5.");
        (await Refusal("1\t\t6\t0\n")).ShouldBe("Nothing in field 'item' is not a whole number from 1 to 1000000.");
        (await Refusal("1\t2\t3\n")).ShouldBe("The field 'time stamp' is missing.");
        (await Refusal("\0\u0007\t2\t3\n")).ShouldBe("'??' in field 'user' is not a whole number from 1 to 1000000.");
    }

    [Fact]
    public async Task Lines_and_files_have_limits()
    {
        new RatingFileOptions().MaxLines.ShouldBe(10_000_000);
        var error = await Should.ThrowAsync<InvalidInputException>(
            () => ReadAsync("1\t1\t3\t0\n1\t2\t3\t0\n1\t3\t3\t0\n", new RatingFileOptions { MaxLines = 2 }));
        (error.Diagnostics[0].Code, error.Diagnostics[0].Line).ShouldBe(("ratings.too-long", 3));
        foreach (var content in new[] { (byte)'1', (byte)'\t', (byte)0 })
        {
            var endless = await Should.ThrowAsync<InvalidInputException>(
                () => RatingFile.ReadAsync(new EndlessStream(content), "u.data", null, TestContext.Current.CancellationToken));
            endless.Diagnostics[0].Code.ShouldBe("ratings.line");
        }
        await Should.ThrowAsync<ArgumentException>(() => ReadAsync("", new RatingFileOptions { MaxLines = 0 }));
    }

    [Fact]
    public async Task A_file_is_read_the_same_however_it_arrives()
    {
        var ratings = RatingFile.Generate(3);
        var text = string.Concat(ratings.Ratings.Take(9000)
            .Select(rating => FormattableString.Invariant($"{rating.User + 1}\t{rating.Item + 1}\t{rating.Value}\t88\n")));

        var read = await RatingFile.ReadAsync(
            new TricklingStream(Encoding.ASCII.GetBytes(text)), "u.data", null, TestContext.Current.CancellationToken);

        read.Ratings.ShouldBe(ratings.Ratings.Take(9000));
    }

    [Fact]
    public void Generated_ratings_have_the_shape_of_the_real_ones()
    {
        for (var seed = 1UL; seed <= 5; seed++)
        {
            var ratings = RatingFile.Generate(seed);
            var first = ratings.FirstItems(20);

            (ratings.Origin, ratings.Users, ratings.Items).ShouldBe((RatingOrigin.Generated, 943, 1682));
            ratings.Ratings.Length.ShouldBeInRange(90_000, 110_000);
            ratings.Ratings.ShouldAllBe(rating => rating.Value >= 1 && rating.Value <= 5);
            first.Rows.ShouldBeInRange(707, 767);
            (first.Values.ToArray().Count(value => value != 0) / (20.0 * first.Rows)).ShouldBe(0.23, 0.025);
            ratings.Ratings.Average(rating => (double)rating.Value).ShouldBe(3.53, 0.15);
        }
        RatingFile.Generate(1).Ratings.ShouldBe(RatingFile.Generate(1).Ratings);
        RatingFile.Generate(2).Ratings.ShouldNotBe(RatingFile.Generate(1).Ratings);
    }

    [Fact]
    public void First_items_out_of_range_or_without_ratings_are_refused()
    {
        var ratings = new RatingSet { Origin = RatingOrigin.File, Users = 2, Items = 3, Ratings = [new Rating(1, 2, 4)] };

        ratings.FirstItems(3).Rows.ShouldBe(1);
        Should.Throw<ArgumentException>(() => ratings.FirstItems(4)).ParamName.ShouldBe("items");
        Should.Throw<ArgumentException>(() => ratings.FirstItems(0)).ParamName.ShouldBe("items");
        Should.Throw<ArgumentException>(() => ratings.FirstItems(2)).Message.ShouldStartWith("No user rated any of the first 2 items");
    }

    private static async Task<string> Refusal(string text) =>
        (await Should.ThrowAsync<InvalidInputException>(() => ReadAsync(text))).Diagnostics[0].Message;

    private static Task<RatingSet> ReadAsync(string text, RatingFileOptions? options = null) =>
        RatingFile.ReadAsync(Samples.Text(text).Stream, "u.data", options, TestContext.Current.CancellationToken);

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class TricklingStream(byte[] content) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 7)], cancellationToken);
    }
}
