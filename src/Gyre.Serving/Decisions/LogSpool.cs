using System.Runtime.CompilerServices;
using System.Text;
using Gyre.Learning;
using Gyre.Serving.Schema;

namespace Gyre.Serving.Decisions;

/// <summary>
/// Rows of the log in a file of its own, which is gone when this is disposed. The store is held only while the rows are copied, not while
/// somebody slow reads them.
/// </summary>
internal sealed class LogSpool : IDecisionExport
{
    private const int MostCells = 2_000_000;
    private const int MostRows = 20_000;

    private readonly PolicySpecification _specification;
    private readonly int _width;
    private readonly FileStream _file;
    private readonly BinaryWriter _writer;
    private readonly double[] _context;

    public LogSpool(PolicySpecification specification)
    {
        _specification = specification;
        _width = specification.ContextFields.Length + specification.ArmFields.Length;
        _context = new double[_width];
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose | FileOptions.SequentialScan,
            BufferSize = 1 << 16,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _file = new FileStream(Path.Join(Path.GetTempPath(), $"gyre-log-{Path.GetRandomFileName()}"), options);
        _writer = new BinaryWriter(_file, Encoding.UTF8, leaveOpen: true);
    }

    public long Count { get; private set; }

    public long? First { get; private set; }

    public long? Last { get; private set; }

    private int RowsPerPart => Math.Clamp(MostCells / (_width + 1), 100, MostRows);

    /// <summary>Begins once more: a reader of the store may be asked twice.</summary>
    public void Clear()
    {
        _writer.Flush();
        _file.SetLength(0);
        (Count, First, Last) = (0, null, null);
    }

    public void Add(IReadOnlyList<DecisionRow> rows)
    {
        foreach (var row in rows)
        {
            DecisionReader.Fill(row, _context);
            _writer.Write(row.Id);
            _writer.Write(Instants.ToMicroseconds(row.DecidedAt));
            _writer.Write(row.Arm);
            _writer.Write(row.Propensity);
            _writer.Write(row.Reward);
            foreach (var value in _context)
                _writer.Write(value);
            Count++;
            First ??= row.Number;
            Last = row.Number;
        }
    }

    public async IAsyncEnumerable<DecisionLog> PartsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _writer.Flush();
        _file.Position = 0;
        using var reader = new BinaryReader(_file, Encoding.UTF8, leaveOpen: true);
        var left = Count;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = (int)Math.Min(left, RowsPerPart);
            yield return Read(reader, count);
            left -= count;
            await Task.Yield();
        }
        while (left > 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _file.DisposeAsync();
    }

    private DecisionLog Read(BinaryReader reader, int count)
    {
        var rows = new DecisionRow[count];
        var contexts = new DenseMatrix(count, _width);
        for (var i = 0; i < count; i++)
        {
            rows[i] = new DecisionRow
            {
                Id = reader.ReadString(),
                DecidedAt = Instants.OfMicroseconds(reader.ReadInt64()),
                Arm = reader.ReadString(),
                Propensity = reader.ReadDouble(),
                Reward = reader.ReadDouble(),
            };
            foreach (ref var value in contexts.Row(i))
                value = reader.ReadDouble();
        }
        return DecisionReader.ToLog(_specification, rows, contexts);
    }
}
