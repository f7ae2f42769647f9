using Gyre.Pipelines.Code;
using Gyre.Pipelines.Variables;
using Gyre.Projects;

namespace Gyre.Pipelines;

/// <summary>A file of a project that its steps see.</summary>
/// <param name="Path">Relative to the project's folder, with <c>/</c>.</param>
/// <param name="FullPath">Where it lies.</param>
/// <param name="IsExecutable">Whether it may be run.</param>
public sealed record VisibleFile(string Path, string FullPath, bool IsExecutable);

/// <summary>Which files of a project's folder its steps see: all but those that ignore files name, links, and what belongs to git or to a
/// home.</summary>
public static class ProjectCode
{
    /// <summary>The most files of a project.</summary>
    public const int MaxFiles = 100_000;

    /// <summary>The files, in ordinal order of their paths.</summary>
    /// <param name="folder">The project's folder.</param>
    /// <param name="home">The home, which is left out when it lies in the folder.</param>
    /// <exception cref="Gyre.Core.InvalidInputException">There are more than <see cref="MaxFiles"/>.</exception>
    public static IReadOnlyList<VisibleFile> Files(string folder, string home) => VisibleFiles.In(folder, home);

    /// <summary>Whether the project's file has values of secrets in it: of secret variables, or in addresses of inputs.</summary>
    public static bool HoldsSecrets(Project project) => !FileSecrets.Of(project).IsEmpty;
}
