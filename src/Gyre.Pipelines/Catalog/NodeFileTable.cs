using Gyre.Core;
using Gyre.Pipelines.Machine;
using Gyre.Storage;

namespace Gyre.Pipelines.Catalog;

/// <summary>Content that node runs read or left behind, inside a caller's transaction.</summary>
internal static class NodeFileTable
{
    public const string Input = "input";
    public const string Output = "output";

    /// <summary>A folder of a million pictures is no use in a graph, and would make the end of a node run long.</summary>
    public const int MostPerPart = 1000;

    /// <summary>Keeps what a node run that has ended read and left behind, in the place of what it did before it was resumed.</summary>
    public static void Save(IDbSession session, RunId run, NodeRun node)
    {
        session.Execute("DELETE FROM node_files WHERE run = @run AND path = @Path", new { run, node.Path });
        Add(session, run, node.Path, Input, [.. FilesIn(node), .. ContentOf(node.InputArtifacts)]);
        Add(session, run, node.Path, Output, [.. FilesOut(node), .. ContentOf(node.OutputArtifacts)]);
    }

    /// <summary>Ids of runs of a project that read one of these contents.</summary>
    public static IReadOnlyList<string> ReadersOf(IDbSession session, string project, IReadOnlyCollection<Digest> contents) =>
        session.Query<string>(
            $"SELECT DISTINCT f.run FROM node_files f JOIN runs r ON r.id = f.run WHERE f.digest IN @contents AND f.part = '{Input}' "
                + "AND r.project = @project ORDER BY f.run",
            new { contents, project });

    private static IEnumerable<(Digest Digest, string Name)> FilesIn(NodeRun node) =>
        node.Inputs.SelectMany(static input => input.Files).Select(static file => (file.Digest, file.Name));

    private static IEnumerable<(Digest Digest, string Name)> FilesOut(NodeRun node) =>
        node.Outputs.Select(static file => (file.Digest, file.Path));

    private static IEnumerable<(Digest Digest, string Name)> ContentOf(IEnumerable<NamedArtifacts> artifacts) =>
        artifacts.SelectMany(static named => named.Items).SelectMany(static artifact => artifact.Files.Select(
            file => (file.Digest, file.Path.Length == 0 ? artifact.Name : $"{artifact.Name}/{file.Path}")));

    private static void Add(IDbSession session, RunId run, string path, string part, IReadOnlyList<(Digest Digest, string Name)> files)
    {
        foreach (var (digest, name) in files.DistinctBy(static file => file.Digest).Take(MostPerPart))
            session.Execute(
                "INSERT INTO node_files (run, path, part, digest, name) VALUES (@run, @path, @part, @digest, @name)",
                new { run, path, part, digest, name });
    }
}
