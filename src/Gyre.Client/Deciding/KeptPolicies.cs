using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gyre.Client.Deciding;

/// <summary>A share of a canary.</summary>
internal sealed record KeptShare(long Version, double Share);

/// <summary>What the server served when it was last seen.</summary>
internal sealed record KeptRoute(long Created, long Revision, double Floor, long Champion, IReadOnlyList<KeptShare> Canaries)
{
    public int SchemaVersion { get; init; } = 1;

    /// <summary>Whether it answers with the choices of its callers.</summary>
    public bool IsApprentice { get; init; }
}

/// <summary>
/// Policies and route that the server served last, on the disk, so that a program can start without it. Only a help: a file that is
/// missing or damaged is asked for again.
/// </summary>
internal sealed class KeptPolicies(string folder, string prefix)
{
    private readonly string _route = Path.Join(folder, $"served-{prefix}.json");

    /// <summary>The route, with all its policies; null when something is missing.</summary>
    public KeptRoute? Find()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(_route), KeptPoliciesJson.Default.KeptRoute) is { SchemaVersion: 1 } route
                && PathsOf(route).All(File.Exists)
                ? route
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps the route, and lets go of policies that it does not need.</summary>
    public void Keep(KeptRoute route)
    {
        try
        {
            Replace(_route, file => file.Write(JsonSerializer.SerializeToUtf8Bytes(route, KeptPoliciesJson.Default.KeptRoute)));
            var needed = PathsOf(route).ToHashSet(StringComparer.Ordinal);
            foreach (var path in Directory.EnumerateFiles(folder, $"policy-{prefix}-*.json").Where(path => !needed.Contains(path)))
                File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It decides all the same; only a start without the server would not.
        }
    }

    /// <summary>A policy that is kept, or null.</summary>
    public Stream? Open(long created, long version)
    {
        try
        {
            return new FileStream(PathOf(created, version), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps a policy.</summary>
    public void Keep(long created, long version, byte[] content)
    {
        try
        {
            Replace(PathOf(created, version), file => file.Write(content));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // As above.
        }
    }

    private string PathOf(long created, long version) =>
        Path.Join(folder, string.Create(CultureInfo.InvariantCulture, $"policy-{prefix}-{created}-{version}.json"));

    private IEnumerable<string> PathsOf(KeptRoute route) =>
        ((IEnumerable<long>)[route.Champion, .. route.Canaries.Select(static one => one.Version)])
            .Select(version => PathOf(route.Created, version));

    /// <summary>A reader finds the old content or the new one, whole.</summary>
    private static void Replace(string path, Action<FileStream> write)
    {
        var temporary = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.tmp");
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            write(file);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeptRoute))]
internal sealed partial class KeptPoliciesJson : JsonSerializerContext;
