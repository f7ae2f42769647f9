using System.Reflection;

namespace Gyre.Architecture.Tests;

/// <summary>
/// The public surface of each module, as one checked-in text. A difference means that what others build on has changed: if it was meant, run
/// the test once with GYRE_ACCEPT=1 and look at the diff.
/// </summary>
public sealed class PublicSurfaceTests
{
    [Theory]
    [InlineData("Gyre.Core")]
    [InlineData("Gyre.Storage")]
    [InlineData("Gyre.Delivery")]
    [InlineData("Gyre.Learning")]
    [InlineData("Gyre.Datasets")]
    [InlineData("Gyre.Execution")]
    [InlineData("Gyre.Projects")]
    [InlineData("Gyre.Pipelines")]
    [InlineData("Gyre.Serving")]
    [InlineData("Gyre.Automation")]
    [InlineData("Gyre.Experiments")]
    [InlineData("Gyre.Labeling")]
    [InlineData("Gyre.Tracking")]
    [InlineData("Gyre.Contracts")]
    [InlineData("Gyre.Client")]
    [InlineData("Gyre.Home")]
    [InlineData("Gyre.Server")]
    public void The_public_surface_is_the_one_that_was_agreed_on(string module)
    {
        var path = Path.Join(Repository.Root, "tests", "Gyre.Architecture.Tests", "Surface", module + ".txt");
        var now = string.Join('\n', Assembly.Load(module).GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).Select(Describe)) + "\n";
        if (Environment.GetEnvironmentVariable("GYRE_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, now);
        }
        now.ShouldBe(File.Exists(path) ? File.ReadAllText(path) : "");
    }

    private static string Describe(Type type)
    {
        var members = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => member is not MethodInfo { IsSpecialName: true } && !member.Name.Contains('<', StringComparison.Ordinal) && !IsGenerated(member))
            .Select(member => $"  {member.MemberType} {member}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return $"{(type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsValueType ? "struct" : "class")} {type.FullName}\n{string.Join('\n', members)}";
    }

    private static bool IsGenerated(MemberInfo member) =>
        member.Name is "Equals" or "GetHashCode" or "ToString" or "Deconstruct" or "PrintMembers" or "EqualityContract" or "value__";
}
