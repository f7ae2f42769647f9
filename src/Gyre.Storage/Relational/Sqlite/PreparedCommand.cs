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
    private readonly OwnParameters _parameters = new();
    private string _text = "";
    private SqliteCommand? _borrowed;
    private SqliteDataReader? _reader;
    private bool _hasFailed;

    [AllowNull]
    public override string CommandText
    {
        get => _text;
        set => _text = value ?? "";
    }

    public override int CommandTimeout
    {
        get => connection.Inner.DefaultTimeout;
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

    protected override DbParameterCollection DbParameterCollection => _parameters;

    protected override DbTransaction? DbTransaction
    {
        get => null;
        set
        {
            if (value is not null)
                throw new NotSupportedException();
        }
    }

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
        var command = Borrow();
        _hasFailed = true;
        _reader = command.ExecuteReader(behavior);
        _hasFailed = false;
        return _reader;
    }

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Return();
        base.Dispose(disposing);
    }

    private T Run<T>(Func<SqliteCommand, T> work)
    {
        var command = Borrow();
        _hasFailed = true;
        var result = work(command);
        _hasFailed = false;
        return result;
    }

    // Only now is the text the final one: the mapper writes lists out while it adds parameters.
    private SqliteCommand Borrow()
    {
        if (_borrowed?.CommandText != _text)
        {
            Return();
            _borrowed = connection.Commands.Take(_text);
        }
        _borrowed.Parameters.Clear();
        foreach (SqliteParameter parameter in _parameters)
            _borrowed.Parameters.Add(parameter);
        return _borrowed;
    }

    private void Return()
    {
        if (_borrowed is not { } borrowed)
            return;
        if (_hasFailed || _reader is { IsClosed: false })
            borrowed.Dispose();
        else
            connection.Commands.GiveBack(borrowed);
        (_borrowed, _hasFailed, _reader) = (null, false, null);
    }

    private sealed class OwnParameters : SqliteParameterCollection;
}
