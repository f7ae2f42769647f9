using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Pipelines.Variables;

/// <summary>A value in the database that only the key opens.</summary>
/// <param name="Place">What it belongs to: <c>project/NAME</c>, <c>run/ID</c>, <c>addresses/PROJECT</c>.</param>
/// <param name="Name">Its name there.</param>
/// <param name="KeyId">The key.</param>
/// <param name="Text">The sealed text.</param>
internal sealed record SealedValue(string Place, string Name, string KeyId, string Text);

/// <summary>Statements over sealed values, inside a caller's transaction.</summary>
internal static class SealedValues
{
    private const string Columns = "place, name, key_id, text";

    /// <summary>Where secrets of a project are.</summary>
    public static string OfProject(string project) => Subjects.OfProject(project);

    /// <summary>Where secrets of one run are.</summary>
    public static string OfRun(RunId run) => Subjects.Of(run);

    /// <summary>Where addresses of a project's inputs are, with their secret parts.</summary>
    public static string OfAddresses(string project) => $"addresses/{project}";

    /// <summary>Where values of secret variables are that stood in a project's file.</summary>
    public static string OfFile(string project) => $"file/{project}";

    /// <summary>The key that everything is sealed with; null while nothing ever was.</summary>
    public static string? CurrentKey(IDbSession session) => session.QuerySingleOrDefault<string>("SELECT key_id FROM sealing_key");

    /// <summary>Keeps values, all sealed with one key.</summary>
    /// <exception cref="InvalidInputException">The key was rotated since they were sealed.</exception>
    public static void Put(IDbSession session, IReadOnlyCollection<SealedValue> values)
    {
        foreach (var keyId in values.Select(static value => value.KeyId).Distinct(StringComparer.Ordinal))
            RequireKey(session, keyId);
        foreach (var value in values)
        {
            session.Execute(
                $"""
                INSERT INTO sealed_values ({Columns}) VALUES (@Place, @Name, @KeyId, @Text)
                ON CONFLICT (place, name) DO UPDATE SET key_id = excluded.key_id, text = excluded.text
                """,
                value);
        }
    }

    public static SealedValue? Find(IDbSession session, string place, string name) => session.QuerySingleOrDefault<SealedValue>(
        $"SELECT {Columns} FROM sealed_values WHERE place = @place AND name = @name", new { place, name });

    public static IReadOnlyList<SealedValue> At(IDbSession session, string place) =>
        session.Query<SealedValue>($"SELECT {Columns} FROM sealed_values WHERE place = @place ORDER BY name", new { place });

    public static IReadOnlyList<SealedValue> All(IDbSession session) =>
        session.Query<SealedValue>($"SELECT {Columns} FROM sealed_values ORDER BY place, name");

    public static long Count(IDbSession session) => session.QuerySingleOrDefault<long>("SELECT COUNT(*) FROM sealed_values");

    public static void Remove(IDbSession session, string place, string name) =>
        session.Execute("DELETE FROM sealed_values WHERE place = @place AND name = @name", new { place, name });

    public static void UseKey(IDbSession session, string keyId)
    {
        if (session.Execute("UPDATE sealing_key SET key_id = @keyId", new { keyId }) == 0)
            session.Execute("INSERT INTO sealing_key (one, key_id) VALUES (1, @keyId)", new { keyId });
    }

    /// <summary>
    /// In the transaction that writes: a rotation that commits first must find nothing written with the old key behind it.
    /// </summary>
    private static void RequireKey(IDbSession session, string keyId)
    {
        if (CurrentKey(session) is not { } current)
            UseKey(session, keyId);
        else if (current != keyId)
            throw new InvalidInputException("secrets.key-changed", "The key of the secrets was changed while this was being stored.",
                "Try again.");
    }
}
