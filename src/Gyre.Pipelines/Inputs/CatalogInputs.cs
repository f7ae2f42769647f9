using System.Buffers;
using System.Text;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Pipelines.Catalog;
using Gyre.Pipelines.Machine;
using Gyre.Projects;
using Gyre.Projects.Formats.Valohai;
using Gyre.Storage;

namespace Gyre.Pipelines.Inputs;

/// <summary>Files that earlier runs left behind: <c>datum://ID</c>, <c>datum://ALIAS</c> and <c>dataset://NAME/VERSION</c>. What a name means is settled here, once.</summary>
internal sealed class CatalogInputs(IDatabase database) : IInputScheme
{
    private const string FileScheme = "datum://";
    private const string DatasetScheme = "dataset://";
    private const string FileRemedy = "Use the id of an output file of a run, or an alias.";
    private const string VersionRemedy = "Use a version, an alias of the dataset, or 'latest'.";

    public bool Takes(string uri) => uri.StartsWith(FileScheme, StringComparison.Ordinal) || uri.StartsWith(DatasetScheme, StringComparison.Ordinal);

    public Task<FoundFiles> FindAsync(InputRequest request, CancellationToken cancellationToken)
    {
        var isFile = request.Uri.StartsWith(FileScheme, StringComparison.Ordinal);
        // PostgreSQL fails on what is not text, where SQLite finds nothing.
        return IsText(request.Uri)
            ? database.ReadAsync(session => isFile ? File(session, request) : Dataset(session, request), cancellationToken)
            : Task.FromResult(FoundFiles.Refuse(
                $"'{request.Shown}' contains a control character or is not valid Unicode", isFile ? FileRemedy : VersionRemedy));
    }

    private static FoundFiles File(IDbSession session, InputRequest request)
    {
        var name = request.Uri[FileScheme.Length..];
        var id = Guid.TryParseExact(name, "D", out var given) ? given : CatalogStore.AliasTarget(session, request.Project, name);
        return id is { } known && CatalogStore.Find(session, known) is { } file
            && (!request.WithinProject || file.Project == request.Project)
            ? new FoundFiles([FileOf(file, request.Keep)])
            : FoundFiles.Refuse($"'{request.Shown}' is neither a file nor an alias of project '{request.Project}'", FileRemedy);
    }

    private static FoundFiles Dataset(IDbSession session, InputRequest request)
    {
        if (!FileProperties.TryReadVersion(request.Uri, out var dataset, out var version))
            return FoundFiles.Refuse($"'{request.Shown}' is not a valid dataset://NAME/VERSION URI", VersionRemedy);
        if (DatasetLedger.Resolve(session, request.Project, dataset, version) is not { } found)
            return FoundFiles.Refuse(
                $"dataset '{ShownAddress.Of(dataset)}' of project '{request.Project}' has no version '{ShownAddress.Of(version)}'",
                VersionRemedy);
        return new FoundFiles([.. CatalogStore.FindAll(session, found.Files).Select(file => FileOf(file, request.Keep))]);
    }

    private static bool IsText(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != OperationStatus.Done || Rune.IsControl(rune))
                return false;
            rest = rest[used..];
        }
        return true;
    }

    private static InputFile FileOf(CatalogFile file, KeepDirectories keep) => new()
    {
        Name = FilePattern.NameOf(file.Path, file.Path, keep == KeepDirectories.Full ? keep : KeepDirectories.None),
        Uri = $"{FileScheme}{file.Id:D}",
        Digest = file.Digest,
        SizeInBytes = file.SizeInBytes,
        Md5 = file.Md5,
        Sha1 = file.Sha1,
        Metadata = file.Metadata,
    };
}
