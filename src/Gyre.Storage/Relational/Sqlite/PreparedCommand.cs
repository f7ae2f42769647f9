using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Gyre.Storage.Relational.Sqlite;

/// <summary>
/// What the mapper takes for its own command: it borrows a kept one of the same text and gives it back when it is disposed. One that failed, or whose reader is
/// still open, is not given back.
/// </summary>
internal sealed class PreparedCommand(PreparedConnection connection) : DbCommand
{
    private string _text = "";
    private SqliteCommand? _borrowed;
    private SqliteDataReader? _reader;
    private bool _hasFailed;

    [AllowNull]
    public override string CommandText
    {
        get => _text;
        set
        {
            var text = value ?? "";
            if (text == _text)
                return;
            _text = text;
            // The mapper writes out lists when some parameters are there already.
            if (_borrowed is { } before)
                Exchange(before, connection.Commands.Take(text));
        }
    }

    public override int CommandTimeout
    {
        get => Borrowed.CommandTimeout;
        set => throw new NotSupportedException();
    }

    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text)
                throw new NotSupportedException();
        }
    }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set => throw new NotSupportedException();
    }

    protected override DbParameterCollection DbParameterCollection => Borrowed.Parameters;

    protected override DbTransaction? DbTransaction
    {
        get => null;
        set
        {
            if (value is not null)
                throw new NotSupportedException();
        }
    }

    private SqliteCommand Borrowed => _borrowed ??= connection.Commands.Take(_text);

    // The mapper cancels before it disposes what failed; there is nothing to cancel, as with the command underneath.
    public override void Cancel()
    {
    }

    public override void Prepare() => Run(static command =>
    {
        command.Prepare();
        return true;
    });

    public override int ExecuteNonQuery() => Run(static command => command.ExecuteNonQuery());

    public override object? ExecuteScalar() => Run(static command => command.ExecuteScalar());

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        _hasFailed = true;
        _reader = Borrowed.ExecuteReader(behavior);
        _hasFailed = false;
        return _reader;
    }

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _borrowed is { } borrowed)
        {
            _borrowed = null;
            Return(borrowed);
        }
        base.Dispose(disposing);
    }

    private T Run<T>(Func<SqliteCommand, T> work)
    {
        _hasFailed = true;
        var result = work(Borrowed);
        _hasFailed = false;
        return result;
    }

    private void Exchange(SqliteCommand before, SqliteCommand after)
    {
        foreach (SqliteParameter parameter in before.Parameters)
            after.Parameters.Add(parameter);
        _borrowed = after;
        Return(before);
    }

    private void Return(SqliteCommand command)
    {
        if (_hasFailed || _reader is { IsClosed: false })
            command.Dispose();
        else
            connection.Commands.GiveBack(command);
        (_hasFailed, _reader) = (false, null);
    }
}
