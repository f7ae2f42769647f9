using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Execution.Tests;

public sealed class RuntimeContractTests : ExecutorFixture
{
    [Fact]
    public async Task Json_lines_on_standard_output_become_metadata_and_the_latest_value_of_a_key_wins()
    {
        var order = Home.Order("""
            echo '{"loss": 2.0, "epoch": 1}'
            echo '{"loss": 99}' >&2
            echo '[1, 2]'
            printf 'progress 10%%\rprogress 100%%\r  {"loss": 0.5, "nested": {"a": [1, null]}}  \n'
            echo 'text {"loss": 7}'
            echo '{"loss": NaN, "text": "a NaN, \" Infinity"}'
            printf '{"unfinished": 1'
            """);
        var result = await RunAsync(order);
        result.MetadataPoints.ShouldBe(3);
        result.Metadata.Entries.Select(entry => entry.Key).ShouldBe(["loss", "epoch", "nested", "text"]);
        result.Metadata.Find("loss").ShouldBe(Value.Of(double.NaN));
        result.Metadata.Find("nested").ShouldBe(Of("""{"a": [1, null]}"""));
        result.Metadata.Find("text").ShouldBe(Value.Of("a NaN, \" Infinity"));
        var points = await File.ReadAllLinesAsync(Home.Folder(order.Attempt).Metadata, Cancel);
        points.Length.ShouldBe(3);
        points.ShouldAllBe(point => point.Contains("\"_time\":\"20", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_step_that_may_call_back_is_told_how_and_nothing_of_it_stays()
    {
        const string Token = "gyre_sAAAA_0123456789";
        var order = Home.Order("""
            test "$(stat -c %a "$VH_CONFIG_DIR/api.json")" = 600
            python3 -c 'import json,os;c=json.load(open(os.environ["VH_CONFIG_DIR"]+"/api.json"))["set_status_detail"];print(c["method"],c["url"],len(c["headers"]["Authorization"]))'
            """) with
        { StrictCommands = true, Secrets = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("VALOHAI_API_TOKEN", Token).Add("VALOHAI_API_URL", "http://127.0.0.1:5") };
        var result = await RunAsync(order);
        result.Outcome.ShouldBe(AttemptOutcome.Succeeded, result.Reason);
        Directory.GetFiles(Home.Folder(order.Attempt).Config).Select(Path.GetFileName).ShouldNotContain("api.json");
        Directory.EnumerateFiles(Home.Folder(order.Attempt).Root, "*", SearchOption.AllDirectories)
            .ShouldAllBe(file => !File.ReadAllText(file).Contains(Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_of_many_files_is_made_once_and_cannot_be_written()
    {
        var (one, two) = (await Home.StoreAsync("a.txt", "one", Cancel), await Home.StoreAsync("deep/b.txt", "two", Cancel));
        var tree = await Home.StoreAsync("files", $"gyre-tree 1\n- {one.Digest} a.txt\n- {two.Digest} deep/b.txt\n", Cancel);
        var plain = await Home.StoreAsync("schema.json", "{}", Cancel);
        ImmutableArray<InputOrder> inputs = [new InputOrder("set", [plain, tree with { IsTree = true }])];
        var folders = new List<string>();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var order = Home.Order(
                "cd \"$VH_INPUTS_DIR/set\" && cat schema.json files/a.txt files/deep/b.txt && stat -L -c %A files/a.txt && readlink files > \"$VH_OUTPUTS_DIR/where\"")
                with
            { Inputs = inputs, StrictCommands = true };
            var result = await RunAsync(order);
            result.Outcome.ShouldBe(AttemptOutcome.Succeeded, result.Reason);
            (await Home.LogAsync(order.Attempt, Cancel)).ShouldContain("O {}onetwo-r--r--r--");
            folders.Add(await Home.ReadAsync(result.Outputs[0].Digest, Cancel));
        }
        folders[1].ShouldBe(folders[0]);
    }

    [Fact]
    public async Task A_member_of_a_distributed_sweep_knows_the_others()
    {
        var order = Home.Order("cp \"$VH_CONFIG_DIR/distributed.json\" \"$VH_OUTPUTS_DIR\" && echo $VH_DIST_MEMBER_ID $VH_DIST_MEMBER_INDEX $VH_DIST_MEMBER_COUNT > \"$VH_OUTPUTS_DIR/me\"");
        order = order with { Distributed = new DistributedGroup("group", 1, [new AttemptId(Guid.Empty), order.Attempt]) };
        var result = await RunAsync(order);
        using var group = JsonDocument.Parse(await Home.ReadAsync(result.Outputs[0].Digest, Cancel));
        group.RootElement.GetProperty("config").GetProperty("required_count").GetInt32().ShouldBe(2);
        group.RootElement.GetProperty("self").GetProperty("job_id").GetString().ShouldBe($"exec-{order.Attempt}");
        group.RootElement.GetProperty("members").GetArrayLength().ShouldBe(2);
        (await Home.ReadAsync(result.Outputs[1].Digest, Cancel)).ShouldBe("1 1 2\n");
    }

    [Fact]
    public async Task Hostile_metadata_lines_stay_log_and_are_said()
    {
        var order = Home.Order(
            "python3 -c \"print('{' + ','.join('\\\"k%d\\\":1' % i for i in range(200000)) + '}')\"",
            "python3 -c \"print('{\\\"a\\\":' * 10000)\"",
            "python3 -c \"print('{\\\"a\\\":' * 10000 + '1' + '}' * 10000)\"",
            """echo '{"a": 1, "a": 2}'""",
            """echo '{"$type": "System.Object", "x": 1}'""");
        var result = await RunAsync(order);
        result.Outcome.ShouldBe(AttemptOutcome.Succeeded, result.Reason);
        result.MetadataPoints.ShouldBe(1);
        result.Metadata.Find("$type").ShouldBe(Value.Of("System.Object"));
        result.Warnings.Length.ShouldBe(3);
    }

    [Fact]
    public async Task Inputs_are_laid_out_and_described_and_two_of_one_name_are_both_kept()
    {
        var first = await Home.StoreAsync("data.tar.gz", "one", Cancel);
        var second = await Home.StoreAsync("data.tar.gz", "two", Cancel) with { Uri = "datum://abc", Metadata = Of("""{"label": "x"}""") };
        var deep = await Home.StoreAsync("a/b.txt", "three", Cancel);
        var order = Home.Order("cd \"$VH_INPUTS_DIR/set\" && cat data.tar.gz data-2.tar.gz a/b.txt && rm -rf . a; echo x > data.tar.gz; cp \"$VH_CONFIG_DIR\"/* \"$VH_OUTPUTS_DIR\"") with
        {
            Inputs = [new InputOrder("set", [first, second, deep]), new InputOrder("empty", [])],
        };
        var result = await RunAsync(order);
        result.Outcome.ShouldBe(AttemptOutcome.Succeeded, result.Reason);
        (await Home.LogAsync(order.Attempt, Cancel)).ShouldContain("O onetwothree");
        (await Home.ReadAsync(first.Digest, Cancel)).ShouldBe("one");
        using var inputs = JsonDocument.Parse(await OutputAsync(result, "inputs.json"));
        var files = inputs.RootElement.GetProperty("set").GetProperty("files");
        files.GetArrayLength().ShouldBe(3);
        files[1].GetProperty("name").GetString().ShouldBe("data-2.tar.gz");
        files[1].GetProperty("datum_id").GetString().ShouldBe("abc");
        files[1].GetProperty("metadata")[0].GetProperty("label").GetString().ShouldBe("x");
        files[1].GetProperty("checksums").GetProperty("sha256").GetString().ShouldBe(second.Digest.Hex);
        File.Exists(files[2].GetProperty("path").GetString()).ShouldBeFalse("work folders are removed at the end");
        inputs.RootElement.GetProperty("empty").GetProperty("files").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Parameters_keep_their_types_and_absent_ones_are_absent()
    {
        var order = Home.Order("cp \"$VH_CONFIG_DIR\"/* \"$VH_OUTPUTS_DIR\"") with
        {
            Parameters = (MapValue)Of("""{"lr": 1e-5, "n": 3, "none": null, "flag": true, "names": ["a", "b: c"], "odd": {"$float": "inf"}}"""),
            ExecutionFacts = (MapValue)Of("""{"valohai.execution-step": "train", "valohai.pipeline-id": "p1"}"""),
        };
        var result = await RunAsync(order);
        (await OutputAsync(result, "parameters.json")).ShouldBe("""{"lr":1e-05,"n":3,"flag":true,"names":["a","b: c"],"odd":Infinity}""");
        (await OutputAsync(result, "parameters.yaml")).ShouldContain("\"lr\": 1.0e-05\n");
        (await OutputAsync(result, "parameters.yaml")).ShouldContain("\"odd\": .inf\n");
        (await OutputAsync(result, "execution.json")).ShouldContain("\"valohai.execution-step\":\"train\"");
        result.Outputs.Select(output => output.Path).ShouldBe(
            ["execution.json", "execution.yaml", "inputs.json", "inputs.yaml", "parameters.json", "parameters.yaml", "runtime.json", "runtime.yaml"]);
    }

    [Fact]
    public async Task A_step_sees_its_own_variables_and_none_of_the_engine()
    {
        Environment.SetEnvironmentVariable("GYRE_TEST_ENGINE_SECRET", "engine-secret-value");
        var order = Home.Order("env; tr '\\0' '\\n' < /proc/$PPID/environ") with
        {
            Environment = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("MINE", "1").Add("GYRE_ATTEMPT", "forged"),
            ExecutionFacts = (MapValue)Of("""{"valohai.pipeline-id": "p1"}"""),
        };
        await RunAsync(order);
        var log = await Home.LogAsync(order.Attempt, Cancel);
        log.ShouldContain("O MINE=1");
        log.ShouldContain($"O GYRE_ATTEMPT={order.Attempt}");
        log.ShouldContain($"O VH_JOB_ID=exec-{order.Attempt}");
        log.ShouldContain("O VH_PIPELINE_ID=p1");
        log.ShouldNotContain(line => line.Contains("engine-secret-value", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sidecars_are_no_outputs_but_describe_them()
    {
        var order = Home.Order("""
            cd "$VH_OUTPUTS_DIR" && mkdir sub
            echo 1 > model.bin; echo '{"kind": "own", "own": 1}' > model.bin.metadata.json
            echo 2 > sub/x
            printf '%s\n' '{"file": "model.bin", "metadata": {"kind": "common"}}' 'nonsense' '{"file": "sub/x", "metadata": {"a": 1}}' '{"file": "gone", "metadata": {}}' > valohai.metadata.jsonl
            ln -s /etc/passwd link; mkfifo pipe; ln -s sub folder-link; truncate -s 1M sparse
            exit 5
            """);
        var result = await RunAsync(order);
        result.ExitCode.ShouldBe(5);
        result.Outputs.Select(output => output.Path).ShouldBe(["model.bin", "sparse", "sub/x"]);
        result.Outputs[0].Metadata.ShouldBe(Of("""{"kind": "common", "own": 1}"""));
        result.Outputs[2].Metadata.ShouldBe(Of("""{"a": 1}"""));
        result.Warnings.Count(warning => warning.Contains("not stored", StringComparison.Ordinal)).ShouldBe(3);
        result.Warnings.ShouldContain(warning => warning.Contains("Line 2", StringComparison.Ordinal));
        result.Warnings.ShouldContain(warning => warning.Contains("'gone'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_repository_is_copied_without_links_that_lead_out_and_without_the_home()
    {
        var code = Directory.CreateDirectory(Home.Place("code")).FullName;
        await File.WriteAllTextAsync(Path.Join(code, "run.sh"), "echo ran; echo changed > run.sh", Cancel);
        File.CreateSymbolicLink(Path.Join(code, "inside"), "run.sh");
        File.CreateSymbolicLink(Path.Join(code, "outside"), "/etc/passwd");
        File.CreateSymbolicLink(Path.Join(code, "up"), "../code-evil");
        Directory.CreateDirectory(Path.Join(code, ".git"));
        var order = Home.Order("sh run.sh; ls -a") with { Repository = code };
        var result = await RunAsync(order);
        var log = await Home.LogAsync(order.Attempt, Cancel);
        log.ShouldContain("O ran");
        log.ShouldContain("O inside");
        log.ShouldNotContain("O outside");
        log.ShouldNotContain("O up");
        log.ShouldNotContain("O .git");
        result.Warnings.Length.ShouldBe(2);
        (await File.ReadAllTextAsync(Path.Join(code, "run.sh"), Cancel)).ShouldStartWith("echo ran");
    }

    [Fact]
    public async Task Secrets_are_masked_in_the_log_in_metadata_and_in_reasons_also_when_they_come_in_pieces()
    {
        var order = Home.Order(
            "printf 'key=hun'; sleep 0.1; printf 'ter2-secret\\n'",
            "echo \"$TOKEN\" | base64 -w0; echo; echo '{\"token\": \"hunter2-secret\"}'; echo hunter2-secret >&2; printf hunter2-secret") with
        {
            Secrets = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("TOKEN", "hunter2-secret"),
        };
        var result = await RunAsync(order);
        var folder = Home.Folder(order.Attempt);
        var everything = await File.ReadAllTextAsync(folder.Log, Cancel) + await File.ReadAllTextAsync(folder.Metadata, Cancel) + await File.ReadAllTextAsync(folder.Result, Cancel);
        everything.ShouldNotContain("hunter2-secret");
        everything.ShouldContain("key=***");
        result.Metadata.Find("token").ShouldBe(Value.Of("***"));
    }

    private async Task<string> OutputAsync(AttemptResult result, string path) =>
        await Home.ReadAsync(result.Outputs.Single(output => output.Path == path).Digest, Cancel);
}
