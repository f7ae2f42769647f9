using System.Collections.Immutable;
using System.Text;
using Gyre.Core;
using Gyre.Datasets.Rows;
using Gyre.Datasets.Values;

namespace Gyre.Datasets.Imports;

/// <summary>An image within a folder.</summary>
/// <param name="Path">Relative to the folder.</param>
/// <param name="File">Where it is; the spelling of the path may differ.</param>
/// <param name="Label">Name of the folder right below; null where there are none.</param>
internal sealed record FoundImage(SafePath Path, string File, string? Label);

/// <summary>Images in folders that are named after their classes. Links and hidden entries are left out.</summary>
internal sealed class ImageFolder
{
    private const int MaxDepth = 64;
    private const int MaxImages = 5_000_000;
    private const int LongestSignature = 12;

    private static readonly HashSet<string> Extensions = new(
        [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff"], StringComparer.OrdinalIgnoreCase);

    private readonly List<FoundImage> _images = [];

    private ImageFolder()
    {
    }

    /// <summary>The images in ordinal order of their paths.</summary>
    public ImmutableArray<FoundImage> Images { get; private set; }

    /// <summary>Files that are no images: some of their paths, and how many.</summary>
    public (List<string> Paths, long Count) Others { get; private set; } = ([], 0);

    /// <summary>Whether images have classes.</summary>
    public bool HasLabels => Images[0].Label is not null;

    /// <summary>Looks through a folder.</summary>
    /// <exception cref="InvalidInputException">There are no images, or a file with the name of one is none.</exception>
    public static ImageFolder Read(string folder, CancellationToken cancellationToken)
    {
        var found = new ImageFolder();
        if (File.Exists(Path.Join(folder, "schema.json")))
            throw Refuse("dataset.import.is-dataset", "The folder is a dataset already.", "Use 'gyre dataset convert' to copy it.", null);
        found.List(folder, "", null, 0, cancellationToken);
        if (found._images.Count == 0)
            throw Refuse(
                "dataset.import.no-images", "The folder has no images.", $"Images end in {string.Join(", ", Extensions)}.", null);
        if (found._images.Exists(static image => image.Label is null)
            && found._images.Find(static image => image.Label is not null) is { } labelled)
            throw Refuse(
                "dataset.import.mixed", $"Some images lie in the folder itself, others in folders such as '{labelled.Label}'.",
                "Put every image into the folder of its class, or all into one folder.", null);
        found.Images = [.. found._images.OrderBy(static image => image.Path.ToString(), StringComparer.Ordinal)];
        return found;
    }

    /// <summary>A row per image: its path and its class.</summary>
    public RowSource Rows() => new ImageRows(Images, HasLabels);

    /// <summary>Copies the images.</summary>
    public void Copy(string to, CancellationToken cancellationToken)
    {
        foreach (var image in Images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var target = image.Path.Under(to);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(image.File, target);
        }
    }

    private void List(string folder, string prefix, string? label, int depth, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (depth > MaxDepth)
            throw Refuse("dataset.import.depth", $"Folders are nested more than {MaxDepth} levels deep.", "Flatten them.", prefix);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry.Name.StartsWith('.') || entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                continue;
            if (entry is DirectoryInfo)
                List(entry.FullName, $"{prefix}{entry.Name}/", label ?? entry.Name, depth + 1, cancellationToken);
            else
                Take(entry, prefix + entry.Name, label);
        }
    }

    private void Take(FileSystemInfo file, string path, string? label)
    {
        if (!Extensions.Contains(file.Extension))
        {
            if (Others.Paths.Count < 5)
                Others.Paths.Add(path);
            Others = (Others.Paths, Others.Count + 1);
            return;
        }
        if (!SafePath.TryParse(path, out var safe, out var reason))
            throw Refuse("dataset.import.path", $"The name is not valid: {reason}.", "Rename it.", path);
        if (!HasSignature(file.FullName))
            throw Refuse(
                "dataset.import.not-an-image", "The file does not begin as an image does.", "Remove it, or write it again.", path);
        if (label is not null && CellText.KindOf(Encoding.UTF8.GetBytes(label)) != CellKind.Value)
            throw Refuse(
                "dataset.import.label", $"A class cannot be called '{label}': datasets read it as null.", "Rename the folder.", path);
        if (_images.Count == MaxImages)
            throw Refuse("dataset.import.too-many", $"There are more than {MaxImages} images.", "Import parts of them.", null);
        _images.Add(new(safe, file.FullName, label));
    }

    /// <summary>Whether a file begins like one of the known kinds, whatever its name says.</summary>
    private static bool HasSignature(string path)
    {
        Span<byte> start = stackalloc byte[LongestSignature];
        using var stream = File.OpenRead(path);
        start = start[..stream.ReadAtLeast(start, LongestSignature, throwOnEndOfStream: false)];
        return start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
            || start.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]) || start.StartsWith("GIF8"u8) || start.StartsWith("BM"u8)
            || start.StartsWith("II*\0"u8) || start.StartsWith("MM\0*"u8)
            || (start.StartsWith("RIFF"u8) && start.Length == LongestSignature && start[8..].SequenceEqual("WEBP"u8));
    }

    private static InvalidInputException Refuse(string code, string message, string remedy, string? file) =>
        new([new Diagnostic(Severity.Error, code, message) { File = file, Remedy = remedy }]);

    private sealed class ImageRows : RowSource
    {
        private readonly ImmutableArray<FoundImage> _images;
        private int _row = -1;

        public ImageRows(ImmutableArray<FoundImage> images, bool hasLabels)
            : base("")
        {
            _images = images;
            Columns = hasLabels ? ["image", "label"] : ["image"];
            Count = Columns.Length;
        }

        public override ReadOnlySpan<byte> Cell(int column) =>
            Encoding.UTF8.GetBytes(column == 0 ? _images[_row].Path.ToString() : _images[_row].Label!);

        public override bool TryRead() => ++_row < _images.Length;

        public override ValueTask<bool> FillAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
