using System.Text;
using Gyre.Core;

namespace Gyre.Learning.Tests.Labeling;

public sealed class EmbeddingFileTests
{
    [Fact]
    public async Task Rows_come_back_as_they_were_written()
    {
        using var stream = new MemoryStream();
        await EmbeddingFile.WriteAsync(ChoosingTests.Rows([[1, 2], [3, 4.5], [-1, 0]]), stream, TestContext.Current.CancellationToken);

        var rows = EmbeddingFile.Open(new(stream, "e.npy"));

        (rows.Count, rows.Columns).ShouldBe((3, 2));
        rows.Rows(1, 2, new double[4]).ToArray().ShouldBe([3, 4.5, -1, 0]);
        (stream.Length % 64).ShouldBe(24);
    }

    // As numpy.save writes [[1.5, -2.0]] in 64 bits.
    [Fact]
    public void A_file_of_doubles_is_read()
    {
        using var stream = File("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }",
            [.. BitConverter.GetBytes(1.5), .. BitConverter.GetBytes(-2.0)]);

        EmbeddingFile.Open(new(stream, "e.npy")).Rows(0, 1, new double[2]).ToArray().ShouldBe([1.5, -2]);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }", "column after column")]
    [InlineData("{'descr': '<i8', 'fortran_order': False, 'shape': (1, 1), }", "no two-dimensional array")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "no two-dimensional array")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }", "cut off")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 1), }", "has the shape")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 0), }", "has the shape")]
    [InlineData("rubbish", "no two-dimensional array")]
    public void Other_files_are_refused_with_a_remedy(string head, string what)
    {
        using var stream = File(head, [0, 0, 0, 0]);

        var refusal = Should.Throw<InvalidInputException>(() => EmbeddingFile.Open(new(stream, "e.npy")));

        refusal.Message.ShouldContain(what);
        refusal.Diagnostics[0].File.ShouldBe("e.npy");
        refusal.Diagnostics[0].Remedy.ShouldNotBeNull();
    }

    [Fact]
    public void Rubbish_and_numbers_that_are_none_are_refused()
    {
        using var text = new MemoryStream(Encoding.ASCII.GetBytes("id,x,y\n1,2,3\n"));
        using var empty = new MemoryStream();
        using var nan = File("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), }", BitConverter.GetBytes(float.NaN));

        Should.Throw<InvalidInputException>(() => EmbeddingFile.Open(new(text, "a.csv"))).Message.ShouldContain("does not begin as one");
        Should.Throw<InvalidInputException>(() => EmbeddingFile.Open(new(empty, "e.npy")));
        Should.Throw<InvalidInputException>(() => EmbeddingFile.Open(new(nan, "e.npy")).Rows(0, 1, new double[1]))
            .Message.ShouldContain("not finite");
    }

    [Fact]
    public async Task A_choice_over_a_file_is_the_choice_over_memory()
    {
        var random = new SeededRandom(2);
        var values = new float[3000 * 3];
        foreach (ref var value in values.AsSpan())
            value = (float)random.NextGaussian();
        var memory = RowSources.Of(values, 3);
        using var stream = new MemoryStream();
        await EmbeddingFile.WriteAsync(memory, stream, TestContext.Current.CancellationToken);

        FarthestFirst.Choose(EmbeddingFile.Open(new(stream, "e.npy")), [5], 30).Picks.ShouldBe(FarthestFirst.Choose(memory, [5], 30).Picks);
    }

    private static MemoryStream File(string head, byte[] data)
    {
        var text = Encoding.ASCII.GetBytes(head + "\n");
        return new([0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. text, .. data]);
    }
}
