using System.Text.RegularExpressions;

namespace Gyre.Architecture.Tests;

/// <summary>Rules that a compiler does not know.</summary>
public sealed partial class SourceRules
{
    /// <summary>Names of types, members and folders. What is said to people, in texts and comments, calls other programs by their names.</summary>
    [Fact]
    public void Foreign_names_live_in_Formats_folders_only() => (
        from file in Repository.SourceFiles("src")
        let relative = Repository.Relative(file)
        where !relative.Contains("/Formats/", StringComparison.Ordinal)
        from offence in ForeignNames(relative, File.ReadAllText(file))
        select offence).ShouldBeEmpty();

    [Fact]
    public void Foreign_names_in_code_and_folders_are_seen_and_those_in_texts_and_comments_are_not()
    {
        const string source =
            """"
            using Gyre.Tracking.Formats.Mlflow; // MLflow
            /* Kubeflow
               and Valohai */
            class MlflowThing
            {
                string _text = "mlflow" + @"C:\valohai" + $"kfp {Count}" + '"' + "\"mlflow" + """kubeflow "dataloop" """;
                void MapKubeflow() => Valohai();
            }
            """";

        ForeignNames("src/Gyre.X/Y.cs", source).ShouldBe(["src/Gyre.X/Y.cs:4: MlflowThing", "src/Gyre.X/Y.cs:7: MapKubeflow", "src/Gyre.X/Y.cs:7: Valohai"]);
        ForeignNames("src/Gyre.X/Mlflow/Y.cs", "").ShouldBe(["src/Gyre.X/Mlflow/Y.cs: the path"]);
    }

    [Fact]
    public void Native_calls_live_in_Platform_folders_only() =>
        Offences("src", NativeCall(), file => file.Contains("/Platform/", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void The_console_belongs_to_the_command_line_program() =>
        Offences("src", ConsoleUse(), file => file.StartsWith("src/Gyre.Cli/", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void Events_are_appended_by_their_type_and_never_by_a_name_alone() => Offences("src", NamedEvent(), _ => false).ShouldBeEmpty();

    /// <summary>State, logs and metadata of attempts are read through their executor: it may keep them elsewhere. The supervisor itself is given its folder.</summary>
    [Fact]
    public void Folders_of_attempts_belong_to_executors() => Offences(
        "src", AttemptFolders(), file => file.StartsWith("src/Gyre.Execution/", StringComparison.Ordinal) || file == "src/Gyre.Cli/StepCommand.cs").ShouldBeEmpty();

    [Fact]
    public void Nothing_is_async_void() => Offences("src", AsyncVoid(), _ => false).ShouldBeEmpty();

    [Fact]
    public void Nothing_is_left_for_later() => Offences("src", Unfinished(), _ => false).ShouldBeEmpty();

    [Fact]
    public void Files_stay_readable()
    {
        var long_files = Repository.SourceFiles("src").Select(file => (File: Repository.Relative(file), Lines: File.ReadLines(file).Count())).Where(pair => pair.Lines > 450);
        long_files.ShouldBeEmpty();
    }

    [Fact]
    public void Tests_do_not_sleep() => Offences("tests", Sleep(), file => file.Contains("Architecture", StringComparison.Ordinal)).ShouldBeEmpty();

    private static IEnumerable<string> ForeignNames(string path, string source)
    {
        if (ForeignName().IsMatch(path.Replace('/', ' ')))
            yield return $"{path}: the path";
        foreach (var (index, line) in CodeText.Of(source).Split('\n').Index())
        {
            foreach (Match name in ForeignName().Matches(line))
                yield return $"{path}:{index + 1}: {name.Value}";
        }
    }

    private static IEnumerable<string> Offences(string folder, Regex rule, Func<string, bool> allowed) =>
        from file in Repository.SourceFiles(folder)
        let relative = Repository.Relative(file)
        where !allowed(relative)
        from line in File.ReadLines(file).Index()
        where rule.IsMatch(line.Item)
        select $"{relative}:{line.Index + 1}: {line.Item.Trim()}";

    // Behind "Formats." it is the namespace of a folder where the name may stand.
    [GeneratedRegex(@"(?i)\b(?<!Formats\.)(\w*(mlflow|kubeflow|octopuscl|dataloop|valohai)\w*|kfp)\b")]
    private static partial Regex ForeignName();

    [GeneratedRegex(@"\[(LibraryImport|DllImport)\b")]
    private static partial Regex NativeCall();

    [GeneratedRegex(@"\bConsole\.(Write|Read|Out|Error|In)\b")]
    private static partial Regex ConsoleUse();

    [GeneratedRegex(@"\bAttempt(Folder|Log)\b(?!er)")]
    private static partial Regex AttemptFolders();

    [GeneratedRegex(@"\basync void\b")]
    private static partial Regex AsyncVoid();

    [GeneratedRegex("""(new NewEvent|\.?Report)\(\$?"[a-z-]+\.""")]
    private static partial Regex NamedEvent();

    [GeneratedRegex(@"NotImplementedException|\b(TODO|FIXME|HACK)\b(?!.*#\d)")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay\((?!Timeout\.Infinite)")]
    private static partial Regex Sleep();
}
