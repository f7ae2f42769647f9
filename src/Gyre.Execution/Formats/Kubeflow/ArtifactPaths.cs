namespace Gyre.Execution.Formats.Kubeflow;

/// <summary>Where the content of a URI is seen on the machine of a step. The runtime of Python components has the same rule.</summary>
internal static class ArtifactPaths
{
    private static readonly (string Scheme, string Mount)[] Mounts = [("gs://", "/gcs/"), ("s3://", "/s3/"), ("minio://", "/minio/")];
    private const string Registry = "oci://";

    /// <summary>The path of a URI; a path is its own.</summary>
    public static string Of(string uri)
    {
        foreach (var (scheme, mount) in Mounts)
        {
            if (uri.StartsWith(scheme, StringComparison.Ordinal))
                return mount + uri[scheme.Length..];
        }
        return uri.StartsWith(Registry, StringComparison.Ordinal) ? $"/oci/{uri[Registry.Length..].Replace('/', '_')}/models" : uri;
    }

    /// <summary>Whether it is an address elsewhere and no path.</summary>
    public static bool IsRemote(string uri) => uri.Contains("://", StringComparison.Ordinal);
}
