namespace Gyre.Storage.Relational;

/// <summary>What went wrong on a connection, as far as the writer must act on it.</summary>
internal enum FailureKind
{
    /// <summary>The caller's own: only its part is undone.</summary>
    Caller,

    /// <summary>A conflict with another writer: the whole batch runs again.</summary>
    Conflict,

    /// <summary>The batch is lost, the connection or the space may come back.</summary>
    Lost,

    /// <summary>What the disk holds is unknown: nothing is written any more.</summary>
    Fatal,
}

/// <summary>The one connection that writes. Only the writer's thread touches it.</summary>
internal interface IWriteConnection : IDisposable
{
    DbSession Session { get; }

    /// <summary>Whether the engine still has the transaction; some failures end it by themselves.</summary>
    bool InTransaction { get; }

    /// <summary>Opens when needed, waits for other processes' writers, begins.</summary>
    void Begin();

    void SetSavepoint();

    void ReleaseSavepoint();

    void RollbackToSavepoint();

    void Commit();

    /// <summary>Ends the transaction; never throws.</summary>
    void Rollback();

    FailureKind Classify(Exception exception);

    /// <summary>The exception a caller sees.</summary>
    Exception Translate(Exception exception, bool committing);
}
