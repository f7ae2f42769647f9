using Gyre.Core;
using Gyre.Learning.Environments;

namespace Gyre.Learning.Tests.Environments;

public sealed class MatrixFactorizationTests
{
    [Fact]
    public void The_singular_values_of_a_small_table_are_known()
    {
        // [[3, 0], [4, 5]] has the singular values sqrt(45) and sqrt(5) (G. Strang, "Introduction to Linear Algebra", 5th edition 2016,
        // section 7.2).
        var found = MatrixFactorization.SingularValuesOf(new DenseMatrix(2, 2, [3, 0, 4, 5]), 2);

        found.Values[0].ShouldBe(Math.Sqrt(45), 1e-12);
        found.Values[1].ShouldBe(Math.Sqrt(5), 1e-12);
        found.Left[0, 0].ShouldBe(1 / Math.Sqrt(10), 1e-12);
        found.Left[1, 0].ShouldBe(3 / Math.Sqrt(10), 1e-12);
        found.Right[0, 0].ShouldBe(1 / Math.Sqrt(2), 1e-12);
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(40, 12)]
    [InlineData(12, 40)]
    [InlineData(1, 9)]
    [InlineData(230, 240)]
    public void At_full_rank_the_product_is_the_table(int rows, int columns)
    {
        var table = Table(rows, columns, 1);
        var found = MatrixFactorization.SingularValuesOf(table, Math.Min(rows, columns));

        Distance(Product(found), table).ShouldBeLessThan(1e-9);
        RequireOrthogonal(found.Left);
        RequireOrthogonal(found.Right);
        found.Values.ShouldBe(found.Values.OrderDescending());
    }

    [Fact]
    public void Both_ways_to_singular_values_lead_to_the_same()
    {
        var table = Table(210, 260, 2);
        var large = MatrixFactorization.SingularValuesOf(table, 10);
        var rotated = RotationSvd.Decompose(SingularVectors.Transposed(table), 10);

        for (var k = 0; k < 10; k++)
            large.Values[k].ShouldBe(rotated.Values[k], 1e-9 * rotated.Values[0]);
        for (var row = 0; row < 210; row++)
            Math.Abs(large.Left[row, 0]).ShouldBe(Math.Abs(rotated.Right[row, 0]), 1e-8);
    }

    [Fact]
    public void The_singular_values_of_a_diagonal_of_known_numbers_are_those()
    {
        var table = new DenseMatrix(300, 220);
        for (var i = 0; i < 220; i++)
            table.Row(219 - i)[i] = i % 3 == 0 ? 0 : i;

        MatrixFactorization.SingularValuesOf(table, 4).Values.ShouldAllBe(value => value == 0 || value > 0);
        var found = MatrixFactorization.SingularValuesOf(table, 4).Values;
        double[] expected = [218, 217, 215, 214];
        for (var k = 0; k < 4; k++)
            found[k].ShouldBe(expected[k], 1e-9);
    }

    [Fact]
    public void The_largest_entry_of_each_left_vector_is_positive()
    {
        var left = MatrixFactorization.SingularValuesOf(Table(30, 20, 3), 20).Left;
        for (var k = 0; k < 20; k++)
            Enumerable.Range(0, 30).Select(row => left[row, k]).MaxBy(Math.Abs).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Of_a_table_of_lower_rank_the_other_singular_values_are_zero()
    {
        var table = new DenseMatrix(6, 4, [1, 2, 3, 0, 2, 4, 6, 0, 3, 6, 9, 0, 1, 0, 1, 0, 2, 0, 2, 0, 0, 1, 1, 0]);
        var found = MatrixFactorization.SingularValuesOf(table, 4);

        found.Values[1].ShouldBeGreaterThan(0.1);
        found.Values[2].ShouldBe(0);
        found.Values[3].ShouldBe(0);
        Distance(Product(found), table).ShouldBeLessThan(1e-12);
    }

    [Fact]
    public void Ranks_and_numbers_out_of_range_are_refused()
    {
        Should.Throw<ArgumentException>(() => MatrixFactorization.SingularValuesOf(Table(3, 2, 1), 3)).ParamName.ShouldBe("rank");
        Should.Throw<ArgumentException>(() => MatrixFactorization.SingularValuesOf(new DenseMatrix(1, 1, [double.NaN]), 1))
            .Message.ShouldStartWith("The table contains nan");
        var ratings = Ratings(5, 5, 0.5, 1);
        AlternatingLeastSquaresOptions[] refused =
        [
            new() { Rank = 0 }, new() { Ridge = 0 }, new() { Ridge = double.NaN }, new() { MissingWeight = 1.1 }, new() { Sweeps = 0 },
        ];
        foreach (var options in refused)
            Should.Throw<ArgumentException>(() => MatrixFactorization.AlternatingLeastSquares(ratings, options, new SeededRandom(1)));
        Should.Throw<ArgumentException>(
            () => MatrixFactorization.AlternatingLeastSquares(ratings with { Ratings = [] }, null, new SeededRandom(1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.05)]
    [InlineData(1)]
    public void Least_squares_never_raise_what_they_minimise(double missing)
    {
        var ratings = Ratings(60, 40, 0.3, 2);
        var options = new AlternatingLeastSquaresOptions { Rank = 5, Ridge = 0.5, MissingWeight = missing, Sweeps = 25 };
        var factors = MatrixFactorization.AlternatingLeastSquares(ratings, options, new SeededRandom(3));

        factors.Losses.Length.ShouldBe(25);
        for (var sweep = 1; sweep < 25; sweep++)
            factors.Losses[sweep].ShouldBeLessThanOrEqualTo(factors.Losses[sweep - 1] * (1 + 1e-12));
        factors.Losses[^1].ShouldBe(NaiveLoss(ratings, factors, 0.5, missing), 1e-8);
    }

    [Fact]
    public void With_all_cells_equal_in_weight_least_squares_find_the_singular_values()
    {
        // The ridge subtracts itself from each singular value: the loss is that of the cut-off table plus 2 ridge x values - ridge^2.
        var ratings = Ratings(30, 8, 0.6, 4);
        var table = new DenseMatrix(30, 8);
        foreach (var rating in ratings.Ratings)
            table.Row(rating.User)[rating.Item] = rating.Value;
        var values = MatrixFactorization.SingularValuesOf(table, 8).Values;
        var options = new AlternatingLeastSquaresOptions { Rank = 3, Ridge = 0.1, MissingWeight = 1, Sweeps = 4000 };
        var loss = MatrixFactorization.AlternatingLeastSquares(ratings, options, new SeededRandom(5)).Losses[^1];

        loss.ShouldBe(values.Skip(3).Sum(value => value * value) + values.Take(3).Sum(value => 0.01 + (0.2 * (value - 0.1))), 1e-6);
    }

    private static double NaiveLoss(RatingSet ratings, RatingFactors factors, double ridge, double missing)
    {
        var rated = ratings.Ratings.ToDictionary(rating => (rating.User, rating.Item), rating => (double)rating.Value);
        var loss = ridge * factors.Users.Values.ToArray().Concat(factors.Items.Values.ToArray()).Sum(value => value * value);
        for (var user = 0; user < ratings.Users; user++)
        {
            for (var item = 0; item < ratings.Items; item++)
            {
                var product = Enumerable.Range(0, factors.Users.Columns).Sum(k => factors.Users[user, k] * factors.Items[item, k]);
                loss += rated.TryGetValue((user, item), out var value) ? Math.Pow(value - product, 2) : missing * product * product;
            }
        }
        return loss;
    }

    private static RatingSet Ratings(int users, int items, double share, ulong seed)
    {
        var random = new SeededRandom(seed);
        var cells = from user in Enumerable.Range(0, users)
                    from item in Enumerable.Range(0, items)
                    where random.NextDouble() < share
                    select new Rating(user, item, (byte)random.NextInt(1, 6));
        return new RatingSet { Origin = RatingOrigin.Generated, Users = users, Items = items, Ratings = [.. cells] };
    }

    private static DenseMatrix Table(int rows, int columns, ulong seed)
    {
        var random = new SeededRandom(seed);
        var table = new DenseMatrix(rows, columns);
        foreach (ref var value in table.Values)
            value = random.NextDouble() < 0.4 ? random.NextInt(1, 6) : 0;
        return table;
    }

    private static DenseMatrix Product(SingularValues found)
    {
        var product = new DenseMatrix(found.Left.Rows, found.Right.Rows);
        for (var row = 0; row < product.Rows; row++)
        {
            for (var column = 0; column < product.Columns; column++)
            {
                for (var k = 0; k < found.Values.Length; k++)
                    product.Row(row)[column] += found.Left[row, k] * found.Values[k] * found.Right[column, k];
            }
        }
        return product;
    }

    private static double Distance(DenseMatrix x, DenseMatrix y) =>
        x.Values.ToArray().Zip(y.Values.ToArray(), (a, b) => Math.Abs(a - b)).Max();

    private static void RequireOrthogonal(DenseMatrix vectors)
    {
        for (var i = 0; i < vectors.Columns; i++)
        {
            for (var j = 0; j <= i; j++)
                Enumerable.Range(0, vectors.Rows).Sum(row => vectors[row, i] * vectors[row, j]).ShouldBe(i == j ? 1 : 0, 1e-9);
        }
    }
}
