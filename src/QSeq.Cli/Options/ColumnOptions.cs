namespace QSeq.Cli.Options;

/// <summary>Which series of the data are forecast, several at once where that is offered, and which are read for it.</summary>
internal sealed class ColumnOptions(bool several = true) : OptionGroup
{
    public Option<string?> Column { get; } = Opt.Text("--column", "NAME", "The series to forecast. [default: the only one]");

    public Option<string[]?> Targets { get; } = Opt.List(
        "--targets", "A,B", "Several series to forecast at once, instead of --column; the model has an output for each.");

    public Option<string[]?> Inputs { get; } = Opt.List(
        "--inputs", "A,B,C", $"The series the model reads. [default: --column{(several ? " or --targets" : "")}]");

    public override Option[] All => several ? [Column, Targets, Inputs] : [Column, Inputs];

    /// <summary>Reads the series and what stands beside them; notes about source and repairs go to the error stream.</summary>
    /// <returns>The columns that are used, those that are forecast and those that are read, and how the file was read.</returns>
    public (SeriesTable Table, string[] Targets, string[] Inputs, CsvReadOptions Reading) Read(
        CliContext context, ParseResult parsed, string path, DataOptions data, CovariateOptions covariates)
    {
        string? column = parsed.GetValue(Column);
        string[]? inputs = parsed.Given(Inputs), targeted = parsed.Given(Targets);
        if (column is not null && targeted is not null)
            throw new UsageException("--column and --targets were both given; name all series to forecast with --targets");
        if (targeted?.Distinct(StringComparer.Ordinal).Count() < targeted?.Length)
            throw new UsageException("--targets names a series twice; name it once");
        string[]? named = targeted ?? (column is null ? null : [column]);
        string[] beside = covariates.Beside(parsed);
        if (named?.Intersect(beside).FirstOrDefault() is { } both) throw new UsageException($"'{both}' cannot be both forecast and known; name it once");
        CsvReadOptions reading = covariates.Reading(parsed, data.Reading(parsed, named is null ? null : [.. named, .. inputs ?? []])) with { Targets = named };
        SeriesTable table = DataOptions.Read(context, data.Input(parsed, path), reading);
        string[] columns = [.. beside.SelectMany(name => CovariateOptions.ColumnsOf(name, table.Description))], series = [.. table.Names.Except(columns)];
        if (column is not null && !table.Names.Contains(column)) // the column of a long file, which holds its series
            named = series.Length == 1 ? series : throw new UsageException($"column '{column}' holds {series.Length} series ({Some(series)}); choose one with --column");
        string[] targets = named ?? (series.Length == 1 ? series : throw new UsageException(
            $"the data holds {series.Length} series ({Some(series)}); choose one with --column{(several ? ", or several with --targets" : "")}"));
        string[] read = [.. (inputs ?? targets).SelectMany(name => CovariateOptions.ColumnsOf(name, table.Description)).Union(columns)];
        IReadOnlyList<string>? kept = named is null || named.Contains(column) || column is null ? reading.Columns : named;
        return (table.Select([.. read.Union(targets)]), targets, read, (table.Description?.Options ?? reading) with { Columns = kept });
    }

    private static string Some(string[] names) =>
        string.Join(", ", names.Take(12)) + (names.Length > 12 ? $" and {names.Length - 12} more" : "");
}
