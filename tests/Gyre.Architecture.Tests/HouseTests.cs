using System.Xml.Linq;

namespace Gyre.Architecture.Tests;

/// <summary>The map of the house: who may know whom. Change it together with docs/ARCHITECTURE.md.</summary>
public sealed class HouseTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Gyre.Core"] = [],
        ["Gyre.Web"] = [],
        ["Gyre.Storage"] = ["Gyre.Core"],
        ["Gyre.Delivery"] = ["Gyre.Core", "Gyre.Storage"],
        ["Gyre.Learning"] = ["Gyre.Core"],
        ["Gyre.Contracts"] = ["Gyre.Core"],
        // A program that decides in its own process draws arms exactly as a server does; Learning is pure.
        ["Gyre.Client"] = ["Gyre.Core", "Gyre.Contracts", "Gyre.Learning"],
        ["Gyre.Tracking"] = ["Gyre.Core", "Gyre.Storage", "Gyre.Delivery"],
        ["Gyre.Projects"] = ["Gyre.Core"],
        ["Gyre.Datasets"] = ["Gyre.Core", "Gyre.Storage"],
        ["Gyre.Execution"] = ["Gyre.Core", "Gyre.Storage"],
        ["Gyre.Pipelines"] = ["Gyre.Core", "Gyre.Storage", "Gyre.Datasets", "Gyre.Learning", "Gyre.Projects", "Gyre.Execution",
            "Gyre.Tracking"],
        ["Gyre.Serving"] = ["Gyre.Core", "Gyre.Storage", "Gyre.Learning", "Gyre.Execution", "Gyre.Tracking"],
        ["Gyre.Automation"] = ["Gyre.Core", "Gyre.Storage", "Gyre.Delivery", "Gyre.Projects", "Gyre.Execution", "Gyre.Pipelines"],
        ["Gyre.Experiments"] = ["Gyre.Core", "Gyre.Storage", "Gyre.Datasets", "Gyre.Learning", "Gyre.Projects", "Gyre.Execution",
            "Gyre.Tracking", "Gyre.Pipelines"],
        ["Gyre.Labeling"] = ["Gyre.Core", "Gyre.Storage", "Gyre.Datasets", "Gyre.Learning", "Gyre.Projects", "Gyre.Pipelines"],
        ["Gyre.Home"] = ["Gyre.Core", "Gyre.Storage", "Gyre.Datasets", "Gyre.Learning", "Gyre.Projects", "Gyre.Execution", "Gyre.Tracking",
            "Gyre.Pipelines", "Gyre.Experiments", "Gyre.Serving", "Gyre.Automation", "Gyre.Contracts"],
        ["Gyre.Server"] = ["Gyre.Home", "Gyre.Datasets", "Gyre.Core", "Gyre.Storage", "Gyre.Execution", "Gyre.Projects", "Gyre.Pipelines",
            "Gyre.Experiments", "Gyre.Serving", "Gyre.Automation", "Gyre.Tracking", "Gyre.Contracts", "Gyre.Web"],
        ["Gyre.Cli"] = ["Gyre.Home", "Gyre.Core", "Gyre.Storage", "Gyre.Datasets", "Gyre.Learning", "Gyre.Projects", "Gyre.Execution",
            "Gyre.Pipelines", "Gyre.Experiments", "Gyre.Labeling",
            "Gyre.Serving", "Gyre.Automation", "Gyre.Tracking", "Gyre.Contracts", "Gyre.Client", "Gyre.Server"],
    };

    [Fact]
    public void Projects_reference_only_what_the_map_allows()
    {
        var offences =
            from file in Repository.ProjectFiles("src")
            let project = Path.GetFileNameWithoutExtension(file)
            from target in References(file)
            where !Allowed.TryGetValue(project, out var allowed) || !allowed.Contains(target)
            select $"{project} -> {target}";
        offences.ShouldBeEmpty();
    }

    [Fact]
    public void Every_project_under_src_is_on_the_map_and_the_map_names_no_other() => Repository.ProjectFiles("src")
        .Select(Path.GetFileNameWithoutExtension).ShouldBe(Allowed.Keys, ignoreOrder: true);

    [Fact]
    public void Nothing_under_src_knows_the_testing_project() => Repository.ProjectFiles("src").SelectMany(References)
        .ShouldNotContain(target => target.Contains("Testing", StringComparison.Ordinal));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Join(Repository.Root, "Gyre.slnx"));
        var missing = new[] { "src", "tests", "benchmarks" }.SelectMany(Repository.ProjectFiles)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')).Where(path => !solution.Contains(path, StringComparison.Ordinal));
        missing.ShouldBeEmpty();
    }

    private static IEnumerable<string> References(string file) => XDocument.Load(file).Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}
