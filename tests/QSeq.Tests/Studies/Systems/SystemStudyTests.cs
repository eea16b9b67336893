using System.Text.Json.Nodes;
using QSeq.Studies;
using QSeq.Studies.Reports;
using QSeq.Studies.Reproduction;
using QSeq.Studies.Systems;

namespace QSeq.Tests.Studies.Systems;

/// <summary>What the study is made of, and what it says of made-up figures.</summary>
public class SystemStudyTests
{
    [Fact]
    public void ItIsTenModelsOnSevenSystems()
    {
        SystemStudy study = SystemStudy.Create();
        Assert.Equal(70, study.Cases.Length);
        Assert.Equal((5, 30, 350), (study.Seeds, study.Training.Epochs, study.Runs));
        Assert.Equal(
            ["LSTM", "GRU", "QLSTM", "QKAN-LSTM", "HQKAN-LSTM", "Fourier LSTM", "spline LSTM", "QK-LSTM", "echo state", "echo state, 200"],
            study.Entries.Select(entry => entry.Label).Distinct());
        Assert.StartsWith(
            "window 12, 60/15/25, min-max to [-1, 1], weights of the epoch best on validation; 30 epochs, batch 16, Adam at 0.01; "
            + "forecasts fed back from 8 rows of the test part, 150 steps at most",
            study.Settings,
            StringComparison.Ordinal);
        Assert.Equal(7, SystemStudy.Create(2, 7).Training.Epochs);
        Assert.All(
            study.Cases.OfType<EchoStateCase>().Where(one => one.Entry.Label == "echo state"),
            one => Assert.Equal(60, one.Fact("parameters")));
    }

    [Fact]
    public void ModelsAreToldApartBySystemsAndSeedsTogether()
    {
        // Half the error on every system, a tenth more on every system, and now more, now less.
        SystemStudy study = SystemStudy.Create(5, 1);
        double Error(StudyCase one, ulong seed, string metric) => metric switch
        {
            "nrmse" => (1 + (0.01 * seed)) * one.Entry.Label switch
            {
                "QKAN-LSTM" =>
                0.1,
                "QLSTM" => 0.22,
                "HQKAN-LSTM" => one.Data == "Lorenz" ? 0.1 : 0.2 + (seed % 2 == 0 ? 0.001 : -0.001),
                _ => 0.2
            },
            "valid_time" => one.Entry.Label == "QK-LSTM" ? 1 + (0.1 * seed) : 0.5,
            _ => 0.5,
        };
        string text = Text(study, Error);
        Assert.Contains(
            "QKAN-LSTM has the lower error than LSTM: 0.50 times its NRMSE in the geometric mean over systems, lower on 7 of 7, "
            + "p < 0.0001.",
            text,
            StringComparison.Ordinal);
        Assert.Contains(
            "QLSTM has the higher error than LSTM: 1.10 times its NRMSE in the geometric mean over systems, lower on 0 of 7, p < 0.0001.",
            text,
            StringComparison.Ordinal);
        Assert.Contains(
            "QK-LSTM is not told apart from LSTM by its error: 1.00 times its NRMSE in the geometric mean over systems, lower on 0 of "
            + "7, p = 1.00.",
            text,
            StringComparison.Ordinal);
        Assert.Contains("QKAN-LSTM has the lower error than Fourier LSTM: 0.50 times", text, StringComparison.Ordinal);
        Assert.Contains(
            "QK-LSTM has the longer valid time than LSTM: longer on 5 of 5 systems, p < 0.0001.", text, StringComparison.Ordinal);
        Assert.Contains(
            "QLSTM is not told apart from LSTM by its valid time: longer on 0 of 5 systems, p = 1.00.", text, StringComparison.Ordinal);
        Assert.Contains(
            "(Paired test of Wilcoxon over 7 systems with 5 seeds each, errors by their logarithm, valid times by the share of the "
            + "steps, p by Holm's rule over 6 comparisons, level 5 %. It says what other seeds would show on these systems, not what "
            + "other systems would.)",
            text,
            StringComparison.Ordinal);
        Assert.Contains(
            "5 seeds cannot tell models apart on a single system, 42 comparisons being made; 11 can.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void SingleSystemsAreToldWhereSeedsAreEnough()
    {
        SystemStudy study = SystemStudy.Create(11, 1);
        string text = Text(study, (one, seed, _) => (one.Entry.Label, one.Data) switch
        {
            ("HQKAN-LSTM", "Lorenz") or ("HQKAN-LSTM", "transmon") or ("QLSTM", "transmon") => 0.1 + (0.01 * seed),
            ("QK-LSTM", "NARMA-5") => 0.9 + (0.01 * seed),
            _ => 0.4,
        });
        Assert.Contains(
            "On single systems, Holm's rule over all 42 comparisons: lower error: HQKAN-LSTM than LSTM on Lorenz, transmon; "
            + "QLSTM than LSTM on transmon. Higher error: QK-LSTM than LSTM on NARMA-5. The other 38 are not told apart.",
            text,
            StringComparison.Ordinal);
        Assert.DoesNotContain("cannot tell", text, StringComparison.Ordinal);
        Assert.Contains(
            "lower error: none. Higher error: none. The other 42 are not told apart.",
            Text(study, (_, seed, _) => 1 + (0.1 * seed)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void BaselinesThatAreBetterThanEveryNetworkAreNamed()
    {
        // Whatever networks do, on NARMA-10 and on the others but Lorenz something classical is better here.
        string text = Text(SystemStudy.Create(5, 1), (one, seed, _) => one is EchoStateCase ? 0.5 : one.Data switch
        {
            "Lorenz" => 0.001 + (0.0001 * seed),
            _ => 0.6,
        });
        Assert.Contains(
            "On 6 of 7 systems linear AR or an echo state network has a lower median NRMSE than every network: Mackey-Glass (linear AR "
            + "0.3459; LSTM 0.6000), NARMA-5",
            text,
            StringComparison.Ordinal);
        Assert.Contains("On 1 of 7 a network has the lowest: Lorenz (LSTM 1.20e-3; linear AR 0.0364).", text, StringComparison.Ordinal);
        string diverged = Text(SystemStudy.Create(5, 1), (one, seed, _) => one.Entry.Label == "QLSTM" ? double.NaN : 0.2 + (0.01 * seed));
        Assert.Contains(
            "QLSTM has the higher error than LSTM: NaN times its NRMSE in the geometric mean over systems, lower on 0 of 7, p < 0.0001.",
            diverged,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AReportHasATableForEachSystem()
    {
        SystemStudy study = SystemStudy.Create(3, 1);
        double Held(string data, ulong seed) => data == "transmon" || (data == "Lorenz" && seed > 0) ? 1 : 0.5;
        StudyResult result = FakeRuns.Of(
            study, (one, seed, metric, _, _) => metric == "held" ? Held(one.Data, seed) : 0.25 + (0.125 * seed));
        ReportBlock[] blocks = [.. study.Report(result)];
        TextTable[] tables = [.. blocks.OfType<TextTable>()];
        Assert.Equal(7, tables.Length);
        Assert.All(tables, table => Assert.Equal(12, table.Rows.Length));
        Assert.Equal([5, 5, 4, 4, 5, 5, 5], tables.Select(table => table.Columns.Length));
        Assert.Equal("valid time,\nLyapunov times", tables[0].Columns[4].Header);
        Assert.Equal(
            ["LSTM", "0.3750", "0.3750\n0.2500..0.5000", "0.38\n0.25..0.50"], new[] { 0, 2, 3, 4 }.Select(n => tables[0].Rows[0][n].Text));
        Assert.Equal("0.38 *\n0.25..0.50", tables[6].Rows[0][4].Text);
        Assert.Equal("0.38\n0.25..0.50", tables[1].Rows[0][4].Text); // not all seeds held
        Assert.Equal(["linear AR", "13", "0.8804", "0.3459", "0.07"], tables[0].Rows[11].Select(cell => cell.Text));
        string[] paragraphs = [.. blocks.OfType<Paragraph>().Select(one => one.Text)];
        Assert.Contains(
            paragraphs,
            text => text.StartsWith("Lorenz: generated: Lorenz x' = 10", StringComparison.Ordinal) &&
                text.EndsWith("; 150 steps are 6.79 Lyapunov times", StringComparison.Ordinal));
        Assert.Contains(
            paragraphs,
            text => text.StartsWith("NARMA-5: ", StringComparison.Ordinal) && text.EndsWith("from t = 200", StringComparison.Ordinal));
        Assert.Contains(
            "One step ahead on the test part: R2, and the root of the mean squared error in standard deviations of the test part "
            + "(NRMSE), its range below. Valid time: how long forecasts that are fed back stay within 0.4 deviations, mean over 8 "
            + "starts, its range below; * where all starts of all seeds held to the end. Median over seeds; a line without a range has "
            + "no seed.",
            paragraphs);
    }

    [Fact]
    public void ResultsHoldEveryFigure()
    {
        string folder = Directory.CreateTempSubdirectory("qseq-systems-").FullName;
        SystemStudy study = SystemStudy.Create(3, 1);
        var files = new ReproductionFiles(folder, [study], 1, "1.2.3");
        files.Write(FakeRuns.Of(study, (_, seed, _, _, _) => 0.25 + (0.125 * seed)));
        JsonNode json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "results.json")))!;
        JsonNode systems = json["systems"]!["systems"]!, lorenz = systems[1]!, driven = systems[2]!;
        Assert.Equal(7, systems.AsArray().Count);
        Assert.Equal(("Lorenz", "x", "Lyapunov times"), ((string?)lorenz["name"], (string?)lorenz["target"], (string?)lorenz["clock"]));
        Assert.Equal(DynamicalSystem.LorenzExponent * 0.05, (double)lorenz["step"]!);
        Assert.Null(driven["step"]);
        Assert.Equal(10, lorenz["models"]!.AsArray().Count);
        Assert.Equal(0.375, (double)lorenz["models"]![1]!["valid_time"]!["median"]!);
        Assert.Equal(0.5, (double)lorenz["models"]![1]!["nrmse"]!["high"]!);
        Assert.Equal("NaN", (string?)driven["baselines"]![1]!["valid_time"]);
        Assert.Equal(25, (int)driven["baselines"]![1]!["parameters"]!);
        Assert.Equal(
            (6, 6, 42),
            (json["systems"]!["errorComparisons"]!.AsArray().Count, json["systems"]!["timeComparisons"]!.AsArray().Count,
                json["systems"]!["singleComparisons"]!.AsArray().Count));
        Assert.Equal(
            ("Lorenz", "QLSTM", "LSTM"),
            ((string?)json["systems"]!["singleComparisons"]![6]!["system"], (string?)json["systems"]!["singleComparisons"]![6]!["model"],
                (string?)json["systems"]!["singleComparisons"]![6]!["baseline"]));
        Assert.Equal(0.4, (double)json["systems"]!["validLimit"]!);
        Assert.Contains(File.ReadAllLines(Path.Combine(folder, "table.csv")), line => line == "systems,transmon,GRU,2,,0,valid_time,0.5");
        Directory.Delete(folder, recursive: true);
    }

    private static string Text(SystemStudy study, Func<StudyCase, ulong, string, double> figure) =>
        string.Join('\n', study.Findings(FakeRuns.Of(study, (one, seed, metric, _, _) => figure(one, seed, metric)).Table));
}
