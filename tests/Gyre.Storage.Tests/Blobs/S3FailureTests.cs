using System.Net;
using System.Net.Sockets;
using System.Xml;
using Amazon.Runtime;
using Amazon.S3;
using Gyre.Storage.Blobs.S3;

namespace Gyre.Storage.Tests.Blobs;

/// <summary>Which failures mean that the artifact store is away, so that whoever waits for it may wait on.</summary>
public sealed class S3FailureTests
{
    public static TheoryData<string> Outages => [.. Failures.Keys];

    private static Dictionary<string, Exception> Failures { get; } = new(StringComparer.Ordinal)
    {
        ["refused"] = new HttpRequestException(HttpRequestError.ConnectionError),
        ["broken while it was read"] = new IOException("Unable to read data from the transport connection"),
        ["broken while it was set up"] = new SocketException((int)SocketError.NotConnected),
        ["too slow"] = new TaskCanceledException("the client's own limit", new TimeoutException()),
        ["broken answer"] = new AmazonClientException("the answer could not be read"),
        ["failing"] = Answer(HttpStatusCode.ServiceUnavailable),
        ["too many requests"] = Answer(HttpStatusCode.TooManyRequests),
    };

    [Theory]
    [MemberData(nameof(Outages))]
    public void A_server_that_is_away_is_an_outage(string failure) =>
        S3Failures.Wrap(Failures[failure], "Could not read").ShouldBeOfType<ArtifactsUnavailableException>().Message.ShouldStartWith("Could not read: ");

    [Fact]
    public void A_refusal_is_none() =>
        S3Failures.Wrap(Answer(HttpStatusCode.Forbidden), "Could not read").ShouldNotBeNull().ShouldNotBeOfType<ArtifactsUnavailableException>();

    [Fact]
    public void An_answer_that_is_not_XML_fails_and_is_no_outage() =>
        S3Failures.Wrap(new XmlException("invalid character"), "Could not list").ShouldBeOfType<IOException>().Message
            .ShouldStartWith("Could not list: ");

    [Fact]
    public void What_somebody_cancelled_and_what_is_our_own_fault_stay_as_they_are()
    {
        S3Failures.Wrap(new OperationCanceledException(), "Could not read").ShouldBeNull();
        S3Failures.Wrap(new InvalidOperationException(), "Could not read").ShouldBeNull();
    }

    private static AmazonS3Exception Answer(HttpStatusCode status) => new("no") { StatusCode = status, ErrorCode = "Code" };
}
