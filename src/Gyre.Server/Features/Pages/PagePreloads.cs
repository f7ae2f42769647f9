using System.Text;
using System.Text.Json;
using Gyre.Web;

namespace Gyre.Server.Features.Pages;

/// <summary>
/// Files that a page needs beside those of the shell, as tags for the head of the answer. Without them the browser learns of them only when
/// the shell has been read, which on a far server is two more ways there and back.
/// </summary>
internal static class PagePreloads
{
    private const string List = "pages.json";
    private static readonly Lazy<(string[] Route, string Tags)[]> Known = new(Read);

    /// <summary>The tags for the page at an address; none when no page has it.</summary>
    /// <param name="path">As the router of the pages sees it: below the base path, beginning with a slash.</param>
    public static string For(string path)
    {
        var segments = Split(path);
        foreach (var (route, tags) in Known.Value)
        {
            if (Matches(route, segments))
                return tags;
        }
        return "";
    }

    /// <summary>A segment <c>$name</c> takes any one segment, <c>$</c> alone takes the rest.</summary>
    private static bool Matches(string[] route, string[] segments)
    {
        for (var i = 0; i < route.Length; i++)
        {
            if (route[i] == "$")
                return segments.Length > i;
            if (i >= segments.Length || (route[i][0] != '$' && !string.Equals(route[i], segments[i], StringComparison.Ordinal)))
                return false;
        }
        return segments.Length == route.Length;
    }

    private static (string[] Route, string Tags)[] Read()
    {
        if (!PageFiles.All.TryGetValue(List, out var file))
            return [];
        using var content = file.OpenContent();
        using var document = JsonDocument.Parse(content);
        // Words go before places: "/tracking/compare" is no run of that name.
        return [.. document.RootElement.EnumerateObject()
            .Select(static page => (Route: Split(page.Name), Tags: TagsOf(page.Value)))
            .OrderBy(static page => page.Route.Count(static segment => segment[0] == '$'))];
    }

    private static string TagsOf(JsonElement files)
    {
        var tags = new StringBuilder();
        // The names are made by the build: letters, digits and the signs of a path.
        foreach (var file in files.EnumerateArray().Select(static file => file.GetString()!))
        {
            var relation = file.EndsWith(".css", StringComparison.Ordinal) ? "stylesheet" : "modulepreload";
            tags.Append("<link rel=\"").Append(relation).Append("\" crossorigin href=\"./").Append(file).Append("\">");
        }
        return tags.ToString();
    }

    private static string[] Split(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
