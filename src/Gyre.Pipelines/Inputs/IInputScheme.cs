using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Pipelines.Inputs;

/// <summary>What an input asks for.</summary>
/// <param name="Uri">As written, with parameters filled in.</param>
/// <param name="Keep">What happens to folders.</param>
/// <param name="Project">Name of the project, in which aliases and datasets are looked up.</param>
/// <param name="Files">Files of the project itself.</param>
internal sealed record InputRequest(string Uri, KeepDirectories Keep, string Project, IProjectFiles Files)
{
    /// <summary>Whether files of other projects are unknown.</summary>
    public bool WithinProject { get; init; }

    /// <summary>The address for messages.</summary>
    public string Shown => ShownAddress.Of(Uri);
}

/// <summary>The files, or why there are none. The remedy says what would do.</summary>
internal sealed record FoundFiles(IReadOnlyList<InputFile> Files, string? Problem = null, string? Remedy = null)
{
    public static FoundFiles Refuse(string problem, string? remedy = null) => new([], problem, remedy);
}

/// <summary>Finds the files behind one kind of address, when a run is accepted.</summary>
internal interface IInputScheme
{
    /// <summary>Whether an address is of this kind.</summary>
    bool Takes(string uri);

    /// <summary>Finds them; content that is not in the artifact store is put there.</summary>
    Task<FoundFiles> FindAsync(InputRequest request, CancellationToken cancellationToken);
}
