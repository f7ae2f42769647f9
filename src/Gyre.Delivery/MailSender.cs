using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Gyre.Core;
using Gyre.Delivery.Mail;

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
            return new SendResult(true, await DeliverAsync(server, login, mail, stop.Token), null, null, false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SendResult.Failed("the mail server did not respond in time");
        }
        catch (ForbiddenAddressException)
        {
            return SendResult.Failed(ForbiddenAddressException.Reason);
        }
        catch (SmtpRefusedException exception)
        {
            return new SendResult(false, exception.Status, null, exception.Message, exception.CanRepeat);
        }
        catch (AuthenticationException)
        {
            return SendResult.Failed("the mail server's certificate is not trusted");
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return SendResult.Failed("the mail server could not be reached, or the connection was lost");
        }
    }

    private async Task<int> DeliverAsync(MailServer server, MailLogin? login, MailMessage mail, CancellationToken cancellationToken)
    {
        using var socket = await _hosts.ConnectAsync(server.Host, server.Port, cancellationToken);
        await using var plain = new NetworkStream(socket, ownsSocket: false);
        await using var secure = new SslStream(plain, leaveInnerStreamOpen: true, _check);
        if (server.IsSecure)
            await EncryptAsync(secure, server, cancellationToken);
        var talk = new SmtpTalk(server.IsSecure ? secure : plain);
        await talk.HearAsync(2, "the connection", cancellationToken);
        var offers = await GreetAsync(talk, cancellationToken);
        if (!server.IsSecure && offers.Contains("STARTTLS", StringComparer.OrdinalIgnoreCase))
        {
            await talk.AskAsync("STARTTLS", 2, "STARTTLS", cancellationToken);
            if (talk.HasUnread)
                throw new SmtpRefusedException(null, "the mail server sent data before encryption started");
            await EncryptAsync(secure, server, cancellationToken);
            talk = new SmtpTalk(secure);
            offers = await GreetAsync(talk, cancellationToken);
        }
        else if (!server.IsSecure && !_hosts.AllowsPrivate)
        {
            throw new SmtpRefusedException(null, "the mail server does not support encryption");
        }
        if (login is not null)
            await LogInAsync(talk, login, offers, secure.IsAuthenticated || IsThisMachine(socket), cancellationToken);
        var status = await HandOverAsync(talk, mail, cancellationToken);
        await QuitAsync(talk, cancellationToken);
        return status;
    }

    private static Task EncryptAsync(SslStream secure, MailServer server, CancellationToken cancellationToken) =>
        secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = server.Host }, cancellationToken);

    private static bool IsThisMachine(Socket socket) =>
        socket.RemoteEndPoint is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static async Task<IReadOnlyList<string>> GreetAsync(SmtpTalk talk, CancellationToken cancellationToken) =>
        (await talk.AskAsync("EHLO gyre.local", 2, "EHLO", cancellationToken)).Lines;

    private static async Task LogInAsync(SmtpTalk talk, MailLogin login, IReadOnlyList<string> offers, bool isPrivate, CancellationToken cancellationToken)
    {
        if (!isPrivate)
            throw new SmtpRefusedException(null, "the mail server does not support encryption, so the password was not sent");
        var ways = offers.FirstOrDefault(offer => offer.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase))?.Split(' ') ?? [];
        if (ways.Contains("PLAIN", StringComparer.OrdinalIgnoreCase))
        {
            await talk.AskAsync($"AUTH PLAIN {Base64($"\0{login.User}\0{login.Password}")}", 2, "AUTH", cancellationToken);
            return;
        }
        if (!ways.Contains("LOGIN", StringComparer.OrdinalIgnoreCase))
            throw new SmtpRefusedException(null, "the mail server supports neither AUTH PLAIN nor AUTH LOGIN");
        await talk.AskAsync("AUTH LOGIN", 3, "AUTH", cancellationToken);
        await talk.AskAsync(Base64(login.User), 3, "AUTH", cancellationToken);
        await talk.AskAsync(Base64(login.Password), 2, "AUTH", cancellationToken);
    }

    private async Task<int> HandOverAsync(SmtpTalk talk, MailMessage mail, CancellationToken cancellationToken)
    {
        await talk.AskAsync($"MAIL FROM:<{mail.From}>", 2, "MAIL FROM", cancellationToken);
        foreach (var to in mail.To)
            await talk.AskAsync($"RCPT TO:<{to}>", 2, "RCPT TO", cancellationToken);
        await talk.AskAsync("DATA", 3, "DATA", cancellationToken);
        await talk.SendAsync(MailText.Of(mail, _clock.GetUtcNow()) + ".\r\n", cancellationToken);
        return (await talk.HearAsync(2, "the mail", cancellationToken)).Status;
    }

    /// <summary>The mail is theirs already, whatever they say now.</summary>
    private static async Task QuitAsync(SmtpTalk talk, CancellationToken cancellationToken)
    {
        try
        {
            await talk.AskAsync("QUIT", 2, "QUIT", cancellationToken);
        }
        catch (Exception exception) when (exception is SmtpRefusedException or IOException or OperationCanceledException)
        {
            // See above.
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
