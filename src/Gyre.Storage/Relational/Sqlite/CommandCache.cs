using Microsoft.Data.Sqlite;

namespace Gyre.Storage.Relational.Sqlite;

/// <summary>
/// Commands by their text, with their statements prepared, while nobody uses them. SQLite prepares a statement again by itself when the schema has changed.
/// </summary>
/// <param name="connection">On which they run.</param>
/// <param name="keep">At most so many; at least 1.</param>
internal sealed class CommandCache(SqliteConnection connection, int keep)
{
    /// <summary>Longer texts hold lists of values; they hardly come again.</summary>
    public const int LongestText = 4096;

    private readonly Dictionary<string, LinkedListNode<SqliteCommand>> _idle = new(StringComparer.Ordinal);
    private readonly LinkedList<SqliteCommand> _byUse = [];

    /// <summary>How many are kept.</summary>
    public int Count => _idle.Count;

    /// <summary>A command of this text that is nobody else's until it is given back; without parameters.</summary>
    public SqliteCommand Take(string text)
    {
        if (_idle.Remove(text, out var node))
        {
            _byUse.Remove(node);
            return node.Value;
        }
        var command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }

    /// <summary>Keeps a command that has run without an error and has no reader open, or disposes it.</summary>
    public void GiveBack(SqliteCommand command)
    {
        command.Parameters.Clear();
        if (!IsWorthKeeping(command.CommandText) || _idle.ContainsKey(command.CommandText))
        {
            command.Dispose();
            return;
        }
        _idle.Add(command.CommandText, _byUse.AddLast(command));
        if (_idle.Count > keep)
            DropOldest();
    }

    public void Clear()
    {
        foreach (var command in _byUse)
            command.Dispose();
        _byUse.Clear();
        _idle.Clear();
    }

    // Some pragmas do what they do while they are prepared.
    private static bool IsWorthKeeping(string text) => text.Length <= LongestText && !text.AsSpan().TrimStart().StartsWith("PRAGMA", StringComparison.OrdinalIgnoreCase);

    private void DropOldest()
    {
        var oldest = _byUse.First!.Value;
        _byUse.RemoveFirst();
        _idle.Remove(oldest.CommandText);
        oldest.Dispose();
    }
}
