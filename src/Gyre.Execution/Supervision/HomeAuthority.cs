using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gyre.Execution.Platform;

namespace Gyre.Execution.Supervision;

/// <summary>
/// Certificates for the one host that a relay answers in the place of, signed by an authority that belongs to a home alone. Only steps that are told to trust it do; its key never
/// leaves the home.
/// </summary>
internal static class HomeAuthority
{
    private const string Name = "CN=Gyre home";
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private static readonly string[] SystemBundles = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];

    /// <summary>A certificate with its key, for TLS as the host.</summary>
    public static X509Certificate2 CertificateFor(string home, string host, DateTimeOffset now)
    {
        using var authority = Load(home, now);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerUse)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var signed = request.Create(authority, authority.NotBefore, authority.NotAfter.AddDays(-1), RandomNumberGenerator.GetBytes(16));
        return signed.CopyWithPrivateKey(key);
    }

    /// <summary>A file with what the system trusts and the home's authority, for programs that take such a file.</summary>
    public static string BundleOf(string home, DateTimeOffset now)
    {
        var bundle = Path.Join(home, "ca", "bundle.pem");
        if (File.Exists(bundle))
            return bundle;
        using var authority = Load(home, now);
        var trusted = Environment.GetEnvironmentVariable("SSL_CERT_FILE") is { Length: > 0 } given ? given : SystemBundles.FirstOrDefault(File.Exists);
        var text = (trusted is not null && File.Exists(trusted) ? File.ReadAllText(trusted).TrimEnd() + "\n" : "") + authority.ExportCertificatePem() + "\n";
        Publish(bundle, text);
        return bundle;
    }

    /// <summary>Certificate and key are one file, so that two processes cannot leave a pair that does not fit.</summary>
    private static X509Certificate2 Load(string home, DateTimeOffset now)
    {
        var file = Path.Join(home, "ca", "authority.pem");
        if (!File.Exists(file))
            Publish(file, Create(now));
        var text = File.ReadAllText(file);
        return X509Certificate2.CreateFromPem(text, text);
    }

    private static string Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }

    /// <summary>Who comes second takes what is there.</summary>
    private static void Publish(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        DurableFile.TryCreate(file, Encoding.UTF8.GetBytes(text), durable: false);
    }
}
