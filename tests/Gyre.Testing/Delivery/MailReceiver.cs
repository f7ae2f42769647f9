using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;

namespace Gyre.Testing.Delivery;

/// <summary>A mail as it came.</summary>
/// <param name="From">Who sends it, by the envelope.</param>
/// <param name="To">Who gets it, by the envelope.</param>
/// <param name="Headers">Lines before the empty one, put together where they were folded.</param>
/// <param name="Text">The text, decoded.</param>
/// <param name="Login">Name and password with a colon between them; null when nobody logged in.</param>
/// <param name="IsEncrypted">Whether the talk was encrypted.</param>
public sealed record ReceivedMail(string From, IReadOnlyList<string> To, IReadOnlyList<string> Headers, string Text, string? Login, bool IsEncrypted);

/// <summary>How a <see cref="MailReceiver"/> encrypts.</summary>
public enum MailEncryption
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>When asked by <c>STARTTLS</c>.</summary>
    OnDemand,

    /// <summary>From the first byte on.</summary>
    Always,
}

/// <summary>A small SMTP server on a free port of loopback that keeps what it is sent and answers as it is told. Its certificate is its own.</summary>
public sealed class MailReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<ReceivedMail> _received = Channel.CreateUnbounded<ReceivedMail>();
    private readonly CancellationTokenSource _stop = new();
    private readonly MailEncryption _encryption;
    private readonly X509Certificate2? _certificate;
    private readonly Task _loop;

    /// <summary>Listens.</summary>
    public MailReceiver(MailEncryption encryption = MailEncryption.None)
    {
        _encryption = encryption;
        _certificate = encryption == MailEncryption.None ? null : MakeCertificate();
        _listener.Start();
        _loop = Task.Run(AcceptAsync);
    }

    /// <summary>As a notification names it.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"{(_encryption == MailEncryption.Always ? "smtps" : "smtp")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Ways to log in that are offered.</summary>
    public string Ways { get; set; } = "PLAIN LOGIN";

    /// <summary>Another answer to a line than the usual one, or null.</summary>
    public Func<string, string?> Answer { get; set; } = static _ => null;

    /// <summary>Whether something came that nobody has looked at.</summary>
    public bool HasMore => _received.Reader.TryPeek(out _);

    /// <summary>What came next; waits for it.</summary>
    public ValueTask<ReceivedMail> NextAsync(CancellationToken cancellationToken) => _received.Reader.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
        _certificate?.Dispose();
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await TalkAsync(client.GetStream());
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or AuthenticationException)
            {
                // The next one, or the end.
            }
        }
    }

    private async Task TalkAsync(NetworkStream plain)
    {
        await using var closing = plain;
        await using var secure = new SslStream(plain, leaveInnerStreamOpen: true);
        if (_encryption == MailEncryption.Always)
            await secure.AuthenticateAsServerAsync(_certificate!, false, SslProtocols.None, false);
        Stream stream = _encryption == MailEncryption.Always ? secure : plain;
        var (from, to, login) = ("", new List<string>(), (string?)null);
        await WriteAsync(stream, "220 here");
        while (await ReadLineAsync(stream) is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (Answer(line) is { } other)
            {
                await WriteAsync(stream, other);
                continue;
            }
            switch (verb)
            {
                case "EHLO":
                    await WriteAsync(stream, $"250-here\r\n{(_encryption == MailEncryption.OnDemand && !secure.IsAuthenticated ? "250-STARTTLS\r\n" : "")}250 AUTH {Ways}");
                    break;
                case "STARTTLS":
                    await WriteAsync(stream, "220 go on");
                    await secure.AuthenticateAsServerAsync(_certificate!, false, SslProtocols.None, false);
                    stream = secure;
                    break;
                case "AUTH":
                    login = await LoginAsync(stream, line);
                    await WriteAsync(stream, "235 welcome");
                    break;
                case "MAIL":
                    from = Within(line);
                    await WriteAsync(stream, "250 ok");
                    break;
                case "RCPT":
                    to.Add(Within(line));
                    await WriteAsync(stream, "250 ok");
                    break;
                case "DATA":
                    await WriteAsync(stream, "354 go on");
                    _received.Writer.TryWrite(await ReadMailAsync(stream, from, to, login, secure.IsAuthenticated));
                    await WriteAsync(stream, "250 taken");
                    break;
                case "QUIT":
                    await WriteAsync(stream, "221 bye");
                    return;
                default:
                    await WriteAsync(stream, "500 what");
                    break;
            }
        }
    }

    private async Task<string> LoginAsync(Stream stream, string line)
    {
        if (line.StartsWith("AUTH PLAIN ", StringComparison.Ordinal))
            return string.Join(':', Decode(line["AUTH PLAIN ".Length..]).Split('\0').Skip(1));
        await WriteAsync(stream, "334 VXNlcm5hbWU6");
        var user = Decode((await ReadLineAsync(stream))!);
        await WriteAsync(stream, "334 UGFzc3dvcmQ6");
        return $"{user}:{Decode((await ReadLineAsync(stream))!)}";
    }

    private async Task<ReceivedMail> ReadMailAsync(Stream stream, string from, List<string> to, string? login, bool isEncrypted)
    {
        var headers = new List<string>();
        while (await ReadLineAsync(stream) is { Length: > 0 } line)
        {
            if (line[0] == ' ')
                headers[^1] += line;
            else
                headers.Add(line);
        }
        var text = new StringBuilder();
        while (await ReadLineAsync(stream) is { } line && line != ".")
            text.Append(line);
        return new ReceivedMail(from, [.. to], headers, Decode(text.ToString()), login, isEncrypted);
    }

    private static string Within(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];

    private static string Decode(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    private async Task WriteAsync(Stream stream, string text) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text + "\r\n"), _stop.Token);

    private async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, _stop.Token) == 1)
        {
            if (one[0] == '\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }
        return null;
    }
}
