using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Gyre.Architecture.Tests;

/// <summary>
/// The list of licences is made of what was restored: the lock files say which packages, each package says its licence. When the
/// list is stale, run the test once with GYRE_ACCEPT=1. A licence that is not allowed needs a decision: name it here, or take
/// another package.
/// </summary>
public sealed partial class LicenceTests
{
    private const string Head = """
        # Licences of packages

        <!-- Made from the lock files and the packages by LicenceTests; do not edit. -->

        Gyre itself is under Apache-2.0. The packages below come from NuGet, directly or because another one needs them.

        """;

    private static readonly string[] Allowed =
        ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "PostgreSQL", "MS-PL", "MS-NET-Library", "blessing"];

    // Its conditions are about those who pass the files on, and these are not passed on.
    private const string OnlyUnshipped = "MPL-2.0";

    // Packages that bring a text instead of a name: the beginning of the text, and its name.
    private static readonly (string Text, string Licence)[] Texts = [("SQLite is Public Domain", "blessing"), ("MIT License", "MIT")];

    // Packages that only point to their licence.
    private static readonly (string Address, string Licence)[] Addresses =
        [("https://github.com/MiloszKrajewski/K4os.Compression.LZ4/blob/master/LICENSE?raw=true", "MIT")];

    [Fact]
    public void Every_package_has_a_licence_that_is_allowed()
    {
        var others = Packages().Where(package =>
            !Allowed.Contains(package.Licence) && (package.IsShipped || package.Licence != OnlyUnshipped));
        others.Select(static package => $"{package.Name} {package.Version}: {package.Licence}").ShouldBeEmpty();
    }

    [Fact]
    public void The_list_of_licences_says_what_was_restored()
    {
        var path = Path.Join(Repository.Root, "docs", "reference", "licences.md");
        var now = List([.. Packages()]);
        if (Environment.GetEnvironmentVariable("GYRE_ACCEPT") == "1")
            File.WriteAllText(path, now);
        now.ShouldBe(File.Exists(path) ? File.ReadAllText(path) : "");
    }

    private static string List(Package[] packages)
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        Add(text, "Shipped", "In the program, in its packages and in the libraries.", packages.Where(static package => package.IsShipped));
        Add(text, "For building and testing", "Not in anything that is shipped.", packages.Where(static package => !package.IsShipped));
        text.Append("\n`blessing` is the name that SPDX gives to SQLite's dedication to the public domain.\n");
        return text.ToString();
    }

    private static void Add(StringBuilder text, string title, string what, IEnumerable<Package> packages)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n{what}\n\n| package | version | licence |\n|---|---|---|\n");
        foreach (var package in packages)
            text.Append(CultureInfo.InvariantCulture, $"| {package.Name} | {package.Version} | {package.Licence} |\n");
    }

    private static IEnumerable<Package> Packages()
    {
        var builders = BuildersOnly();
        var shipped = Locked("src").Where(package => !builders.Contains(package.Name)).ToHashSet();
        return from package in shipped.Concat(Locked("src")).Concat(Locked("tests")).Concat(Locked("benchmarks")).Distinct()
               orderby package.Name.ToUpperInvariant(), package.Version
               select new Package(package.Name, package.Version, LicenceOf(package.Name, package.Version), shipped.Contains(package));
    }

    /// <summary>Packages that work while something is built and leave nothing in it.</summary>
    private static HashSet<string> BuildersOnly()
    {
        var files = Directory.EnumerateFiles(Path.Join(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Append(Path.Join(Repository.Root, "Directory.Build.props"));
        var references = files.SelectMany(static file => XDocument.Load(file).Descendants("PackageReference"));
        var builders = references.Where(static reference => (string?)reference.Attribute("PrivateAssets") == "all");
        return [.. builders.Select(static reference => (string)reference.Attribute("Include")!)];
    }

    private static IEnumerable<(string Name, string Version)> Locked(string folder)
    {
        var files = Directory.EnumerateFiles(Path.Join(Repository.Root, folder), "packages.lock.json", SearchOption.AllDirectories);
        foreach (var file in files)
        {
            using var locked = JsonDocument.Parse(File.ReadAllText(file));
            var frameworks = locked.RootElement.GetProperty("dependencies").EnumerateObject();
            foreach (var package in frameworks.SelectMany(static framework => framework.Value.EnumerateObject()))
            {
                if (package.Value.TryGetProperty("resolved", out var version))
                    yield return (package.Name, version.GetString()!);
            }
        }
    }

    private static string LicenceOf(string name, string version)
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
            ? set
            : Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var folder = Path.Join(packages, name.ToLowerInvariant(), version.ToLowerInvariant());
        var description = Path.Join(folder, $"{name.ToLowerInvariant()}.nuspec");
        if (!File.Exists(description))
            return "not restored";
        var entries = XDocument.Load(description).Descendants().ToList();
        var licence = entries.Find(static at => at.Name.LocalName == "license");
        var address = entries.Find(static at => at.Name.LocalName == "licenseUrl")?.Value;
        return (string?)licence?.Attribute("type") switch
        {
            "expression" => licence!.Value,
            "file" => NameOf(File.ReadAllText(Path.Join(folder, licence!.Value))),
            _ => Addresses.FirstOrDefault(entry => entry.Address == address).Licence ?? "none",
        };
    }

    private static string NameOf(string text)
    {
        var words = Spaces().Replace(text, " ").Trim();
        var known = Texts.FirstOrDefault(entry => words.StartsWith(entry.Text, StringComparison.Ordinal));
        return known.Licence ?? $"a text: {words[..Math.Min(60, words.Length)]}";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    private sealed record Package(string Name, string Version, string Licence, bool IsShipped);
}
