using Gyre.Labeling;

namespace Gyre.Labeling.Tests.Formats;

/// <summary>What a format carries comes back, whatever the data are, and what it does not carry is said.</summary>
public sealed class RoundTripTests
{
    private const int Rounds = 60;

    public static TheoryData<string> Formats => [.. LabelFormats.All.Select(static format => format.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Reading_what_was_written_gives_what_the_format_carries(string format)
    {
        for (var seed = 0UL; seed < Rounds; seed++)
        {
            var data = new RandomData(seed).Make();
            using var folder = new ScratchFolder();
            var path = folder.PlaceFor(format, "data");
            try
            {
                var expected = LabelFormats.Reduce(data, format, out var losses);
                Files.Export(data, format, path).Losses.ShouldBe(losses);
                var result = Files.Import(format, path);
                result.Problems.Select(static problem => problem.ToString()).ShouldBeEmpty();
                Near.ShouldBe(result.Data, expected, Tolerance(format), areKindsCompared: format != "labelstudio");
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_a_format_left_is_not_lost_a_second_time(string format)
    {
        for (var seed = 0UL; seed < Rounds; seed++)
        {
            var once = LabelFormats.Reduce(new RandomData(seed).Make(), format, out _);
            var twice = LabelFormats.Reduce(once, format, out var losses);
            foreach (var (one, other) in once.Items.Zip(twice.Items))
            {
                other.Item.ShouldBe(one.Item, $"seed {seed}");
                foreach (var (first, second) in one.Annotations.Zip(other.Annotations))
                    second.ShouldBe(first, $"seed {seed}");
            }
            twice.Items.Length.ShouldBe(once.Items.Length);
            losses.Select(static loss => loss.What).Where(static what => !what.StartsWith("ids of ", StringComparison.Ordinal))
                .ShouldBeEmpty($"seed {seed}");
        }
    }

    [Theory]
    [InlineData("canonical")]
    [InlineData("gyre")]
    public void Nothing_is_lost_in_the_own_format(string format)
    {
        for (var seed = 0UL; seed < Rounds; seed++)
        {
            var data = new RandomData(seed).Make();
            using var folder = new ScratchFolder();
            var result = Files.Export(data, "gyre", folder["data.json"]);
            result.Losses.ShouldBeEmpty();
            Files.Import(format, folder["data.json"]).Data.ShouldBe(data);
        }
    }

    private static double Tolerance(string format) => 0.002 + LabelFormats.All.Single(known => known.Name == format).Tolerance;
}
