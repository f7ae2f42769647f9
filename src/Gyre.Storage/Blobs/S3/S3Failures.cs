using System.Net.Sockets;
using System.Xml;
using Amazon.Runtime;

namespace Gyre.Storage.Blobs.S3;

/// <summary>What went wrong on the way to the service, or in it, as exceptions of this module.</summary>
internal static class S3Failures
{
    /// <summary>The exception to give instead, or null when it is none of the service's or the network's.</summary>
    /// <param name="exception">What the client threw.</param>
    /// <param name="failure">What could not be done, as the beginning of a sentence.</param>
    public static IOException? Wrap(Exception exception, string failure) => exception switch
    {
        AmazonServiceException service when (int)service.StatusCode is 0 or 429 or >= 500 =>
            new ArtifactsUnavailableException(
                $"{failure}: the server is unreachable or failing ({(int)service.StatusCode} {service.ErrorCode})."),
        AmazonServiceException service => new IOException(
            $"{failure}: the server responded with {(int)service.StatusCode} {service.ErrorCode}."),
        AmazonClientException => new ArtifactsUnavailableException($"{failure}: the server is unreachable or its response is malformed."),
        // An answer that repeats a key may hold characters that XML has no place for. It would be the same the next time.
        XmlException => new IOException($"{failure}: the server's response is not XML."),
        HttpRequestException http => new ArtifactsUnavailableException($"{failure}: the connection failed ({http.HttpRequestError})."),
        // A connection that breaks while a request is being set up comes as it is: not inside one of the others.
        IOException or SocketException => new ArtifactsUnavailableException($"{failure}: the connection was lost."),
        OperationCanceledException { InnerException: TimeoutException } =>
            new ArtifactsUnavailableException($"{failure}: the server did not respond in time."),
        _ => null,
    };
}
