using System.Globalization;
using System.Text;
using Gyre.Core.Logging;
using Gyre.Execution.Formats;

namespace Gyre.Execution.Supervision;

/// <summary>Takes what a step prints: masks secrets, writes the log, collects metadata. One thread at a time.</summary>
internal sealed class StepOutput : ILineSink, IDisposable
{
    private const int MaxNotices = 20;
    private readonly LogWriter _log;
    private readonly MetadataCollector _metadata;
    private readonly Stream _standardOutput;
    private readonly Stream _standardError;
    private readonly SecretMasker _masker;
    private readonly Action _onPoint;
    private readonly List<string> _warnings = [];
    private char _current;
    private int _notices;

    /// <param name="order">Says the secrets and the limit of the log.</param>
    /// <param name="folder">Where log and metadata go.</param>
    /// <param name="clock">Gives lines and points their time.</param>
    /// <param name="onPoint">Called after each metadata point.</param>
    public StepOutput(AttemptOrder order, AttemptFolder folder, TimeProvider clock, Action onPoint)
    {
        _log = new LogWriter(folder.Log, order.LogLimitInBytes, clock);
        _metadata = new MetadataCollector(folder.Metadata, clock);
        var secrets = StepMask.Of(order).ToList();
        _masker = new SecretMasker(secrets);
        _standardOutput = new Stream('O', new SecretMasker(secrets), new LineSplitter(this, wantsCandidates: true));
        _standardError = new Stream('E', new SecretMasker(secrets), new LineSplitter(this, wantsCandidates: false));
        _onPoint = onPoint;
        var tooShort = order.Secrets.Count(secret => secret.Value.Length > 0 && Encoding.UTF8.GetByteCount(secret.Value) < SecretMasker.MinBytes);
        if (tooShort > 0)
            Warn(string.Create(
                CultureInfo.InvariantCulture,
                $"{tooShort} secret(s) are shorter than {SecretMasker.MinBytes} characters and are not masked in the log."));
    }

    /// <summary>Metadata so far.</summary>
    public MetadataCollector Metadata => _metadata;

    /// <summary>What was said with <see cref="Warn"/>.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Takes bytes of one of the two streams.</summary>
    public void Take(bool error, ReadOnlySpan<byte> bytes)
    {
        var stream = error ? _standardError : _standardOutput;
        _current = stream.Letter;
        stream.Splitter.Next(stream.Masker.Next(bytes, last: false));
    }

    /// <summary>Both streams are over.</summary>
    public void End()
    {
        foreach (var stream in (ReadOnlySpan<Stream>)[_standardOutput, _standardError])
        {
            _current = stream.Letter;
            stream.Splitter.Next(stream.Masker.Next([], last: true));
            stream.Splitter.End();
        }
        if (_metadata.HasTooManyKeys)
            Warn($"Metadata has more than {MetadataCollector.MaxKeys} keys; the rest is only in metadata.jsonl.");
    }

    /// <summary>A word of the supervisor in the log.</summary>
    public void Status(string text) => _log.Status(_masker.Apply(text));

    /// <summary>Something went wrong without deciding anything.</summary>
    public void Warn(string text)
    {
        WarnWithoutLog(text);
        try
        {
            _log.Status("warning: " + _warnings[^1]);
        }
        catch (IOException)
        {
            // The warning is in the result; that the log cannot be written is said by whoever writes the step's own lines.
        }
    }

    /// <summary>The same when the log itself is what went wrong.</summary>
    public void WarnWithoutLog(string text) => _warnings.Add(_masker.Apply(text));

    /// <summary>Hides secrets in a text of the supervisor.</summary>
    public string Mask(string text) => _masker.Apply(text);

    /// <summary>Lets readers see what came so far.</summary>
    public void Flush()
    {
        _log.Flush();
        _metadata.Flush();
    }

    /// <summary>Log and points are whole; whoever publishes the result makes them durable.</summary>
    public void Complete()
    {
        _log.Complete();
        _metadata.Flush();
    }

    public void Piece(ReadOnlySpan<byte> piece, bool continues) => _log.Write(_current, piece, continues);

    public void Candidate(ReadOnlySpan<byte> line)
    {
        if (MetadataReader.Read(line, out var problem) is { } point)
        {
            _metadata.Add(point);
            _onPoint();
        }
        else if (problem is not null)
        {
            Notice($"A line looks like metadata but is not a JSON object: {problem}");
        }
    }

    public void TooLongCandidate() =>
        Notice(string.Create(
            CultureInfo.InvariantCulture,
            $"A line that looks like metadata is longer than {LineSplitter.MaxCandidateBytes} bytes; it is only logged."));

    public void Dispose()
    {
        DisposeQuietly(_log);
        DisposeQuietly(_metadata);
    }

    /// <summary>A file that could not be flushed tries once more here, and fails once more.</summary>
    private static void DisposeQuietly(IDisposable file)
    {
        try
        {
            file.Dispose();
        }
        catch (IOException)
        {
            // Said before.
        }
    }

    /// <summary>The first few are enough to see what is wrong; the lines themselves are in the log.</summary>
    private void Notice(string text)
    {
        if (++_notices <= MaxNotices)
            Warn(text);
    }

    private sealed record Stream(char Letter, SecretMasker Masker, LineSplitter Splitter);
}
