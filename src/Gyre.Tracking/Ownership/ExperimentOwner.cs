using Gyre.Storage;
using Gyre.Tracking.Experiments;

namespace Gyre.Tracking.Ownership;

/// <summary>The project of an experiment.</summary>
internal static class ExperimentOwner
{
    private const string OriginTag = "gyre.origin";

    /// <summary>Tags that say it.</summary>
    public static readonly string[] Keys = [IOwners.ProjectTag, OriginTag, IOwners.RunTag];

    public static Owner? Find(IDbSession session, long experiment)
    {
        if (ExperimentTable.Find(session, experiment) is null)
            return null;
        var tags = session.Query<Tag>(
            "SELECT key, value FROM tracking_experiment_tags WHERE experiment = @experiment AND key IN @keys",
            new { experiment, keys = Keys });
        return new Owner(ProjectOf(tags), tags.FirstOrDefault(static tag => tag.Key == IOwners.RunTag)?.Value);
    }

    /// <summary>What people say counts more than where the engine made it. The name of a project has no slash.</summary>
    public static string? ProjectOf(IEnumerable<Tag> tags)
    {
        string? origin = null;
        foreach (var tag in tags)
        {
            if (tag.Key == IOwners.ProjectTag)
                return tag.Value;
            if (tag.Key == OriginTag)
                origin = tag.Value;
        }
        return origin?.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? origin[..slash] : null;
    }
}
