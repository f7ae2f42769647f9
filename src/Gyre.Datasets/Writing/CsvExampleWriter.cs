using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace Gyre.Datasets.Writing;

/// <summary>CSV in UTF-8 with LF, quotes only where needed.</summary>
internal sealed class CsvExampleWriter : ExampleWriter
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    private readonly StreamWriter _writer;

    public CsvExampleWriter(DatasetSchema schema, string path, DatasetFormat format)
        : base(schema)
    {
        Stream stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        if (format == DatasetFormat.CsvGzip)
            stream = new GZipStream(stream, CompressionLevel.Optimal);
        else if (format == DatasetFormat.CsvZstd)
            stream = new ZstdSharp.CompressionStream(stream, leaveOpen: false);
        _writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16);
        _writer.Write(IdColumn);
        foreach (var column in Columns)
            Write(schema.Elements[column].Name);
        _writer.Write('\n');
    }

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken) =>
        await _writer.FlushAsync(cancellationToken).ConfigureAwait(false);

    public override ValueTask DisposeAsync() => _writer.DisposeAsync();

    protected override ValueTask WriteAsync(DatasetExample example, string[] texts, CancellationToken cancellationToken)
    {
        _writer.Write(example.Id);
        foreach (var text in texts)
            Write(text);
        _writer.Write('\n');
        return ValueTask.CompletedTask;
    }

    private void Write(string text)
    {
        _writer.Write(',');
        if (!text.AsSpan().ContainsAny(NeedsQuotes))
        {
            _writer.Write(text);
            return;
        }
        _writer.Write('"');
        _writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        _writer.Write('"');
    }
}
