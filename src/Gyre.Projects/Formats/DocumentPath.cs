namespace Gyre.Projects.Formats;

/// <summary>Keys and indexes from the root; becomes text only when somebody asks.</summary>
internal sealed class DocumentPath
{
    private readonly DocumentPath? _parent;
    private readonly string? _key;
    private readonly int _index;

    private DocumentPath(DocumentPath? parent, string? key, int index) => (_parent, _key, _index, Length) = (parent, key, index, parent is null ? 0 : parent.Length + 1);

    public static DocumentPath Root { get; } = new(null, null, 0);

    public int Length { get; }

    public DocumentPath Key(string key) => new(this, key, 0);

    public DocumentPath At(int index) => new(this, null, index);

    public override string ToString()
    {
        var parts = new Stack<string>();
        for (var path = this; path._parent is not null; path = path._parent)
            parts.Push(path._key ?? path._index.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return string.Join('/', parts);
    }
}
