using System.Net;
using System.Text;
using Gyre.Core;
using Gyre.Testing.Delivery;
using MimeKit.Utils;

namespace Gyre.Delivery.Tests;

/// <summary>Mail goes to a server of the test's own on loopback.</summary>
public sealed class MailSenderTests
{
    private static readonly MailLogin Login = new("anna", "pa ss:word");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_arrives_whole()
    {
        await using var receiver = new MailReceiver();
        var result = await Sender().SendAsync(ServerOf(receiver), null, Mail("Größe: 97 %", "one\n.\ntwo ä\n"), Cancel);
        result.ShouldBe(new SendResult(true, 250, null, null, false));
        var mail = await receiver.NextAsync(Cancel);
        (mail.From, mail.Login, mail.IsEncrypted).ShouldBe(("gyre@example.com", null, false));
        mail.To.ShouldBe(["anna@example.com", "ben@example.com"]);
        mail.Text.ShouldBe("one\r\n.\r\ntwo ä\r\n");
        var subject = mail.Headers.Single(static header => header.StartsWith("Subject: ", StringComparison.Ordinal));
        subject.ShouldAllBe(static c => char.IsAscii(c));
        Rfc2047.DecodeText(Encoding.ASCII.GetBytes(subject)).ShouldBe("Subject: Größe: 97 %");
        mail.Headers.ShouldContain("Message-ID: <one-id@example.com>");
    }

    [Theory]
    [InlineData(MailEncryption.OnDemand, "PLAIN LOGIN")]
    [InlineData(MailEncryption.OnDemand, "LOGIN")]
    [InlineData(MailEncryption.Always, "PLAIN")]
    public async Task Where_there_is_encryption_the_log_in_goes_encrypted(MailEncryption encryption, string ways)
    {
        await using var receiver = new MailReceiver(encryption) { Ways = ways };
        (await Sender().SendAsync(ServerOf(receiver), Login, Mail("s", "t"), Cancel)).Error.ShouldBeNull();
        var mail = await receiver.NextAsync(Cancel);
        (mail.Login, mail.IsEncrypted).ShouldBe(("anna:pa ss:word", true));
    }

    [Fact]
    public async Task A_server_whose_certificate_is_not_trusted_gets_nothing()
    {
        await using var receiver = new MailReceiver(MailEncryption.Always);
        var sender = new MailSender(new OutsideHosts(Dns.GetHostAddressesAsync, allowPrivate: true), TimeProvider.System);
        (await sender.SendAsync(ServerOf(receiver), Login, Mail("s", "t"), Cancel)).Error.ShouldBe("the mail server's certificate is not trusted");
        receiver.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task A_host_that_is_not_public_gets_nothing()
    {
        await using var receiver = new MailReceiver();
        var sender = new MailSender(new OutsideHosts(Dns.GetHostAddressesAsync, allowPrivate: false), TimeProvider.System);
        (await sender.SendAsync(ServerOf(receiver), null, Mail("s", "t"), Cancel)).Error.ShouldBe(ForbiddenAddressException.Reason);
        receiver.HasMore.ShouldBeFalse();
    }

    [Theory]
    [InlineData("RCPT", "451 later", true)]
    [InlineData("RCPT", "550 nobody", false)]
    [InlineData("MAIL", "nonsense", true)]
    [InlineData("AUTH", "535 pa ss:word is wrong", false)]
    public async Task What_the_server_refuses_is_told_without_its_words(string verb, string answer, bool canRepeat)
    {
        await using var receiver = new MailReceiver { Answer = line => line.StartsWith(verb, StringComparison.Ordinal) ? answer : null };
        var result = await Sender().SendAsync(ServerOf(receiver), Login, Mail("s", "t"), Cancel);
        (result.Success, result.CanRepeat).ShouldBe((false, canRepeat));
        result.Error!.ShouldNotContain("word");
        receiver.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_that_does_not_stop_talking_is_left()
    {
        await using var receiver = new MailReceiver { Answer = static line => line.StartsWith("EHLO", StringComparison.Ordinal) ? new string('x', 100_000) : null };
        (await Sender().SendAsync(ServerOf(receiver), null, Mail("s", "t"), Cancel)).Error!.ShouldContain("too long");
    }

    [Fact]
    public async Task A_subject_begins_no_header_of_its_own()
    {
        await using var receiver = new MailReceiver();
        await Sender().SendAsync(ServerOf(receiver), null, Mail("one\r\nBcc: eve@example.com", "t"), Cancel);
        (await receiver.NextAsync(Cancel)).Headers.ShouldContain("Subject: one  Bcc: eve@example.com");
    }

    [Theory]
    [InlineData("smtp://mail.example", "mail.example", 587, false)]
    [InlineData("smtps://mail.example", "mail.example", 465, true)]
    [InlineData("smtp://mail.example:25", "mail.example", 25, false)]
    [InlineData("smtp://[::1]:2525", "::1", 2525, false)]
    public void An_address_of_a_server_is_read(string text, string host, int port, bool isSecure) =>
        MailServer.Parse(text).ShouldBe(new MailServer { Host = host, Port = port, IsSecure = isSecure });

    [Theory]
    [InlineData("mail.example")]
    [InlineData("http://mail.example")]
    [InlineData("smtp://user:secret@mail.example")]
    [InlineData("smtp://mail.example/path")]
    [InlineData("smtp://mail.example?a=b")]
    public void Anything_else_is_none(string text) => MailServer.Parse(text).ShouldBeNull();

    [Theory]
    [InlineData("anna@example.com", true)]
    [InlineData("Anna <anna@example.com>", false)]
    [InlineData("anna@example.com\r\nRCPT TO:<eve@example.com>", false)]
    [InlineData("anna", false)]
    [InlineData("änna@example.com", false)]
    public void Only_a_bare_address_is_one(string text, bool good) => MailAddresses.IsAddress(text).ShouldBe(good);

    [Fact]
    public void A_login_does_not_show_itself() => Login.ToString().ShouldNotContain("word");

    private static MailSender Sender() => new(new OutsideHosts(Dns.GetHostAddressesAsync, allowPrivate: true), TimeProvider.System, static (_, certificate, _, _) => certificate?.Subject == "CN=127.0.0.1");

    private static MailServer ServerOf(MailReceiver receiver) => MailServer.Parse(receiver.Address)!;

    private static MailMessage Mail(string subject, string text) =>
        new() { From = "gyre@example.com", To = ["anna@example.com", "ben@example.com"], Subject = subject, Text = text, Id = "one-id" };
}
