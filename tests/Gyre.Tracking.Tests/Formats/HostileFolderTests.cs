using System.Diagnostics;
using Gyre.Core;
using Gyre.Testing;
using Gyre.Tracking.Formats.Mlflow;

namespace Gyre.Tracking.Tests.Formats;

/// <summary>Folders that somebody damaged, or made to do harm.</summary>
public sealed class HostileFolderTests : IDisposable
{
    private const string Run = "0123456789abcdef0123456789abcdef";
    private const string RunFolder = $"mlruns/1/{Run}";

    private readonly TemporaryFolder _here = new();

    public HostileFolderTests()
    {
        _here.Write("mlruns/1/meta.yaml", "experiment_id: '1'\nname: one\nlifecycle_stage: active\nartifact_location: file:///gone/1\n");
        WriteRun("");
        _here.Write(RunFolder + "/params/lr", "0.1");
        _here.Write(RunFolder + "/metrics/loss", "1 0.5 0\n2 0.25 1\n");
        _here.Write(RunFolder + "/artifacts/a.txt", "a");
        _here.Write("secret/s.txt", "not yours");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task The_folder_itself_is_sound()
    {
        var seen = await ReadAsync();
        seen.Remarks.ShouldBeEmpty();
        seen.ShouldSatisfyAllConditions(() => seen.Params.ShouldBe("lr=0.1"), () => seen.Points.ShouldBe("loss 1/0/0.5 2/1/0.25"), () => seen.Files.ShouldBe("a.txt"));
    }

    [Theory]
    [InlineData("params/stolen", "secret/s.txt")]
    [InlineData("tags/folder", "secret")]
    [InlineData("metrics/loss2", "secret/s.txt")]
    [InlineData("artifacts/link", "secret/s.txt")]
    [InlineData("artifacts/folder", "secret")]
    public async Task Links_are_not_followed(string link, string goal)
    {
        var path = _here.At($"{RunFolder}/{link}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, _here.At(goal));
        var seen = await ReadAsync();
        seen.Remarks.ShouldBe([$"1/{Run}/{link}: links are not followed"]);
        (seen.Params, seen.Points, seen.Files).ShouldBe(("lr=0.1", "loss 1/0/0.5 2/1/0.25", "a.txt"));
    }

    [Fact]
    public async Task Linked_runs_experiments_and_meta_files_are_not_followed()
    {
        Directory.CreateSymbolicLink(_here.At("mlruns/2"), _here.At("mlruns/1"));
        Directory.CreateSymbolicLink(_here.At("mlruns/1/fedcba9876543210fedcba9876543210"), _here.At(RunFolder));
        _here.Write("mlruns/3/x", "");
        File.CreateSymbolicLink(_here.At("mlruns/3/meta.yaml"), _here.At("mlruns/1/meta.yaml"));
        var seen = await ReadAsync();
        seen.Runs.ShouldBe(1);
        seen.Remarks.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("file:///etc")]
    [InlineData("/etc")]
    [InlineData("{here}/secret")]
    [InlineData("file://{here}/mlruns/../secret")]
    [InlineData("../secret")]
    [InlineData("s3://bucket/1")]
    [InlineData("mlflow-artifacts:/../secret")]
    public async Task Files_are_taken_only_from_below_the_named_folders(string uri)
    {
        Directory.Delete(_here.At(RunFolder + "/artifacts"), recursive: true);
        WriteRun($"artifact_uri: {uri.Replace("{here}", _here.Path, StringComparison.Ordinal)}\n");
        var seen = await ReadAsync();
        seen.Files.ShouldBeEmpty();
        seen.Remarks.ShouldHaveSingleItem().ShouldContain("outside the --artifact-root folders");
    }

    [Fact]
    public async Task Files_are_found_below_a_root_that_moved()
    {
        Directory.Delete(_here.At(RunFolder + "/artifacts"), recursive: true);
        _here.Write($"moved/1/{Run}/artifacts/b.txt", "b");
        WriteRun($"artifact_uri: file:///old/1/{Run}/artifacts\n");
        (await ReadAsync(_here.At("moved"))).Files.ShouldBe("b.txt");
        (await ReadAsync(_here.At("moved"))).Remarks.ShouldBeEmpty();
        WriteRun($"artifact_uri: {_here.Path}/elsewhere/r\n");
        _here.Write("elsewhere/r/c.txt", "c");
        (await ReadAsync(_here.At("elsewhere"))).Files.ShouldBe("c.txt");
    }

    [Theory]
    [InlineData("x", "it does not contain a mapping")]
    [InlineData("", "it does not contain a mapping")]
    [InlineData("a: [", "it is not valid YAML")]
    [InlineData("a: &x 1\nb: *x", "it contains an alias")]
    [InlineData("a: 1\n---\nb: 2", "it contains more than one document")]
    [InlineData("? [a]\n: b", "a key is a list")]
    [InlineData("status: 9", "not a number from 1 to 5")]
    [InlineData("status: [1]", "'status' is not a string")]
    [InlineData("start_time: soon", "'start_time' is 'soon', not an integer")]
    [InlineData("start_time: 99999999999999999999", "not an integer")]
    [InlineData("lifecycle_stage: limbo", "neither active nor deleted")]
    [InlineData("run_id: other", "its run id is 'other'")]
    [InlineData("experiment_id: '2'", "it belongs to experiment '2'")]
    [InlineData("status: !!python/object/apply:os.system ['true']", "'status' is not a string")]
    public async Task A_bad_meta_file_becomes_a_remark_with_its_place(string text, string reason)
    {
        _here.Write(RunFolder + "/meta.yaml", text);
        var seen = await ReadAsync();
        seen.Runs.ShouldBe(0);
        seen.Remarks.ShouldHaveSingleItem().ShouldContain(reason);
        seen.Remarks[0].ShouldStartWith($"1/{Run}/meta.yaml:");
    }

    [Fact]
    public async Task Meta_files_that_are_too_large_too_deep_or_not_text_become_remarks()
    {
        foreach (var bytes in (byte[][])[new byte[(1 << 20) + 1], [.. Enumerable.Repeat((byte)'[', 100_000)], [0xff, 0xfe, 0x00], [.. "a: "u8, .. Enumerable.Repeat((byte)'{', 60)]])
        {
            File.WriteAllBytes(_here.At(RunFolder + "/meta.yaml"), bytes);
            var seen = await ReadAsync();
            seen.Runs.ShouldBe(0);
            seen.Remarks.ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task Bad_lines_become_remarks_with_their_numbers_and_the_others_are_taken()
    {
        var line = new string('9', 5000);
        _here.Write(RunFolder + "/metrics/loss", $"1 nan 0\nx 1 2\n\n2 1e400 -3\r\n3 one 1\n4 1 1 1\n-5 1 1\n6 inf\n{line}\n7 -Infinity 9223372036854775807\n8 1 9223372036854775808\n9 1");
        var seen = await ReadAsync();
        seen.Points.ShouldBe("loss 1/0/NaN 2/-3/Infinity 6/0/Infinity 7/9223372036854775807/-Infinity 9/0/1");
        seen.Remarks.Select(remark => remark.Split(':')[1]).ShouldBe(["2", "5", "6", "7", "9", "11"]);
    }

    [Fact]
    public async Task Many_bad_lines_make_few_remarks()
    {
        _here.Write(RunFolder + "/metrics/loss", string.Concat(Enumerable.Repeat("bad\n", 1000)) + "1 2 3\n");
        var seen = await ReadAsync();
        seen.Points.ShouldBe("loss 1/3/2");
        seen.Remarks.Count.ShouldBe(11);
        seen.Remarks[^1].ShouldContain("990 more lines");
    }

    [Fact]
    public async Task Values_that_are_too_long_or_not_text_become_remarks()
    {
        File.WriteAllBytes(_here.At(RunFolder + "/params/bytes"), [0xc3, 0x28]);
        _here.Write(RunFolder + "/params/long", new string('x', (1 << 20) + 1));
        var seen = await ReadAsync();
        seen.Params.ShouldBe("lr=0.1");
        seen.Remarks.Select(remark => remark.Split(':')[0]).ShouldBe([$"1/{Run}/params/bytes", $"1/{Run}/params/long"]);
    }

    [Fact]
    public async Task Names_that_no_folder_of_ours_may_have_become_remarks()
    {
        _here.Write(RunFolder + "/artifacts/back\\slash", "1");
        _here.Write(RunFolder + "/artifacts/con", "1");
        var seen = await ReadAsync();
        seen.Files.ShouldBe("a.txt");
        seen.Remarks.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_pipe_does_not_block()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Pipes have no names in folders on Windows.");
        foreach (var name in (string[])["params/pipe", "metrics/pipe", "artifacts/pipe"])
        {
            using var make = Process.Start("mkfifo", _here.At($"{RunFolder}/{name}"));
            await make.WaitForExitAsync(Token);
        }
        var seen = await ReadAsync().WaitAsync(Patience.Limit, Token);
        seen.Params.ShouldBe("lr=0.1,pipe=");
    }

    [Fact]
    public async Task Folders_that_go_very_deep_are_cut_off_with_a_remark()
    {
        _here.Write(RunFolder + "/params/" + string.Join('/', Enumerable.Repeat("d", 100)) + "/x", "1");
        (await ReadAsync()).Remarks.ShouldHaveSingleItem().ShouldContain("nested deeper than 64 levels");
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("secret")]
    [InlineData("sqlite:///nothing.db")]
    [InlineData("sqlite:///secret/s.txt")]
    [InlineData("ftp://host/x")]
    public async Task What_is_no_store_is_refused(string address)
    {
        var absolute = address.StartsWith("sqlite:///", StringComparison.Ordinal) ? "sqlite:///" + _here.At(address[10..]) : address.Contains(':', StringComparison.Ordinal) ? address : _here.At(address);
        var refusal = Should.Throw<InvalidInputException>(() => ForeignStores.Open(absolute, new ForeignStoreOptions()));
        refusal.Diagnostics.ShouldHaveSingleItem().Remedy.ShouldNotBeNullOrEmpty();
        await Task.CompletedTask;
    }

    private void WriteRun(string more) => _here.Write(RunFolder + "/meta.yaml", $"run_id: {Run}\nexperiment_id: '1'\nstatus: 3\nstart_time: 5\nend_time: 6.0\nlifecycle_stage: active\n{more}");

    private async Task<Seen> ReadAsync(params string[] roots)
    {
        await using var store = ForeignStores.Open(_here.At("mlruns"), new ForeignStoreOptions { ArtifactRoots = roots });
        var target = new MemoryTarget();
        await new Importer(store, target).RunAsync(Token);
        var run = target.Runs.Values.FirstOrDefault();
        return new Seen(
            target.Runs.Count,
            run is null ? "" : string.Join(',', run.Params.Select(pair => $"{pair.Key}={pair.Value}")),
            run is null ? "" : string.Join(',', run.Points.Select(pair => FormattableString.Invariant($"{pair.Key} {string.Join(' ', pair.Value.Select(point => FormattableString.Invariant($"{point.Timestamp}/{point.Step}/{point.Value}")))}"))),
            run is null ? "" : string.Join(',', run.Files.Keys),
            [.. store.Remarks.Kept.Select(remark => remark.ToString())]);
    }

    private sealed record Seen(int Runs, string Params, string Points, string Files, IReadOnlyList<string> Remarks);
}
