using Gyre.Core;

namespace Gyre.Execution.Tests.Components;

public sealed class ComponentArtifactTests : ComponentFixture
{
    private static ArgumentTemplate Report => Template(At(PlaceholderKind.ReportFile));

    private static ArgumentTemplate Path(string output) => Template(At(PlaceholderKind.OutputPath, output));

    [Fact]
    public async Task Files_and_folders_come_in_and_go_out()
    {
        var file = await Home.StoreAsync("x", "deep", Cancel);
        var folder = new Artifact { Name = "tree", Type = Dataset, Files = [new ArtifactFile("a/b.txt", file.Digest, file.SizeInBytes), new ArtifactFile("c.metadata.json", file.Digest, file.SizeInBytes)] };
        var component = Shell(
            "cat \"$1\" \"$2/a/b.txt\" > \"$3\"; cp -r \"$2\" \"$4\"; echo changed > \"$1\"",
            [Template(At(PlaceholderKind.InputPath, "one")), Template(At(PlaceholderKind.InputPath, "tree")), Path("file"), Path("folder")],
            OutputArtifact("file"), OutputArtifact("folder", new ArtifactType("my.Own", "9")));
        var one = await StoredAsync("one", "1");
        var result = await SucceedAsync(Order(component, "{}", new NamedArtifacts("one", [one]), new NamedArtifacts("tree", [folder])));
        (await ContentAsync(result, "file")).ShouldBe("1deep");
        Only(result, "folder").Files.Select(each => each.Path).ShouldBe(["a/b.txt", "c.metadata.json"]);
        Only(result, "folder").Type.Title.ShouldBe("my.Own");
        Only(result, "folder").Uri.ShouldBeNull();
        result.Outputs.Select(output => output.Path).ShouldBe(["file", "folder/a/b.txt", "folder/c.metadata.json"]);
        (await Home.ReadAsync(one.Files[0].Digest, Cancel)).ShouldBe("1");
    }

    [Fact]
    public async Task Metadata_is_merged_key_by_key_and_a_file_need_not_be_written()
    {
        var component = Shell(
            "echo '{\"artifacts\": {\"m\": {\"artifacts\": [{\"name\": \"n\", \"metadata\": {\"b\": 2.5, \"c\": [1]}}]}}}' > \"$1\"",
            [Report],
            OutputArtifact("m", new ArtifactType("system.Metrics", "0.0.1")) with { Metadata = (MapValue)Of("""{"a": 1, "b": 1}""") }, OutputArtifact("silent"));
        var result = await SucceedAsync(Order(component));
        Only(result, "m").ShouldSatisfyAllConditions(
            metrics => metrics.Metadata.ShouldBe((MapValue)Of("""{"a": 1, "b": 2.5, "c": [1]}""")),
            metrics => metrics.Files.ShouldBeEmpty(),
            metrics => metrics.Name.ShouldBe("m"),
            metrics => metrics.Uri.ShouldBeNull());
        Only(result, "silent").Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_put_elsewhere_is_stored_from_there_and_what_lies_elsewhere_is_named()
    {
        var outside = Directory.CreateDirectory(Home.Place("outside")).FullName;
        var component = Shell(
            $$$"""
            echo far > '{{{outside}}}/f'; echo near > near.txt; mkdir -p "$2"; echo in > "$2/x"
            cat > "$1" <<END
            {"artifacts": {
              "far": {"artifacts": [{"uri": "{{{outside}}}/f"}]}, "near": {"artifacts": [{"custom_path": "near.txt", "uri": "gs://bucket/near"}]},
              "own": {"artifacts": [{"uri": "$2/x"}]}, "remote": {"artifacts": [{"uri": "gs://bucket/x"}]}, "name": {"artifacts": [{"uri": "projects/1/models/2"}]},
              "folder": {"artifacts": [{"custom_path": "{{{outside}}}"}]}
            }}
            END
            """,
            [Report, Path("tree")],
            [.. new[] { "far", "near", "own", "remote", "name", "folder" }.Select(name => OutputArtifact(name))]);
        component = component with { Outputs = component.Outputs.Add(OutputArtifact("tree")) };
        var result = await SucceedAsync(Order(component));
        (await ContentAsync(result, "far")).ShouldBe("far\n");
        (await ContentAsync(result, "near")).ShouldBe("near\n");
        (await ContentAsync(result, "own")).ShouldBe("in\n");
        Only(result, "remote").Uri.ShouldBe("gs://bucket/x");
        Only(result, "name").Uri.ShouldBe("projects/1/models/2");
        Only(result, "folder").Files.ShouldHaveSingleItem().Path.ShouldBe("f");
        result.Artifacts.SelectMany(each => each.Items).Where(item => item.Uri is not null).Select(item => item.Name).ShouldBe(["remote", "name"]);
    }

    [Fact]
    public async Task Links_are_refused_and_the_protocol_of_the_attempt_is_no_artifact()
    {
        var linked = Shell("ln -s /etc/passwd \"$2\"; ln -s /etc/passwd link; echo \"{\\\"artifacts\\\": {\\\"b\\\": {\\\"artifacts\\\": [{\\\"uri\\\": \\\"$PWD/link\\\"}]}}}\" > \"$1\"", [Report, Path("a")], OutputArtifact("a"), OutputArtifact("b"));
        var result = await SucceedAsync(Order(linked));
        Only(result, "a").Files.ShouldBeEmpty();
        Only(result, "b").Files.ShouldBeEmpty();
        result.Warnings.Length.ShouldBe(2);
        foreach (var place in new[] { "../order.json", "..", "/" })
        {
            var stolen = Shell($"echo '{{\"artifacts\": {{\"a\": {{\"artifacts\": [{{\"custom_path\": \"{place}\"}}]}}}}}}' > \"$1\"", [Report], OutputArtifact("a"));
            await FailAsync(Order(stolen), "not in a folder of the step");
        }
    }

    [Fact]
    public async Task Lists_keep_their_order()
    {
        var items = new List<Artifact>();
        for (var i = 0; i < 12; i++)
            items.Add(await StoredAsync("same", $"{i}"));
        var component = Shell(
            ReadsList,
            [Report, Template(At(PlaceholderKind.InputPath, "in")), Path("many")],
            OutputArtifact("many", isList: true), OutputArtifact("none", isList: true), OutputArtifact("unsaid"));
        var order = Order(component, "{}", new NamedArtifacts("in", [.. items]));
        var result = await SucceedAsync(order);
        result.Artifacts.Single(each => each.Name == "many").Items.Select(item => item.Name).ShouldBe(["second", "first"]);
        (await ContentAsync(result, "many", 0)).ShouldBe("2\n");
        (await ContentAsync(result, "many", 1)).ShouldBe("1\n");
        result.Artifacts.Single(each => each.Name == "none").Items.ShouldBeEmpty();
        result.Artifacts.Single(each => each.Name == "unsaid").Items.Length.ShouldBe(1);
        (await Home.LogAsync(order.Attempt, Cancel)).ShouldContain("O 0:1:2:3:4:5:6:7:8:9:10:11:");
    }

    private const string ReadsList =
        """
        for i in 0 1 2 3 4 5 6 7 8 9 10 11; do printf '%s:' "$(cat "${2%/0/same}/$i/same")"; done; echo
        mkdir "$3"; echo 1 > "$3/1"; echo 2 > "$3/2"
        printf '%s' '{"artifacts": {"many": {"artifacts": [{"name": "second", "uri": "'"$3"'/2"}, {"name": "first", "uri": "'"$3"'/1", "metadata": {"k": 1}}]}, "none": {"artifacts": []}}}' > "$1"
        """;

    [Fact]
    public async Task A_remote_artifact_is_named_and_not_touched()
    {
        var remote = new Artifact { Name = "r", Type = Dataset, Uri = "gs://no-such-bucket/x", Metadata = (MapValue)Of("""{"k": "v"}""") };
        var image = new Artifact { Name = "i", Type = Dataset, Uri = "oci://host/repo" };
        var component = Shell("echo \"$@\"", [
            Template(At(PlaceholderKind.InputPath, "r"), " ", At(PlaceholderKind.InputUri, "r"), " ", At(PlaceholderKind.InputMetadata, "r", "k"), " ", At(PlaceholderKind.InputMetadata, "r")),
            Template(At(PlaceholderKind.InputPath, "i")), Template(At(PlaceholderKind.InputArtifact, "i"))]);
        var order = Order(component, "{}", new NamedArtifacts("r", [remote]), new NamedArtifacts("i", [image]));
        await SucceedAsync(order);
        (await Home.LogAsync(order.Attempt, Cancel)).ShouldBe(
            ["""O /gcs/no-such-bucket/x gs://no-such-bucket/x v {"k":"v"} /oci/host_repo/models {"name":"i","type":{"schemaTitle":"system.Dataset","schemaVersion":"0.0.1"},"uri":"oci://host/repo"}"""]);
    }

    [Fact]
    public async Task An_input_that_cannot_be_laid_out_fails_before_the_start()
    {
        var missing = (await StoredAsync("m", "x")) with { Files = [new ArtifactFile("", Digest.Of("never stored"), 1)] };
        await FailAsync(Order(Shell("true", []), "{}", new NamedArtifacts("in", [missing])), "input 'in' could not be placed");
        var file = (await StoredAsync("m", "x")).Files[0];
        await FailAsync(
            Order(Shell("true", []), "{}", new NamedArtifacts("in", [missing with { Files = [file with { Path = "../../x" }] }])),
            "is not valid");
    }

    [Fact]
    public async Task A_file_that_is_read_only_stays_where_it_is_while_the_step_runs()
    {
        var component = Shell("echo x > \"$1\"; chmod 400 \"$1\"; sleep 0.6; cat \"$1\"", [Path("a")], OutputArtifact("a"));
        (await ContentAsync(await SucceedAsync(Order(component)), "a")).ShouldBe("x\n");
    }
}
