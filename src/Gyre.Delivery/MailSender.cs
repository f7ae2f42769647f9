using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Gyre.Core;
using Gyre.Delivery.Mail;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Gyre.Delivery;

/// <summary>
/// Hands mail to a server by SMTP. The talk is encrypted: from the first byte on, or by <c>STARTTLS</c>. A server without encryption is taken only where private addresses are, and
/// is never logged in to unless it is on this machine.
/// </summary>
public sealed class MailSender
{
    /// <summary>The longest time of a try: 30 seconds.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly OutsideHosts _hosts;
    private readonly TimeProvider _clock;
    private readonly RemoteCertificateValidationCallback? _check;

    /// <summary>A sender that trusts the certificates that this machine trusts.</summary>
    /// <param name="hosts">Where it may go.</param>
    /// <param name="clock">Bounds the time of a try, and dates the mail.</param>
    public MailSender(OutsideHosts hosts, TimeProvider clock)
        : this(hosts, clock, null)
    {
    }

    /// <summary>For tests, whose servers have certificates of their own.</summary>
    internal MailSender(OutsideHosts hosts, TimeProvider clock, RemoteCertificateValidationCallback? check) => (_hosts, _clock, _check) = (hosts, clock, check);

    /// <summary>Hands a mail over. Failures are told in the result.</summary>
    /// <param name="server">To which server.</param>
    /// <param name="login">Null for none.</param>
    /// <param name="mail">What.</param>
    /// <param name="cancellationToken">Gives up; then an exception is thrown.</param>
    public async Task<SendResult> SendAsync(MailServer server, MailLogin? login, MailMessage mail, CancellationToken cancellationToken)
    {
        using var slow = new CancellationTokenSource(Timeout, _clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, slow.Token);
        try
        {
            await DeliverAsync(server, login, mail, stop.Token);
            return new SendResult(true, (int)SmtpStatusCode.Ok, null, null, false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SendResult.Failed("the mail server did not respond in time");
        }
        catch (Exception exception) when (Refusal(exception) is { } refused)
        {
            return new SendResult(false, refused.Status, null, refused.Message, refused.CanRepeat);
        }
    }

    private async Task DeliverAsync(MailServer server, MailLogin? login, MailMessage mail, CancellationToken cancellationToken)
    {
        using var socket = await _hosts.ConnectAsync(server.Host, server.Port, cancellationToken);
        using var client = new SmtpClient
        {
            LocalDomain = "gyre.local",
            CheckCertificateRevocation = false,
            ServerCertificateValidationCallback = _check ?? (static (_, _, _, errors) => errors == SslPolicyErrors.None),
        };
        await using var stream = new AnswerStream(new NetworkStream(socket, ownsSocket: false));
        var encryption = server.IsSecure ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTlsWhenAvailable;
        await client.ConnectAsync(stream, server.Host, server.Port, encryption, cancellationToken);
        if (!client.IsSecure && !_hosts.AllowsPrivate)
            throw new MailRefusedException(null, "the mail server does not support encryption");
        if (login is not null)
            await LogInAsync(client, login, client.IsSecure || IsThisMachine(socket), cancellationToken);
        await client.SendAsync(MailText.Of(mail, _clock.GetUtcNow()), cancellationToken);
        await QuitAsync(client, cancellationToken);
    }

    private static bool IsThisMachine(Socket socket) =>
        socket.RemoteEndPoint is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static async Task LogInAsync(SmtpClient client, MailLogin login, bool isPrivate, CancellationToken cancellationToken)
    {
        if (!isPrivate)
            throw new MailRefusedException(null, "the mail server does not support encryption, so the password was not sent");
        // Those take a token, and the login holds a password.
        client.AuthenticationMechanisms.Remove("XOAUTH2");
        client.AuthenticationMechanisms.Remove("OAUTHBEARER");
        try
        {
            await client.AuthenticateAsync(Encoding.UTF8, login.User, login.Password, cancellationToken);
        }
        catch (NotSupportedException)
        {
            throw new MailRefusedException(null, "the mail server does not support logging in with a password");
        }
    }

    /// <summary>The mail is theirs already, whatever they say now.</summary>
    private static async Task QuitAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException || Refusal(exception) is not null)
        {
            // See above.
        }
    }

    /// <summary>What a failure means, without the server's words, which may hold secrets; null when it is something else.</summary>
    private static MailRefusedException? Refusal(Exception exception) => exception switch
    {
        MailRefusedException refused => refused,
        ForbiddenAddressException => new(null, ForbiddenAddressException.Reason),
        AuthenticationException { InnerException: SmtpCommandException inner } => Answered(inner.StatusCode, "AUTH"),
        AuthenticationException or ServiceNotAuthenticatedException => new(null, "the login to the mail server failed"),
        SmtpCommandException command => Answered(command.StatusCode, command.ErrorCode switch
        {
            SmtpErrorCode.SenderNotAccepted => "MAIL FROM",
            SmtpErrorCode.RecipientNotAccepted => "RCPT TO",
            SmtpErrorCode.MessageNotAccepted => "the mail",
            _ => "a command",
        }),
        SmtpProtocolException { InnerException: MailRefusedException inner } => inner,
        SmtpProtocolException => new(null, "the mail server closed the connection, or its response is too long or not valid SMTP"),
        SslHandshakeException => new(null, "the mail server's certificate is not trusted"),
        SocketException or IOException => new(null, "the mail server could not be reached, or the connection was lost"),
        _ => null,
    };

    private static MailRefusedException Answered(SmtpStatusCode status, string what) =>
        new((int)status, string.Create(CultureInfo.InvariantCulture, $"the mail server responded with {(int)status} to {what}"));
}
