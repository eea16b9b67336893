namespace QSeq.Cli.Verbs;

/// <summary>Options of <c>qseq forecast</c> that mean nothing for rows that come one by one, and what to do in their place.</summary>
internal static class FollowOptions
{
    /// <summary>Refuses the first of some options that is given.</summary>
    /// <exception cref="UsageException">One is given.</exception>
    public static void Refuse(ParseResult parsed, IEnumerable<Option> options)
    {
        if (options.FirstOrDefault(parsed.IsGiven) is { } option) throw new UsageException($"{option.Name} does not go with --follow: {Instead(option.Name)}");
    }

    private static string Instead(string option) => option switch
    {
        "--horizon" => "it forecasts as many steps as the model was trained for; train one with --horizon",
        "--levels" => "it writes no intervals; leave --levels out, or leave --follow out for a forecast with intervals",
        "--score" => "it writes forecasts; leave --score out, or leave --follow out to have values scored",
        "--future" => "what is known of the future does not come row by row; leave --follow out",
        "--out" or "--json" or "--source" => $"it writes CSV to standard output, a line a row; leave {option} out, and send it to a file with > FILE",
        "--plot" => "it has no end to draw; leave --plot out",
        "--date-format" or "--time-zone" or "--frequency" => $"times are written as they come, and rows are taken to be a step apart; leave {option} out",
        "--text-encoding" => "rows are UTF-8; leave it out, and write them through iconv -t UTF-8",
        "--header" => "columns are found by their names; write a line with the names before the rows",
        "--key" or "--rows-are-series" => $"rows are of one series; leave {option} out, and give each series a run and a --state of its own",
        "--sort" => "rows are read in the order in which they come; write them in the order of time",
        "--query" => "it reads CSV; leave it out, and write the rows of the query through a pipe",
        _ => "leave it out, or leave --follow out",
    };
}
