using System.Data;
using System.Data.Common;

namespace QSeq.Sql;

/// <summary>
/// Series from the answer of a data base. Numbers, flags (1 and 0), text, dates and times are read; decimals with all their digits, times of
/// a zone as UTC, others as the clocks they tell. Columns of bytes and arrays are left out, and said.
/// </summary>
public static class SqlSeries
{
    /// <summary>Asks a data base.</summary>
    /// <param name="connection">An open connection; not disposed, and to be left alone until the rows are.</param>
    /// <param name="query">What to ask: a statement that answers with rows.</param>
    /// <param name="name">What to call the data base in errors; no password should stand in it.</param>
    /// <param name="cancellationToken">Stops the data base too, until the rows are disposed.</param>
    /// <returns>The rows of the answer, to be read once and disposed.</returns>
    /// <exception cref="ArgumentException">An argument is null or blank, or the connection is not open.</exception>
    /// <exception cref="InvalidDataException">The data base refuses the query, or answers without rows.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static RowSource Open(DbConnection connection, string query, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (connection.State != ConnectionState.Open) throw new ArgumentException("the connection is not open; open it first", nameof(connection));
        cancellationToken.ThrowIfCancellationRequested();
        DbCommand command = connection.CreateCommand();
        CancellationTokenRegistration stop = default;
        DbDataReader? reader = null;
        try
        {
            command.CommandText = query;
            command.CommandTimeout = 0; // a question may take long; whoever asks can stop it
            stop = cancellationToken.Register(() => Stop(command));
            reader = SqlRows.Guarded(name, cancellationToken, () => command.ExecuteReader(CommandBehavior.SequentialAccess | CommandBehavior.SingleResult));
            return new SqlRows(reader, name, $"{name}: {BadData.Line(query, SqlRows.LongestQuery)}", () => Free(reader, command, stop), cancellationToken);
        }
        catch
        {
            Free(reader, command, stop);
            throw;
        }
    }

    /// <summary>Takes an answer.</summary>
    /// <param name="reader">The answer, before its first row; not disposed.</param>
    /// <param name="name">What to call it in errors and in <see cref="SeriesTable.Source"/>.</param>
    /// <returns>Its rows, to be read once.</returns>
    /// <exception cref="ArgumentException">An argument is null or blank.</exception>
    /// <exception cref="InvalidDataException">The answer has no rows.</exception>
    public static RowSource Open(DbDataReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new SqlRows(reader, name, name, null, CancellationToken.None);
    }

    private static void Stop(DbCommand command)
    {
        try
        {
            command.Cancel();
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or ObjectDisposedException or NotSupportedException)
        {
            // It has ended already, or cannot be stopped; the reading stops all the same.
        }
    }

    private static void Free(DbDataReader? reader, DbCommand command, CancellationTokenRegistration stop)
    {
        stop.Dispose();
        try
        {
            reader?.Dispose(); // reads the rest of the answer
        }
        catch (Exception e) when (e is DbException or IOException or InvalidOperationException or OperationCanceledException)
        {
            // What is left of the answer is of no use.
        }

        command.Dispose();
    }
}
