using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>What a <c>uses:</c> leads to.</summary>
/// <param name="Component">Null when it leads nowhere.</param>
/// <param name="Refusal">Why, when the reference itself is at fault; else null.</param>
/// <param name="Diagnostics">What there is to say about the file.</param>
internal sealed record ShelfEntry(Component? Component, Diagnostic? Refusal, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>The components that a document's steps use, fetched before the document is read, each once.</summary>
internal sealed class ComponentShelf(BuiltInComponents builtIn)
{
    private const string NoFolderRemedy = "Read the project from its folder.";
    private const int MaxReferences = 1000;

    private readonly Dictionary<string, ShelfEntry> _entries = new(StringComparer.Ordinal);

    public ShelfEntry Find(string uses) => _entries.TryGetValue(uses, out var entry)
        ? entry
        : Refuse(
            "uses.unread", $"The component '{Shown(uses)}' has not been read.", $"The project uses more than {MaxReferences} components.");

    /// <summary>Reads what a document uses.</summary>
    /// <param name="root">The document.</param>
    /// <param name="file">As the user named it; component files of its folder are named likewise.</param>
    /// <param name="read">Gives the bytes of a file; null when there is nothing to read files from.</param>
    /// <param name="builtIn">Components of the program.</param>
    public static ComponentShelf Fill(YamlNode? root, string file, Func<ComponentReference, byte[]>? read, BuiltInComponents builtIn)
    {
        var shelf = new ComponentShelf(builtIn);
        foreach (var uses in UsesOf(root))
        {
            shelf._entries[uses] = shelf.Look(uses, out var reference) ?? (read is null
                ? Refuse(
                    "uses.no-folder",
                    $"The component '{Shown(uses)}' cannot be read: only the text of the project file is available.",
                    NoFolderRemedy)
                : Open(reference!, () => read(reference!), file));
        }
        return shelf;
    }

    /// <summary>The same where fetching takes time.</summary>
    public static async Task<ComponentShelf> FillAsync(YamlNode? root, string file, Func<ComponentReference, Task<byte[]>> read, BuiltInComponents builtIn)
    {
        var shelf = new ComponentShelf(builtIn);
        foreach (var uses in UsesOf(root))
            shelf._entries[uses] = shelf.Look(uses, out var reference) ?? await OpenAsync(reference!, read, file);
        return shelf;
    }

    private static IEnumerable<string> UsesOf(YamlNode? root) =>
        (root as YamlSequence)?.Items.OfType<YamlMapping>().Select(item => item.Map("step")?.Text("uses")).OfType<string>().Distinct(StringComparer.Ordinal).Take(MaxReferences) ?? [];

    /// <summary>What needs no file to be read, a refusal included; null leaves the reference to be read.</summary>
    private ShelfEntry? Look(string uses, out ComponentReference? reference)
    {
        if (!ComponentReference.TryParse(uses, out reference, out var reason))
            return Refuse(
                "uses.reference",
                $"'{Shown(uses)}' is not a valid component reference: {reason}.",
                "Use './PATH', 'git+URL@REVISION#PATH' or 'gyre/NAME'.");
        return reference is BuiltInReference named ? FindBuiltIn(named) : null;
    }

    private static async Task<ShelfEntry> OpenAsync(ComponentReference reference, Func<ComponentReference, Task<byte[]>> read, string file)
    {
        try
        {
            var bytes = await read(reference);
            return Open(reference, () => bytes, file);
        }
        catch (InvalidInputException exception)
        {
            return new ShelfEntry(null, exception.Diagnostics[0], []);
        }
    }

    private static ShelfEntry Open(ComponentReference reference, Func<byte[]> read, string file)
    {
        try
        {
            return Open(reference, read(), file);
        }
        catch (InvalidInputException exception)
        {
            return new ShelfEntry(null, exception.Diagnostics[0], []);
        }
    }

    private ShelfEntry FindBuiltIn(BuiltInReference reference) => builtIn.Find(reference.Name) is { } component
        ? new ShelfEntry(component, null, [])
        : Refuse(
            "uses.built-in",
            $"Built-in component '{Shown(reference.Name)}' does not exist.",
            Suggestions.Remedy(reference.Name, builtIn.All.Select(known => known.Name))
                ?? "Run 'gyre component list' to see the built-in components.");

    private static ShelfEntry Open(ComponentReference reference, byte[] bytes, string file)
    {
        var pin = reference switch { FileReference { Pin: var known } => known, GitReference { Pin: var known } => known, _ => null };
        if (pin is { } wanted && Digest.Of(bytes) is var digest && digest != wanted)
            return Refuse(
                "uses.digest",
                $"The component file has the digest {digest}, expected {wanted}.",
                "The file has changed. Review it, then update the digest.");
        var reading = ComponentFile.Read(bytes, NameOf(reference, file));
        return reading.Component is null
            ? new ShelfEntry(null, new Diagnostic(Severity.Error, "uses.component", "The component file is not valid."), reading.Diagnostics)
            : new ShelfEntry(reading.Component, null, reading.Diagnostics);
    }

    private static string NameOf(ComponentReference reference, string file) => reference is FileReference { Path: var path } ? path.Under(Path.GetDirectoryName(file) ?? "") : reference.ToString();

    private static ShelfEntry Refuse(string code, string message, string? remedy) => new(null, new Diagnostic(Severity.Error, code, message) { Remedy = remedy }, []);

    private static string Shown(string uses) => Names.Shown(ComponentReference.WithoutPassword(uses));
}
