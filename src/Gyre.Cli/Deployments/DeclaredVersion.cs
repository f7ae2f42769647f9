using System.Security.Cryptography;
using Gyre.Cli.Files;
using Gyre.Cli.Forms;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Home.Views;
using Gyre.Projects;
using Gyre.Serving;

namespace Gyre.Cli.Deployments;

/// <summary>Declared content with its files on this machine.</summary>
internal sealed class DeclaredVersion
{
    private DeclaredVersion(
        DeclaredContent content, WantedVersion wanted, CommandInfo? program, IReadOnlyList<(FileInfo File, Digest Digest)> files) =>
        (Content, Wanted, Program, Files) = (content, wanted, program, files);

    public DeclaredContent Content { get; }

    public WantedVersion Wanted { get; }

    /// <summary>The program with the digests of its files; null for others.</summary>
    public CommandInfo? Program { get; }

    private IReadOnlyList<(FileInfo File, Digest Digest)> Files { get; }

    /// <summary>Reads the files and computes digests; nothing is uploaded.</summary>
    /// <exception cref="InvalidInputException">A file cannot be used.</exception>
    public static async Task<DeclaredVersion> ReadAsync(DeclaredContent content, string folder, CancellationToken cancellationToken)
    {
        if (DeclaredFiles.Check(content, folder).ToList() is { Count: > 0 } problems)
            throw new InvalidInputException(problems);
        return content.Program is { } program
            ? await ReadProgramAsync(content, program, folder, cancellationToken)
            : await ReadFileAsync(content, folder, cancellationToken);
    }

    /// <summary>Puts the files into the artifact store.</summary>
    public async Task UploadAsync(IDeploymentDesk desk, CancellationToken cancellationToken)
    {
        foreach (var (file, digest) in Files)
        {
            if (await desk.UploadAsync(file, cancellationToken) != digest)
                throw new InvalidInputException(
                    "file.changed", $"The file '{Shown.Short(file.Name, 200)}' changed while it was read.", "Try again.");
        }
    }

    private static async Task<DeclaredVersion> ReadFileAsync(DeclaredContent content, string folder, CancellationToken cancellationToken)
    {
        var declared = content.Policy ?? content.ModelFile!;
        var file = new FileInfo(Path.Join(folder, declared.Path));
        var digest = await DigestAsync(file, cancellationToken);
        var (form, word) = content.Policy is null ? ("model", "model file") : ("policy", "policy");
        var wanted = new WantedVersion(form, digest, $"{word} {Shown.Short(declared.Path, 80)}", content.ModelVersion);
        return new DeclaredVersion(content, wanted, null, [(file, digest)]);
    }

    private static async Task<DeclaredVersion> ReadProgramAsync(
        DeclaredContent content, DeclaredProgram program, string folder, CancellationToken cancellationToken)
    {
        var files = new List<(FileInfo File, Digest Digest)>();
        var described = new List<CommandFileInfo>();
        foreach (var found in DeclaredFiles.In(program, folder))
        {
            var digest = await DigestAsync(found.File, cancellationToken);
            files.Add((found.File, digest));
            described.Add(new CommandFileInfo { Path = found.Path, Digest = digest, Executable = found.Executable });
        }
        var info = new CommandInfo
        {
            Commands = program.Commands,
            Files = described.Count == 0 ? null : described,
            Environment = program.Environment.IsEmpty ? null : program.Environment,
            Port = program.Port,
            PredictPath = program.PredictPath,
            HealthPath = program.HealthPath,
            Replicas = program.Replicas,
            WarmUp = program.WarmUp,
            StartSeconds = program.StartTime?.TotalSeconds,
            AnswerSeconds = program.AnswerTime?.TotalSeconds,
        };
        var label = $"program '{Shown.Short(string.Join("; ", program.Commands), 60)}'";
        var wanted = new WantedVersion("command", ProgramDescription.DigestOf(ServingRequests.Of(info)), label, content.ModelVersion);
        return new DeclaredVersion(content, wanted, info, files);
    }

    private static async Task<Digest> DigestAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenRead();
        return Digest.FromHash(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}
