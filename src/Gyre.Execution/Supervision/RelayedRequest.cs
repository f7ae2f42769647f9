using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Gyre.Core;
using Gyre.Core.Logging;

namespace Gyre.Execution.Supervision;

/// <summary>
/// A request of a step, read whole so that it can be passed on more than once; a body that is too large for that goes through in flat memory, once. One per
/// connection.
/// </summary>
internal sealed class RelayedRequest
{
    private const int MaxLineBytes = 32 * 1024;
    private const int MaxHeaders = 200;
    private const int MaxBodyBytes = 16 << 20;
    private static readonly string[] PassedOn = ["Authorization", "Accept", "User-Agent", "Idempotency-Key", "Range", "If-None-Match", "Last-Event-ID"];

    private static readonly string[] RecordedPlaces = ["/mlflow/", "/v1/traces", "/status-detail"];

    private readonly string _target;
    private readonly Dictionary<string, string> _headers;
    private readonly byte[] _body;
    private readonly Stream? _largeBody;
    private readonly long _largeLength;

    private RelayedRequest(HttpMethod method, string target, Dictionary<string, string> headers, byte[] body, (Stream Body, long Length)? large, Guid key)
    {
        Method = method;
        _target = target;
        _headers = headers;
        _body = body;
        _largeBody = large?.Body;
        _largeLength = large?.Length ?? 0;
        // A key of our own makes it safe to send again what may have arrived.
        if (method != HttpMethod.Get && method != HttpMethod.Head && large is null)
            headers.TryAdd("Idempotency-Key", $"relay-{key:N}");
    }

    public HttpMethod Method { get; }

    /// <summary>The host and port that a proxy is asked for; null for an ordinary request.</summary>
    public string? Tunnel => Method == HttpMethod.Connect ? _target : null;

    /// <summary>Whether its body was begun to be passed on and cannot be once more.</summary>
    public bool IsSpent => _largeBody is CountedStream { WasRead: true };

    /// <summary>Reads one; null when nothing came.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="key">Names the request when it changes something and brings no key of its own.</param>
    /// <exception cref="IOException">It is no request, or too large.</exception>
    public static async Task<RelayedRequest?> ReadAsync(Stream stream, Guid key)
    {
        var reader = new HeadReader(stream);
        if (await reader.ReadLineAsync() is not { Length: > 0 } first)
            return null;
        if (first.Split(' ') is not [var method, var target, _] || !method.All(char.IsAsciiLetter) || (!target.StartsWith('/') && method != "CONNECT"))
            throw new IOException("The request line is missing.");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (headers.Count == MaxHeaders || colon <= 0 || !headers.TryAdd(line[..colon].Trim(), line[(colon + 1)..].Trim()))
                throw new IOException("A header is malformed or repeated, or there are too many headers.");
        }
        if (headers.TryGetValue("Expect", out var expect) && expect.StartsWith("100", StringComparison.Ordinal))
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
        return LargeLength(headers) is { } length
            ? new RelayedRequest(new HttpMethod(method), target, headers, [], (new CountedStream(reader, length), length), key)
            : new RelayedRequest(new HttpMethod(method), target, headers, await ReadBodyAsync(reader, headers), large: null, key);
    }

    /// <summary>
    /// Hides secrets in what is recorded of a step: parameters, tags, traces, the words in which it describes itself. Lengths stay, so
    /// that binary documents stay readable too.
    /// Artifacts are the step's own files, and a document that starts a run is taken as it is.
    /// </summary>
    public void Hide(SecretMasker masker)
    {
        if (_body.Length > 0 && RecordedPlaces.Any(place => _target.Contains(place, StringComparison.Ordinal)))
            masker.Hide(_body);
    }

    /// <summary>The same request to another place.</summary>
    public HttpRequestMessage To(Uri place)
    {
        var message = new HttpRequestMessage(Method, new Uri(place.GetLeftPart(UriPartial.Authority) + _target));
        foreach (var name in PassedOn)
        {
            if (_headers.TryGetValue(name, out var value))
                message.Headers.TryAddWithoutValidation(name, value);
        }
        if (_body.Length == 0 && _largeBody is null && !_headers.ContainsKey("Content-Type"))
            return message;
        message.Content = _largeBody is null ? new ByteArrayContent(_body) : new StreamContent(_largeBody);
        if (_largeBody is not null)
            message.Content.Headers.ContentLength = _largeLength;
        if (_headers.TryGetValue("Content-Type", out var type) && MediaTypeHeaderValue.TryParse(type, out var parsed))
            message.Content.Headers.ContentType = parsed;
        return message;
    }

    /// <summary>Passes an answer back, in flat memory; its end is the end of the connection.</summary>
    public static async Task WriteAsync(Stream stream, HttpResponseMessage answer, bool headOnly)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {(int)answer.StatusCode} {answer.ReasonPhrase}\r\nConnection: close\r\n");
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (name is not ("Connection" or "Transfer-Encoding" or "Keep-Alive" or "Date"))
                head.Append(name).Append(": ").AppendJoin(", ", values).Append("\r\n");
        }
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()));
        if (!headOnly)
            await answer.Content.CopyToAsync(stream);
    }

    /// <summary>An answer of the relay's own.</summary>
    public static async Task WriteAsync(Stream stream, string status, string type, byte[] body)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head));
        await stream.WriteAsync(body);
    }

    private static long? LargeLength(Dictionary<string, string> headers) =>
        !headers.ContainsKey("Transfer-Encoding") && headers.TryGetValue("Content-Length", out var text)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length > MaxBodyBytes
            ? length
            : null;

    private static async Task<byte[]> ReadBodyAsync(HeadReader reader, Dictionary<string, string> headers)
    {
        if (headers.TryGetValue("Transfer-Encoding", out var encoding))
            return encoding.Equals("chunked", StringComparison.OrdinalIgnoreCase) && !headers.ContainsKey("Content-Length") ? await ReadChunksAsync(reader) : throw new IOException("Unsupported transfer encoding.");
        if (!headers.TryGetValue("Content-Length", out var text))
            return [];
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= MaxBodyBytes
            ? await reader.ReadBytesAsync(length)
            : throw new IOException("The body is too large.");
    }

    private static async Task<byte[]> ReadChunksAsync(HeadReader reader)
    {
        using var body = new MemoryStream();
        while (true)
        {
            var line = await reader.ReadLineAsync() ?? throw new IOException("The body is truncated.");
            if (!int.TryParse(line.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length) || length < 0 || body.Length + length > MaxBodyBytes)
                throw new IOException("A chunk is malformed or too large.");
            if (length > 0)
                body.Write(await reader.ReadBytesAsync(length));
            // Behind a chunk a line break, behind the last one trailers that nobody needs.
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
            }
            if (length == 0)
                return body.ToArray();
        }
    }

    /// <summary>Reads lines and bytes from one buffer.</summary>
    private sealed class HeadReader(Stream stream)
    {
        private readonly byte[] _buffer = new byte[16 * 1024];
        private int _start;
        private int _end;

        /// <summary>A line without its end; null at the end of the stream.</summary>
        public async Task<string?> ReadLineAsync()
        {
            var line = new StringBuilder();
            while (true)
            {
                if (_start == _end && !await FillAsync())
                    return line.Length == 0 ? null : throw new IOException("The request head is truncated.");
                var character = (char)_buffer[_start++];
                if (line.Length > MaxLineBytes)
                    throw new IOException("A line is too long.");
                if (character == '\n')
                    return line.ToString().TrimEnd('\r');
                line.Append(character);
            }
        }

        public async Task<byte[]> ReadBytesAsync(int count)
        {
            var bytes = new byte[count];
            for (var done = 0; done < count;)
            {
                if (_start == _end && !await FillAsync())
                    throw new IOException("The body is truncated.");
                var part = Math.Min(count - done, _end - _start);
                Array.Copy(_buffer, _start, bytes, done, part);
                (_start, done) = (_start + part, done + part);
            }
            return bytes;
        }

        /// <summary>What is there, at most as much as fits; 0 at the end of the stream.</summary>
        public async ValueTask<int> ReadSomeAsync(Memory<byte> into, CancellationToken cancellationToken)
        {
            if (_start == _end)
                return await stream.ReadAsync(into, cancellationToken);
            var part = Math.Min(into.Length, _end - _start);
            _buffer.AsMemory(_start, part).CopyTo(into);
            _start += part;
            return part;
        }

        private async Task<bool> FillAsync()
        {
            _start = 0;
            _end = await stream.ReadAsync(_buffer);
            return _end > 0;
        }
    }

    /// <summary>A body of a known length, straight from the connection.</summary>
    private sealed class CountedStream(HeadReader reader, long length) : ReadOnlyStream
    {
        private long _left = length;

        public bool WasRead { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left == 0)
                return 0;
            WasRead = true;
            var count = await reader.ReadSomeAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
            _left -= count;
            return count > 0 ? count : throw new IOException("The body is truncated.");
        }

        public override int Read(Span<byte> buffer)
        {
            var bytes = new byte[buffer.Length];
            var count = ReadAsync(bytes).AsTask().GetAwaiter().GetResult();
            bytes.AsSpan(0, count).CopyTo(buffer);
            return count;
        }

    }
}
