using Microsoft.Data.Sqlite;
using QSeq.Sql;

namespace QSeq.Cli.Sources;

/// <summary>SQLite data bases, opened for reading alone.</summary>
internal static class SqliteFile
{
    private const int SecondsToWait = 5; // where another program writes
    private const int NamesShown = 8;

    /// <summary>Asks a data base.</summary>
    /// <param name="path">The file.</param>
    /// <param name="query">What to ask; null for all of its only table.</param>
    /// <param name="rows">Reads the answer.</param>
    /// <param name="token">Stops the reading.</param>
    /// <exception cref="InvalidDataException">It is none, is damaged, refuses the query, or holds several tables and there is no query.</exception>
    public static T Read<T>(string path, string? query, Func<RowSource, T> rows, CancellationToken token)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = SecondsToWait };
        using SqliteConnection connection = Connection(settings.ConnectionString);
        try
        {
            connection.Open();
            query ??= $"select * from \"{OnlyTable(connection, path).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        }
        catch (SqliteException e)
        {
            throw BadData.In(path, $"this cannot be read as a SQLite data base ({ErrorText.Of(e)}); name one, or export the table as CSV");
        }

        using RowSource source = SqlSeries.Open(connection, query, path, token);
        return rows(source);
    }

    // A native command may have been copied without the library that lies beside it.
    private static SqliteConnection Connection(string settings)
    {
        try
        {
            return new SqliteConnection(settings);
        }
        catch (TypeInitializationException e) when (e.GetBaseException() is DllNotFoundException)
        {
            throw new IOException("the library of SQLite, libe_sqlite3, is not beside the command; copy it there from the package, or export the table as CSV");
        }
    }

    private static string OnlyTable(SqliteConnection connection, string path)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "select name from sqlite_schema where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\' order by name";
        using SqliteDataReader reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read()) names.Add(reader.GetString(0));
        if (names.Count == 1) return names[0];
        if (names.Count == 0) throw BadData.In(path, "the data base holds no table");
        string shown = string.Join(", ", names.Take(NamesShown).Select(name => BadData.Quote(name)));
        throw BadData.In(path, $"the data base holds {names.Count} tables ({shown}{(names.Count > NamesShown ? ", ..." : "")}); say what to read with --query \"select * from {BadData.Line(names[0], 40)}\"");
    }
}
