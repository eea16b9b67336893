using System.Text.Json;

namespace QSeq.Cli.Fleet;

/// <summary>What stands under --out beside the journal, made from its records: each file whole or not at all.</summary>
internal static class FleetFiles
{
    private const string Header =
        "series,status,reason,parameters,epochs,best_epoch,train_mae,train_rmse,train_r2,validation_mae,validation_rmse,validation_r2,"
        + "test_mae,test_rmse,test_r2,naive_mae,linear_ar_mae,seconds,seed,digest";

    /// <summary>Writes fleet.csv: one line a series, original units; what there is not is left empty.</summary>
    public static void WriteCsv(string folder, IReadOnlyList<FleetRecord> records, int parameters) =>
        OutputFile.Write(Path.Combine(folder, "fleet.csv"), writer =>
        {
            writer.WriteLine(Header);
            foreach (FleetRecord r in records)
            {
                string status = r.Failure is null ? "ok" : "failed";
                writer.Write($"{CsvText.Quote(r.Series)},{status},{CsvText.Quote(r.Failure ?? "")},{parameters},{r.Epochs},{r.BestEpoch},");
                writer.Write($"{Cells(r.Train)},{Cells(r.Validation)},{Cells(r.Test)},");
                writer.WriteLine(Invariant($"{r.Naive?.Mae:R},{r.LinearAr?.Mae:R},{r.Seconds:F4},{r.Seed},{r.Digest}"));
            }
        });

    public static string ToJson(FleetFile file) => JsonSerializer.Serialize(file, FleetFileJson.Default.FleetFile) + "\n";

    private static string Cells(Scores? scores) =>
        scores is null ? ",," : Invariant($"{scores.Mae:R},{scores.Rmse:R},{scores.R2:R}");
}
