using System.Collections.Immutable;
using System.IO.Compression;
using Gyre.Core;

namespace Gyre.Execution.Tests.Components;

public sealed class PythonPackageTests : PythonFixture
{
    private const string UsesPackage = "def f() -> str:\n    import gyre_tiny\n    return gyre_tiny.WORD\n";
    private static readonly ComponentOutput Word = Output("Output", ParameterType.String);

    public PythonPackageTests() => NeedsPython();

    [Fact]
    public async Task A_package_is_installed_once_into_an_environment_of_the_home_and_used_again()
    {
        var order = Offline(Function(UsesPackage, "'gyre-tiny==1.0'", Word));
        (await SucceedAsync(order)).Results.Find("Output").ShouldBe(Value.Of("tiny"));
        File.Delete(Directory.GetFiles(Home.Place("wheels")).Single());
        var again = Offline(Function(UsesPackage, "'gyre-tiny==1.0'", Word), buildWheel: false);
        (await SucceedAsync(again)).Results.Find("Output").ShouldBe(Value.Of("tiny"));
        Environments().ShouldHaveSingleItem();
        // Nothing came to the interpreter of the machine.
        await FailAsync(Offline(Function(UsesPackage, Word), buildWheel: false), "exited with code 1");
        // An environment that somebody removed is made anew.
        Directory.Delete(Environments().Single(), recursive: true);
        (await SucceedAsync(Offline(Function(UsesPackage, "'gyre-tiny==1.0'", Word)))).Results.Find("Output").ShouldBe(Value.Of("tiny"));
    }

    [Fact]
    public async Task Steps_that_want_one_environment_at_once_make_one()
    {
        var orders = Enumerable.Range(0, 3).Select(i => Offline(Function(UsesPackage + $"# {i}\n", "gyre-tiny", Word), buildWheel: i == 0)).ToList();
        foreach (var order in orders)
            await Executor.SubmitAsync(order, Cancel);
        foreach (var order in orders)
        {
            var result = await Notices.EndOfAsync(order.Attempt, Cancel);
            result.Outcome.ShouldBe(AttemptOutcome.Succeeded, result.Reason);
        }
        Environments().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_installation_that_fails_says_so_in_the_words_of_pip_and_leaves_nothing()
    {
        var order = Offline(Function(UsesPackage, "'gyre-tiny==9'", Word));
        await FailAsync(order, "exited with code 1");
        (await Home.LogAsync(order.Attempt, Cancel)).ShouldContain(line => line.Contains("No matching distribution found for gyre-tiny==9", StringComparison.Ordinal));
        Environments().ShouldBeEmpty();
        Directory.Exists(Home.Place("python/installed")).ShouldBeFalse();
    }

    [Fact]
    public async Task Installations_in_any_shell_text_are_seen_by_what_follows_and_add_up()
    {
        Wheel("gyre-more", "gyre_more", "more");
        var script = """
            python3 -m pip install -q kfp==2.0 --no-deps && pip install -q 'gyre-tiny; python_version>"3.0"' "absent; python_version<'3.0'" && pip3 install --quiet gyre-more
            python3 -c 'import gyre_tiny, gyre_more; print(gyre_tiny.WORD, gyre_more.WORD)'
            gyre-tiny-word
            python -m pip list 2>/dev/null | grep -c gyre
            """;
        var order = Offline(Shell(script, []));
        await SucceedAsync(order);
        (await Home.LogAsync(order.Attempt, Cancel)).Where(line => line[0] == 'O').ShouldBe(["O tiny more", "O tiny script", "O 2"]);
    }

    [Fact]
    public async Task What_the_sdk_asks_for_is_there()
    {
        var order = Offline(Function("def f() -> str:\n    return 'x'\n", "'kfp-kubernetes==1.4' 'kfp_pipeline_spec>=0.6' 'nothing; python_version<\"3.0\"'", Word), buildWheel: false);
        await SucceedAsync(order);
        Environments().ShouldBeEmpty();
    }

    private string[] Environments() =>
        Directory.Exists(Home.Place("python/environments")) ? Directory.GetDirectories(Home.Place("python/environments")) : [];

    private AttemptOrder Offline(Component component, bool buildWheel = true)
    {
        if (buildWheel)
            Wheel("gyre-tiny", "gyre_tiny", "tiny");
        return Order(component) with
        {
            Environment = ImmutableSortedDictionary<string, string>.Empty
                .Add("PIP_NO_INDEX", "1").Add("PIP_FIND_LINKS", Home.Place("wheels")).Add("PIP_DISABLE_PIP_VERSION_CHECK", "1").Add("PIP_ROOT_USER_ACTION", "ignore"),
        };
    }

    /// <summary>A package with a module and a program, as the smallest archive that pip takes.</summary>
    private void Wheel(string name, string module, string word)
    {
        var stem = name.Replace('-', '_');
        using var archive = ZipFile.Open(Path.Join(Directory.CreateDirectory(Home.Place("wheels")).FullName, $"{stem}-1.0-py3-none-any.whl"), ZipArchiveMode.Create);
        Add(archive, $"{module}/__init__.py", $"WORD = '{word}'\n\n\ndef main():\n    print(WORD, 'script')\n");
        Add(archive, $"{stem}-1.0.dist-info/METADATA", $"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n");
        Add(archive, $"{stem}-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        Add(archive, $"{stem}-1.0.dist-info/entry_points.txt", $"[console_scripts]\n{name}-word = {module}:main\n");
        Add(archive, $"{stem}-1.0.dist-info/RECORD", string.Join('\n', $"{module}/__init__.py,,", $"{stem}-1.0.dist-info/METADATA,,", $"{stem}-1.0.dist-info/WHEEL,,", $"{stem}-1.0.dist-info/entry_points.txt,,", $"{stem}-1.0.dist-info/RECORD,,", ""));
    }

    private static void Add(ZipArchive archive, string path, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(path).Open());
        writer.Write(text);
    }
}
