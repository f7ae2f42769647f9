using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Gyre.EndToEnd.Tests.Operating;

/// <summary>The libraries as their users get them: packed, installed from a folder alone into an empty project, and run.</summary>
public sealed class LibraryPackageTests : IDisposable
{
    private static readonly string[] Libraries = ["Gyre.Core", "Gyre.Contracts", "Gyre.Client", "Gyre.Learning"];

    private readonly ShortLivedFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Configuration =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)) == "release" ? "Release" : "Debug";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_libraries_are_packed_installed_and_run()
    {
        var feed = Path.Join(_folder.Path, "feed");
        foreach (var library in Libraries)
        {
            var project = Path.Join(Root(), "src", library, $"{library}.csproj");
            var (code, output) = await DotnetAsync(Root(), "pack", project, "-c", Configuration, "--no-build", "--no-restore", "-o", feed);
            code.ShouldBe(0, output);
            CheckPackage(Directory.GetFiles(feed, $"{library}.0*.nupkg").ShouldHaveSingleItem(), library);
        }
        await WriteProjectAsync(feed);
        var (restored, words) = await DotnetAsync(_folder.Path, "restore", "app.csproj");
        Assert.SkipWhen(restored != 0 && words.Contains("NU1101", StringComparison.Ordinal)
            && !words.Contains("NU1101: Unable to find package Gyre", StringComparison.Ordinal),
            "the packages that the libraries need are not in the cache of this machine");
        restored.ShouldBe(0, words);
        var (built, problems) = await DotnetAsync(_folder.Path, "build", "app.csproj", "--no-restore", "-c", "Release", "-o", "out");
        built.ShouldBe(0, problems);
        var (ran, said) = await DotnetAsync(_folder.Path, Path.Join("out", "app.dll"));
        ran.ShouldBe(0, said);
        said.ShouldContain("high high low low");
        said.ShouldContain("loss=0.5");
    }

    private static void CheckPackage(string path, string library)
    {
        using var package = ZipFile.OpenRead(path);
        var names = package.Entries.Select(entry => entry.FullName).ToList();
        names.ShouldContain("README.md", path);
        names.ShouldContain($"lib/net10.0/{library}.dll");
        names.ShouldContain($"lib/net10.0/{library}.xml");
        using var reader = new StreamReader(package.GetEntry($"{library}.nuspec").ShouldNotBeNull().Open());
        var nuspec = reader.ReadToEnd();
        foreach (var word in new[
            ] { "<description>", "<readme>README.md</readme>", "<license type=\"expression\">Apache-2.0</license>", "<tags>" })
            nuspec.ShouldContain(word);
        File.Exists(Path.ChangeExtension(path, ".snupkg")).ShouldBeTrue("symbols");
    }

    private async Task WriteProjectAsync(string feed)
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await WriteAsync("nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{feed}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="cache" value="{cache}" /></fallbackPackageFolders>
              <config><add key="globalPackagesFolder" value="{Path.Join(_folder.Path, "packages")}" /></config>
            </configuration>
            """);
        await WriteAsync("app.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Gyre.Client" Version="0.*" />
                <PackageReference Include="Gyre.Learning" Version="0.*" />
              </ItemGroup>
            </Project>
            """);
        // Otherwise a file of some folder above would be taken.
        await WriteAsync("Directory.Build.props", "<Project />");
        await WriteAsync("Directory.Build.targets", "<Project />");
        await WriteAsync("Directory.Packages.props", "<Project />");
        await WriteAsync("Program.cs", """
            using Gyre.Client;
            using Gyre.Learning;

            var features = new DenseMatrix(4, 1, [0.0, 1.0, 9.0, 10.0]);
            var data = TrainingSet.Create(features, ["low", "low", "high", "high"], ["x"]);
            var model = (LayeredModel)SoftmaxRegression.Fit(data, new SoftmaxRegressionOptions()).Model;
            var probabilities = model.Probabilities(features);
            var classes = Enumerable.Range(0, 4).Select(row => data.Classes[probabilities[row, 0] > 0.5 ? 0 : 1]);
            Console.WriteLine(string.Join(' ', classes.Order()));

            using (var tracker = MlflowTracker.Create("./mlruns"))
            using (var run = tracker.StartRun("first"))
                run.LogMetric("loss", 0.5);
            var file = Directory.GetFiles("mlruns", "loss", SearchOption.AllDirectories).Single();
            Console.WriteLine("loss=" + File.ReadAllText(file).Split(' ')[1].Trim());
            """);
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Join(_folder.Path, name), text, Cancel);

    private static async Task<(int Code, string Output)> DotnetAsync(string folder, params string[] arguments)
    {
        var root = Path.GetFullPath(Path.Join(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var start = new ProcessStartInfo(Path.Join(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment.Remove("MLFLOW_TRACKING_URI");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, output + await errors);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Join(folder!.FullName, "Gyre.slnx")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
