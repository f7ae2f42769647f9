using System.Globalization;
using System.Text.Json.Nodes;
using Gyre.Storage;
using Gyre.Tracking.Formats;
using Gyre.Tracking.LoggedModels;
using Gyre.Tracking.Rules;

namespace Gyre.Tracking.Registry;

/// <summary>What a source stands for: <c>models:/ID</c>, <c>models:/NAME/VERSION</c>, <c>models:/NAME@ALIAS</c>, or itself.</summary>
internal static class SourceResolver
{
    /// <summary>The address of the files, and the run they are from when that is known.</summary>
    /// <exception cref="TrackingException">It stands for nothing that is there.</exception>
    public static (string Location, string? RunId) Resolve(IDbSession session, string source)
    {
        if (!source.StartsWith(SourceRules.Models, StringComparison.Ordinal))
            return (source, null);
        try
        {
            return Find(session, source[SourceRules.Models.Length..].TrimStart('/'), source);
        }
        catch (TrackingException missing)
        {
            throw RegistryRules.Refuse($"Unable to fetch model from model URI source artifact location '{source}'.Error: {missing.Message}");
        }
    }

    /// <summary>Notes at a logged model that it became a version, in a tag that holds a list.</summary>
    /// <exception cref="TrackingException">There is no such model.</exception>
    public static void TellOf(IDbSession session, string modelId, string name, long version, DateTimeOffset now)
    {
        var model = LoggedModelTable.Require(session, modelId);
        var known = LoggedModelTable.TagOf(session, model.Number, TrackingWords.ModelVersions);
        var list = JsonLists.AppendSpaced(known, new JsonObject { ["name"] = name, ["version"] = version });
        LoggedModelTable.SetTags(session, model.Number, [new Tag(TrackingWords.ModelVersions, list)]);
        LoggedModelTable.Touch(session, model.Number, now.ToUnixTimeMilliseconds());
    }

    private static (string, string?) Find(IDbSession session, string rest, string source)
    {
        if (rest.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && !rest.Contains('/', StringComparison.Ordinal))
            return (RegistryService.AliasedIn(session, rest[..at], rest[(at + 1)..]).Location, null);
        var parts = rest.Split('/');
        if (parts is [var id] && id.StartsWith(LoggedModelTable.IdPrefix, StringComparison.Ordinal))
        {
            var model = LoggedModelTable.Require(session, id);
            return (model.ArtifactUri, model.SourceRunId);
        }
        if (parts is [var name, var text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            return (VersionTable.Require(session, name, version).Location, null);
        throw RegistryRules.Refuse($"'{source}' is not a valid source; use models:/MODEL_ID, models:/NAME/VERSION or models:/NAME@ALIAS.");
    }
}
