using System.Globalization;
using System.Text;

namespace Gyre.Delivery.Mail;

/// <summary>The server said no, or something that is no answer.</summary>
/// <param name="status">Its number; null when there was none.</param>
/// <param name="what">What it was asked for; holds no secret.</param>
internal sealed class SmtpRefusedException(int? status, string what) : Exception(what)
{
    public int? Status => status;

    /// <summary>A number from 500 on means that the same will not be taken later either.</summary>
    public bool CanRepeat => status is null or < 500;
}

/// <summary>An answer: its number, and the text of each line.</summary>
internal sealed record SmtpReply(int Status, IReadOnlyList<string> Lines);

/// <summary>Commands and answers of SMTP (RFC 5321) over a stream.</summary>
internal sealed class SmtpTalk(Stream stream)
{
    private const int MaxLine = 2048;
    private const int MaxLines = 100;
    private readonly byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Whether bytes came that nobody asked for. Before encryption begins there must be none: they could be taken for the words of the server.</summary>
    public bool HasUnread => _start < _end;

    /// <summary>Sends a line and reads the answer.</summary>
    /// <param name="line">Without its end.</param>
    /// <param name="good">The hundreds of a good answer: 2 or 3.</param>
    /// <param name="what">The command's name, for messages; the line may hold a secret.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SmtpRefusedException">Another answer came.</exception>
    public async Task<SmtpReply> AskAsync(string line, int good, string what, CancellationToken cancellationToken)
    {
        if (line.AsSpan().ContainsAny('\r', '\n'))
            throw new SmtpRefusedException(501, $"{what} contains a line break");
        await SendAsync(line + "\r\n", cancellationToken);
        return await HearAsync(good, what, cancellationToken);
    }

    public async Task SendAsync(string text, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    /// <inheritdoc cref="AskAsync"/>
    public async Task<SmtpReply> HearAsync(int good, string what, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (lines.Count < MaxLines)
        {
            var line = await ReadLineAsync(what, cancellationToken);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
                break;
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length > 3 && line[3] == '-')
                continue;
            return status / 100 == good ? new SmtpReply(status, lines) : throw new SmtpRefusedException(
                status, string.Create(CultureInfo.InvariantCulture, $"the mail server responded with {status} to {what}"));
        }
        throw new SmtpRefusedException(null, $"the mail server's response to {what} is not valid");
    }

    private async Task<string> ReadLineAsync(string what, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await stream.ReadAsync(_buffer, cancellationToken));
                if (_end == 0)
                    throw new SmtpRefusedException(null, $"the mail server closed the connection at {what}");
            }
            var next = (char)_buffer[_start++];
            if (next == '\n')
                return line.ToString().TrimEnd('\r');
            if (line.Length >= MaxLine)
                throw new SmtpRefusedException(null, $"the mail server's response to {what} is too long");
            line.Append(next);
        }
    }
}
