using System.Text.Json;
using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Pipelines.Schema;

/// <summary>A row of <c>attempt_metadata</c>.</summary>
internal sealed record AttemptMetadataRow
{
    public const string Columns = "attempt, run, path, place, first_part, last_part, texts, latest";

    public AttemptId Attempt { get; init; }

    public RunId Run { get; init; }

    public string Path { get; init; } = "";

    /// <summary>Up to where its points are in the tracking run.</summary>
    public string Place { get; init; } = "";

    /// <summary>The first part of metrics that was recorded; greater than the last when there is none.</summary>
    public long FirstPart { get; init; } = long.MaxValue;

    /// <summary>The last part of metrics that was recorded.</summary>
    public long LastPart { get; init; }

    /// <summary>Names of recorded params and tags: a JSON list.</summary>
    public string Texts { get; init; } = "[]";

    /// <summary>Latest values while it runs; null afterwards, when its node run has them.</summary>
    public string? Latest { get; init; }
}

/// <summary>What is kept of the metadata of attempts.</summary>
internal static class AttemptMetadataTable
{
    private const string Start = "0,0";

    public static AttemptMetadataRow? Find(IDbSession session, AttemptId attempt) => session.QuerySingleOrDefault<AttemptMetadataRow>(
        $"SELECT {AttemptMetadataRow.Columns} FROM attempt_metadata WHERE attempt = @attempt", new { attempt });

    /// <summary>Whether the row stands at a place; when it does not, another engine has recorded meanwhile.</summary>
    public static bool IsAt(IDbSession session, AttemptId attempt, string place) => (Find(session, attempt)?.Place ?? Start) == place;

    /// <summary>Goes on to the row's place.</summary>
    public static void Advance(IDbSession session, AttemptMetadataRow row, long? part, IReadOnlyCollection<string> texts)
    {
        var before = Find(session, row.Attempt);
        var next = row with
        {
            FirstPart = Math.Min(before?.FirstPart ?? long.MaxValue, part ?? long.MaxValue),
            LastPart = Math.Max(before?.LastPart ?? 0, part ?? 0),
            Texts = JsonSerializer.Serialize([.. texts], PipelinesJson.Default.StringArray),
        };
        session.Execute(
            $"""
            INSERT INTO attempt_metadata ({AttemptMetadataRow.Columns}) VALUES (@Attempt, @Run, @Path, @Place, @FirstPart, @LastPart, @Texts, @Latest)
            ON CONFLICT (attempt) DO UPDATE SET place = excluded.place, first_part = excluded.first_part, last_part = excluded.last_part,
                texts = excluded.texts, latest = excluded.latest
            """,
            next);
    }

    /// <summary>Latest values of the attempts of a run that run now, by attempt.</summary>
    public static Dictionary<AttemptId, MapValue> Latest(IDbSession session, RunId run) => session
        .Query<AttemptMetadataRow>($"SELECT {AttemptMetadataRow.Columns} FROM attempt_metadata WHERE run = @run AND latest IS NOT NULL", new { run })
        .ToDictionary(row => row.Attempt, LatestOf);

    /// <summary>The same for one attempt.</summary>
    public static Dictionary<AttemptId, MapValue> Latest(IDbSession session, AttemptId attempt) =>
        Find(session, attempt) is { Latest: not null } row ? new() { [attempt] = LatestOf(row) } : [];

    private static MapValue LatestOf(AttemptMetadataRow row) => ValueJson.Parse(row.Latest!) as MapValue ?? new MapValue([]);

    /// <summary>It is over, and its node run has the latest values.</summary>
    public static void Close(IDbSession session, AttemptId attempt) =>
        session.Execute("UPDATE attempt_metadata SET latest = NULL WHERE attempt = @attempt AND latest IS NOT NULL", new { attempt });

    /// <summary>Takes the rows of a node run's other attempts away, and gives them.</summary>
    public static IReadOnlyList<AttemptMetadataRow> TakeOthers(IDbSession session, RunId run, string path, AttemptId attempt)
    {
        var rows = session.Query<AttemptMetadataRow>(
            $"SELECT {AttemptMetadataRow.Columns} FROM attempt_metadata WHERE run = @run AND path = @path AND attempt <> @attempt", new { run, path, attempt });
        if (rows.Count > 0)
            session.Execute("DELETE FROM attempt_metadata WHERE run = @run AND path = @path AND attempt <> @attempt", new { run, path, attempt });
        return rows;
    }

    /// <summary>The names in a row.</summary>
    public static string[] TextsOf(AttemptMetadataRow row) => JsonSerializer.Deserialize(row.Texts, PipelinesJson.Default.StringArray) ?? [];
}
