using Gyre.Tracking.Formats;

namespace Gyre.Tracking.Ownership;

/// <summary>A path in the space of all artifacts.</summary>
/// <param name="path">Without the scheme; slashes at its ends mean nothing.</param>
internal readonly struct PlaceName(string path)
{
    private const string Root = TrackingWords.ArtifactScheme + "/";

    private readonly string _path = path.Trim('/');

    public string[] Names => _path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Addresses of the place and of all folders above it, with and without a slash at the end.</summary>
    public IEnumerable<string> Addresses
    {
        get
        {
            var path = _path;
            for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
            {
                yield return Root + path[..end];
                yield return Root + path[..end] + "/";
            }
        }
    }

    /// <summary>Whether the place is that of an address, or is below it.</summary>
    public bool IsUnder(string address)
    {
        if (!address.StartsWith(Root, StringComparison.Ordinal))
            return false;
        var place = address[Root.Length..].Trim('/');
        return place.Length > 0 && (_path == place || _path.StartsWith(place + "/", StringComparison.Ordinal));
    }
}
