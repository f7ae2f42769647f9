using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Gyre.Testing;

/// <summary>Much of something, for what must not grow slow or break with it.</summary>
public static class Crowd
{
    /// <summary>
    /// Copies a run as often as asked, each a second older than the one before and with its number in its title. The rows are copied by the
    /// database itself: starting as many runs would take an hour.
    /// </summary>
    /// <param name="home">A home with an embedded store; a server may be open on it.</param>
    /// <param name="run">The id of a run that has ended.</param>
    /// <param name="copies">How many, at most a billion.</param>
    public static void CopyRun(string home, string run, int copies)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Join(home, "gyre.db")};Pooling=False;Default Timeout=60");
        connection.Open();
        using var command = connection.CreateCommand();
        var columns = ColumnsOf(connection);
        // Ids are in the order of time.
        var values = columns.Select(static column => column switch
        {
            "id" => "substr(seed.id, 1, length(seed.id) - 12) || printf('%012x', $copies - copy.number)",
            "title" => "'copy ' || copy.number",
            "created_at" or "ended_at" => $"seed.{column} - copy.number * 1000000",
            "idempotency_key" => "NULL",
            _ => $"seed.{column}",
        });
        command.CommandText =
            $"""
            WITH RECURSIVE copy(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM copy WHERE number < $copies)
            INSERT INTO runs ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM runs AS seed, copy WHERE seed.id = $run
            """;
        command.Parameters.AddWithValue("$run", run);
        command.Parameters.AddWithValue("$copies", copies);
        if (command.ExecuteNonQuery() != copies)
            throw new InvalidOperationException($"There is no run {run} to copy in {home}.");
    }

    /// <summary>
    /// A project whose pipeline <c>many</c> waits for a person and then would run as many steps as asked, in layers of 100: nothing of it
    /// costs time before somebody approves.
    /// </summary>
    public static string WaitingGraph(int nodes)
    {
        const int Layer = 100;
        var text = new StringBuilder(
            """
            - step:
                name: nothing
                image: none
                command: 'true'
            - pipeline:
                name: many
                nodes:
                  - {name: ask, type: approval, question: "Begin?"}

            """);
        for (var node = 0; node < nodes - 1; node++)
            text.Append(CultureInfo.InvariantCulture, $"      - {{name: n{node}, type: execution, step: nothing}}\n");
        text.Append("    edges:\n");
        for (var node = 0; node < nodes - 1; node++)
        {
            text.Append(CultureInfo.InvariantCulture, $"      - [{(node < Layer ? "ask" : $"n{node - Layer}")}.dependency.then, n{node}.dependency.then]\n");
            // Every third node has a second parent, so that the layers cross.
            if (node >= Layer && node % 3 == 0)
                text.Append(CultureInfo.InvariantCulture, $"      - [n{node - Layer + (node % Layer == 0 ? 1 : -1)}.dependency.then, n{node}.dependency.then]\n");
        }
        return text.ToString();
    }

    private static List<string> ColumnsOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info('runs')";
        using var reader = command.ExecuteReader();
        var columns = new List<string>();
        while (reader.Read())
            columns.Add(reader.GetString(0));
        return columns;
    }
}
