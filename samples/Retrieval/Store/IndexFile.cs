using System;
using System.IO;
using Microsoft.Data.Sqlite;

namespace Retrieval;

/// <summary>The SQLite file of an index: its schema, and its errors as sentences.</summary>
internal sealed class IndexFile : IDisposable
{
    private const int Format = 1;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly string _path;

    /// <summary>Opens a file, and creates it where there is none.</summary>
    /// <param name="path">The path, or <c>:memory:</c>.</param>
    /// <param name="longestWait">How long a lock of another process is waited for, 10 seconds by default.</param>
    /// <exception cref="SampleException">The file cannot be opened, is damaged, locked, or of another format.</exception>
    public IndexFile(string path, TimeSpan? longestWait = null)
    {
        _path = path;
        Connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = (int)Math.Ceiling((longestWait ?? LongestWait).TotalSeconds),
        }.ToString());
        try
        {
            Run<object?>(() =>
            {
                Connection.Open();
                Create();
                return null;
            });
        }
        catch
        {
            Connection.Dispose();
            throw;
        }
    }

    /// <summary>The connection.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>Runs an operation on the file.</summary>
    /// <exception cref="SampleException">The file is damaged, locked or cannot be written.</exception>
    public T Run<T>(Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (SqliteException e)
        {
            throw Sentence(e);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e.Message);
        }
    }

    /// <summary>Reads the whole file and compares its parts.</summary>
    /// <exception cref="SampleException">The file is damaged.</exception>
    public void Check() => Run<object?>(() =>
    {
        using var command = Command("PRAGMA quick_check(1)");
        return (string?)command.ExecuteScalar() is "ok" ? null : throw new InvalidDataException("its pages contradict each other");
    });

    /// <summary>Creates a command. The parameters are named $0, $1 and so on.</summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<object> parameters)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters.AddWithValue($"${i}", parameters[i]);
        }

        return command;
    }

    /// <summary>Executes a statement.</summary>
    public void Execute(string sql, params ReadOnlySpan<object> parameters)
    {
        using var command = Command(sql, parameters);
        command.ExecuteNonQuery();
    }

    /// <summary>The first value of a query as an integer.</summary>
    public long Number(string sql)
    {
        using var command = Command(sql);
        return (long)command.ExecuteScalar()!;
    }

    /// <inheritdoc/>
    public void Dispose() => Connection.Dispose();

    private void Create()
    {
        if (Number("PRAGMA user_version") is var format && format == Format)
        {
            return;
        }

        if (format != 0 || Number("SELECT count(*) FROM sqlite_master") != 0)
        {
            throw new SampleException(
                $"The file '{_path}' is not an index of this program's format {Format}: delete it, or name another folder with --output.");
        }

        // Readers see the last commit while a writer works, and a process that is killed leaves the last commit (sqlite.org/wal.html).
        Execute("PRAGMA journal_mode = WAL");
        using var transaction = Connection.BeginTransaction();
        if (Number("PRAGMA user_version") == 0)
        {
            // An id is never used again: a passage that changes is another row, so that caches of rows stay valid.
            Execute("""
                CREATE TABLE passages (
                    id INTEGER PRIMARY KEY AUTOINCREMENT, key BLOB NOT NULL UNIQUE, document TEXT NOT NULL, title TEXT NOT NULL,
                    lead TEXT NOT NULL, text TEXT NOT NULL, vector BLOB NOT NULL);
                CREATE VIRTUAL TABLE full_text USING fts5(words, content = '', contentless_delete = 1, tokenize = 'porter unicode61');
                """ + $"PRAGMA user_version = {Format}");
        }

        transaction.Commit();
    }

    private SampleException Sentence(SqliteException e) => e.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_IOERR => Damaged(Reason(e)),
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => new(
            $"The index '{_path}' is locked by another process: try again when it has finished."),
        SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_PERM or SQLitePCL.raw.SQLITE_AUTH => new(
            $"The index '{_path}' cannot be opened for writing: {Reason(e)}."),
        SQLitePCL.raw.SQLITE_FULL => new($"The index '{_path}' cannot be written: the disk is full."),
        _ => new($"The index '{_path}' cannot be used: {Reason(e)}."),
    };

    private SampleException Damaged(string reason) => new(
        $"The index '{_path}' is damaged: {reason}; delete it to build it again.");

    // "SQLite Error 26: 'file is not a database'."
    private static string Reason(SqliteException e) => e.Message.Split('\'') is [_, var reason, ..] ? reason : e.Message.TrimEnd('.');
}
