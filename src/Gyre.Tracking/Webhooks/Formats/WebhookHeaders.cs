using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gyre.Tracking.Webhooks.Formats;

/// <summary>The headers by which receivers of this kind of message know and check it.</summary>
internal static class WebhookHeaders
{
    public const string Signature = "X-MLflow-Signature";
    public const string Timestamp = "X-MLflow-Timestamp";
    public const string DeliveryId = "X-MLflow-Delivery-Id";

    /// <summary>Seconds since 1970, as they stand in the header.</summary>
    public static string TimeOf(DateTimeOffset now) => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>HMAC-SHA256 over <c>ID.TIMESTAMP.BODY</c>, with its version in front.</summary>
    public static string Sign(string secret, string deliveryId, string timestamp, string body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{deliveryId}.{timestamp}.{body}")));
}
