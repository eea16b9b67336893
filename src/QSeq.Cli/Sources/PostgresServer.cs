using Npgsql;
using QSeq.Sql;

namespace QSeq.Cli.Sources;

/// <summary>PostgreSQL servers, asked within a transaction that can only read.</summary>
internal static class PostgresServer
{
    private const string Passwords = "a password may stand in the variable PGPASSWORD or in ~/.pgpass";

    /// <summary>Asks a data base.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="query">What to ask.</param>
    /// <param name="rows">Reads the answer.</param>
    /// <param name="token">Stops the reading, and the server too.</param>
    /// <exception cref="InvalidDataException">It cannot be reached, or refuses the user or the query.</exception>
    /// <exception cref="ArgumentException">The address has a keyword that is not known.</exception>
    public static T Read<T>(ServerAddress address, string query, Func<RowSource, T> rows, CancellationToken token)
    {
        using var connection = new NpgsqlConnection(Settings(address));
        try
        {
            connection.OpenAsync(token).GetAwaiter().GetResult();
            using var readOnly = new NpgsqlCommand("begin transaction read only", connection);
            readOnly.ExecuteNonQuery();
        }
        catch (PostgresException e)
        {
            throw BadData.In(address.Name, $"the server says: {BadData.Line(e.MessageText, 200)}; check user and data base, {Passwords}");
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or ArgumentException or InvalidOperationException or System.Security.Authentication.AuthenticationException)
        {
            string cause = e.InnerException is { } inner ? $" ({ErrorText.Of(inner)})" : "";
            throw BadData.In(address.Name, $"cannot be reached: {ErrorText.Of(e)}{cause}; check that the server runs there, and user and data base; {Passwords}");
        }

        using RowSource source = SqlSeries.Open(connection, query, address.Name, token);
        return rows(source);
    }

    // A value may be a password, so none is shown.
    private static string Settings(ServerAddress address)
    {
        var settings = new NpgsqlConnectionStringBuilder { Pooling = false, ApplicationName = "qseq" };
        foreach ((string key, string value) in address.Settings)
        {
            try
            {
                settings[key] = value;
            }
            catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException or NotSupportedException)
            {
                throw new ArgumentException($"{BadData.Quote(key)} of the address of the data base is not known, or has a value that it cannot have; leave it out or correct it");
            }
        }

        return settings.ConnectionString;
    }
}
