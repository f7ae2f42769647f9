using System.Text.Json.Nodes;
using Gyre.Core.Events;
using Gyre.Storage;

namespace Gyre.Tracking.Registry;

/// <summary>
/// What happens in the registry, for the event log. The data of each names the model and says whether it is a prompt, so that nobody who hears of it has to look
/// things up that may be gone by then.
/// </summary>
internal static class RegistryLog
{
    /// <summary>The tag by which the record of a step names its pipeline run.</summary>
    private const string PipelineRunTag = "gyre.run";

    /// <summary>Notes one in the transaction of the change.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="type">One of <see cref="RegistryEvents"/>.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="isPrompt">Whether the model is a prompt.</param>
    /// <param name="at">Now.</param>
    /// <param name="data">What else there is to say.</param>
    public static void Append(IDbSession session, EventType type, string name, bool isPrompt, DateTimeOffset at, JsonObject data)
    {
        data["name"] = name;
        if (isPrompt)
            data["prompt"] = true;
        session.Append(new NewEvent(type, $"model/{name}", at, data.ToJsonString()));
    }

    /// <summary>Says which pipeline run made a version, so that what it starts in turn is known to come from there; nothing when none did.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="data">What is to be said of the version.</param>
    /// <param name="runId">The tracking run that made the version; empty for none.</param>
    public static JsonObject WithCause(IDbSession session, JsonObject data, string runId)
    {
        if (runId.Length > 0 && session.QuerySingleOrDefault<string>(
            "SELECT value FROM tracking_tags WHERE key = @PipelineRunTag AND run = (SELECT number FROM tracking_runs WHERE run_id = @runId)", new { PipelineRunTag, runId }) is { } run)
            data["run"] = run;
        return data;
    }

    /// <summary>Tags as an object.</summary>
    public static JsonObject Map(IEnumerable<Tag> tags)
    {
        var map = new JsonObject();
        foreach (var tag in tags)
            map[tag.Key] = tag.Value;
        return map;
    }
}
