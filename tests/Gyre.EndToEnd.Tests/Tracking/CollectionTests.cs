using System.Text.Json;

namespace Gyre.EndToEnd.Tests.Tracking;

/// <summary>A collection of content in a home in which pipelines have run.</summary>
public sealed class CollectionTests : IDisposable
{
    private const string Yaml = """
        - step:
            name: make
            image: any
            command:
              - cat $VH_INPUTS_DIR/in/data.txt > $VH_OUTPUTS_DIR/out.txt
              - echo more >> $VH_OUTPUTS_DIR/out.txt
              - echo early > $VH_OUTPUTS_DIR/early.txt; chmod a-w $VH_OUTPUTS_DIR/early.txt
            inputs: [{name: in, default: data.txt}]
        - pipeline:
            name: p
            nodes: [{name: make, type: execution, step: make}]
            edges: []
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-collected-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Home => Path.Join(_folder, "home");

    private string Contents => Path.Join(Home, "artifacts", "sha256");

    public void Dispose()
    {
        Crash.CrashHome.EndProcessesOf(_folder);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Only_what_no_run_needs_goes_and_the_same_run_is_all_cache_afterwards()
    {
        var project = Directory.CreateDirectory(Path.Join(_folder, "project")).FullName;
        await File.WriteAllTextAsync(Path.Join(project, "valohai.yaml"), Yaml, Cancel);
        await File.WriteAllTextAsync(Path.Join(project, "data.txt"), "rows\n", Cancel);
        (await RunAsync(project)).GetProperty("state").GetString().ShouldBe("succeeded");
        var needed = Files();
        var garbage = Directory.CreateDirectory(Path.Join(Contents, "00")).FullName;
        await File.WriteAllBytesAsync(Path.Join(garbage, new string('0', 62)), new byte[5000], Cancel);
        foreach (var file in Files())
            File.SetLastWriteTimeUtc(Path.Join(Contents, file), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-30));

        var report = await GyreProgram.AskAsync("tracking", "gc", "--home", Home);
        (report.GetProperty("contents").GetInt64(), report.GetProperty("content_bytes").GetInt64()).ShouldBe((1, 5000));
        Files().ShouldBe(needed);
        var again = await RunAsync(project);
        (again.GetProperty("state").GetString(), again.GetProperty("nodes")[0].GetProperty("cache").GetString()).ShouldBe(("succeeded", "hit"), again.ToString());
    }

    private Task<JsonElement> RunAsync(string project) => GyreProgram.AskAsync("run", project, "--pipeline", "p", "--home", Home);

    private List<string> Files() => [.. Directory.GetFiles(Contents, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Contents, file)).Order(StringComparer.Ordinal)];
}
