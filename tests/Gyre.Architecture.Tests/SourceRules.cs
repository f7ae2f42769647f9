using System.Text.RegularExpressions;

namespace Gyre.Architecture.Tests;

/// <summary>Rules that a compiler does not know.</summary>
public sealed partial class SourceRules
{
    [Fact]
    public void Foreign_names_live_in_Formats_folders_only()
    {
        // The name of a file that people have is no word of ours.
        Offences("src", ForeignName(), file => file.Contains("/Formats/", StringComparison.Ordinal), codeOnly: true).ShouldBeEmpty();
    }

    [Fact]
    public void Native_calls_live_in_Platform_folders_only() =>
        Offences("src", NativeCall(), file => file.Contains("/Platform/", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void The_console_belongs_to_the_command_line_program() =>
        Offences("src", ConsoleUse(), file => file.StartsWith("src/Gyre.Cli/", StringComparison.Ordinal)).ShouldBeEmpty();

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

    private static IEnumerable<string> Offences(string folder, Regex rule, Func<string, bool> allowed, bool codeOnly = false) =>
        from file in Repository.SourceFiles(folder)
        let relative = Repository.Relative(file)
        where !allowed(relative)
        from line in File.ReadLines(file).Index()
        let text = codeOnly ? line.Item.Split("//")[0] : line.Item
        where rule.IsMatch(text)
        select $"{relative}:{line.Index + 1}: {text.Trim()}";

    [GeneratedRegex(@"(?i)\b(?<!Formats\.)(mlflow|kubeflow|octopuscl|dataloop)|\bvalohai\b(?!;|\.ya?ml\b)(?<!Formats\.Valohai)|\bkfp\b")]
    private static partial Regex ForeignName();

    [GeneratedRegex(@"\[(LibraryImport|DllImport)\b")]
    private static partial Regex NativeCall();

    [GeneratedRegex(@"\bConsole\.(Write|Read|Out|Error|In)\b")]
    private static partial Regex ConsoleUse();

    [GeneratedRegex(@"\basync void\b")]
    private static partial Regex AsyncVoid();

    [GeneratedRegex(@"NotImplementedException|\b(TODO|FIXME|HACK)\b(?!.*#\d)")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay\(")]
    private static partial Regex Sleep();
}
