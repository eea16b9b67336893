using System.Data.Common;

namespace QSeq.Cli.Sources;

/// <summary>
/// Where a data base is, as <c>postgres://user@host/data</c> or as <c>Host=...;Database=...</c>. The password in it, if there is one, stays here
/// and in what connects: nothing that is shown or written is made of the argument itself.
/// </summary>
internal sealed class ServerAddress
{
    private const string Expected = "expected a file, - for standard input, postgres://user@host/database or Host=...;Database=...";
    private const int StandardPort = 5432;

    private static readonly string[] Schemes = ["postgres", "postgresql"];
    private static readonly string[] Keys = ["host", "server", "database", "username", "user id", "user", "password", "pwd", "port"];

    private ServerAddress(string name, IReadOnlyList<KeyValuePair<string, string>> settings) => (Name, Settings) = (name, settings);

    /// <summary>What it is called: without the password.</summary>
    public string Name { get; }

    /// <summary>Keywords of a connection string.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; }

    /// <summary>Whether an argument is an address and no file. One of which the kind is not known is refused by <see cref="Of"/>, without being shown.</summary>
    public static bool Is(string data) => Scheme(data) is not null || (IsSettings(data) && !File.Exists(data));

    /// <summary>Takes an address apart.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static ServerAddress Of(string data)
    {
        if (Scheme(data) is not { } scheme) return OfSettings(data);
        return Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase) ? OfUri(data) : throw new ArgumentException($"{scheme}:// is not read; {Expected}");
    }

    private static string? Scheme(string data)
    {
        int end = data.IndexOf("://", StringComparison.Ordinal);
        return end > 0 && data.AsSpan(0, end).IndexOfAnyExcept(LettersOfSchemes) < 0 ? data[..end] : null;
    }

    private static readonly System.Buffers.SearchValues<char> LettersOfSchemes =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    private static bool IsSettings(string data) => data.Split(';').Any(part => part.IndexOf('=') is > 0 and var end && Keys.Contains(part[..end].Trim(), StringComparer.OrdinalIgnoreCase));

    private static ServerAddress OfUri(string data)
    {
        if (!Uri.TryCreate(data, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
            throw new ArgumentException("the address of the data base cannot be read; expected postgres://user@host/database, with what is special in a name or password written as %40 and the like");
        var settings = new List<KeyValuePair<string, string>> { new("Host", uri.Host.Trim('[', ']')) };
        if (uri.Port > 0) settings.Add(new("Port", Invariant($"{uri.Port}")));
        string[] user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0) settings.Add(new("Username", Uri.UnescapeDataString(user[0])));
        if (user.Length > 1) settings.Add(new("Password", Uri.UnescapeDataString(user[1])));
        string database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        if (database.Length > 0) settings.Add(new("Database", database));
        foreach (string part in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=', 2);
            string key = pair[0].ToLowerInvariant() switch { "sslmode" => "SSL Mode", "connect_timeout" => "Timeout", _ => pair[0] };
            settings.Add(new(key, pair.Length > 1 ? Uri.UnescapeDataString(pair[1]).Replace("-", key == "SSL Mode" ? "" : "-", StringComparison.Ordinal) : ""));
        }

        return Named(settings);
    }

    private static ServerAddress OfSettings(string data)
    {
        try
        {
            var builder = new DbConnectionStringBuilder { ConnectionString = data };
            return Named([.. builder.Keys.Cast<string>().Select(key => new KeyValuePair<string, string>(key, Convert.ToString(builder[key], CultureInfo.InvariantCulture) ?? ""))]);
        }
        catch (ArgumentException)
        {
            throw new ArgumentException("the connection string cannot be read; expected Host=...;Username=...;Database=..., values with ; in them in quotes");
        }
    }

    private static ServerAddress Named(List<KeyValuePair<string, string>> settings)
    {
        string? Find(params string[] keys) => settings.FindLast(pair => keys.Contains(pair.Key, StringComparer.OrdinalIgnoreCase)).Value;
        string host = Find("Host", "Server") is { Length: > 0 } given ? given : throw new ArgumentException($"the connection string names no Host; {Expected}");
        string user = Find("Username", "User Id", "User", "User Name") is { Length: > 0 } name ? name + "@" : "";
        string port = int.TryParse(Find("Port"), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number != StandardPort ? Invariant($":{number}") : "";
        return new ServerAddress(BadData.Line($"postgres://{user}{host}{port}/{Find("Database", "DB")}", 100), settings);
    }
}
