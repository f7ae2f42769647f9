using Gyre.Testing;

namespace Gyre.Execution.Tests;

public sealed class LiveUploadTests : ExecutorFixture
{
    [Fact]
    public async Task A_file_made_read_only_is_taken_away_at_once_and_the_name_is_free_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no write bits");
        var order = Home.Order("""
            cd "$VH_OUTPUTS_DIR"
            mkdir parts
            echo first > parts/a.txt; chmod a-w parts/a.txt
            while [ -e parts/a.txt ]; do sleep 0.05; done
            echo second > parts/a.txt
            echo '{"kind": "part"}' > parts/a.txt.metadata.json
            """);
        var result = await RunAsync(order);
        result.Outcome.ShouldBe(AttemptOutcome.Succeeded, result.Reason);
        result.Outputs.Select(output => output.Path).ShouldBe(["parts/a-2.txt", "parts/a.txt"]);
        (await Home.ReadAsync(result.Outputs[1].Digest, Cancel)).ShouldBe("first\n");
        (await Home.ReadAsync(result.Outputs[0].Digest, Cancel)).ShouldBe("second\n");
        result.Outputs[1].Metadata.ShouldBe(Of("""{"kind": "part"}"""));
        await GoneAsync(Home.Folder(order.Attempt).Taken);
    }

    /// <summary>The notes about early files go after the result is there, which tells the same.</summary>
    private static Task GoneAsync(string folder) => Patience.UntilAsync(() => !Directory.Exists(folder), Cancel);

    [Fact]
    public async Task What_was_taken_is_kept_when_the_step_fails()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no write bits");
        var result = await RunAsync(Home.Order("""
            echo kept > "$VH_OUTPUTS_DIR/model.bin"; chmod 0444 "$VH_OUTPUTS_DIR/model.bin"
            while [ -e "$VH_OUTPUTS_DIR/model.bin" ]; do sleep 0.05; done
            exit 3
            """));
        result.Outcome.ShouldBe(AttemptOutcome.Failed);
        (await Home.ReadAsync(result.Outputs.ShouldHaveSingleItem().Digest, Cancel)).ShouldBe("kept\n");
    }

    [Fact]
    public async Task Outputs_carry_the_checksums_that_programs_compare_by()
    {
        var output = (await RunAsync(Home.Order("printf abc > \"$VH_OUTPUTS_DIR/a\""))).Outputs.ShouldHaveSingleItem();
        // RFC 1321 and FIPS 180: the digests of "abc".
        output.Md5.ShouldBe("900150983cd24fb0d6963f7d28e17f72");
        output.Sha1.ShouldBe("a9993e364706816aba3e25717850c26c9cd0d89d");
    }
}
