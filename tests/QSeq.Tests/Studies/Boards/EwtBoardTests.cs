using QSeq.Data;
using QSeq.Studies;
using QSeq.Studies.Boards;

namespace QSeq.Tests.Studies.Boards;

public class EwtBoardTests
{
    [Fact]
    public void EveryTenthSentenceChoosesAndTheDevelopmentFileIsScored()
    {
        TaggedSentence[] train = Sentences(0, 43), dev = Sentences(100, 9);
        BoardStudy study = EwtBoard.Create(train, dev, "toy", 1, 2);
        Assert.Equal(["QKAN-LSTM", "HQKAN-LSTM", "QLSTM", "QK-LSTM", "LSTM", "GRU"], study.Entries.Select(entry => entry.Label));
        foreach (TagCase one in study.Cases.Cast<TagCase>())
        {
            Assert.Equal(train.Where((_, n) => n is 9 or 19 or 29 or 39), one.Split.Validation);
            Assert.Equal(train.Where((_, n) => n is not (9 or 19 or 29 or 39)), one.Split.Train);
            Assert.Equal(dev, one.Split.Test);
            Assert.Equal((0.25, 0.3), (one.Recipe.WordDropout, one.Recipe.InputDropout)); // of every model
        }
    }

    [Fact]
    public void ARunTellsTheSizeOfItsFileAndWhatItIsChosenBy()
    {
        BoardStudy study = EwtBoard.Create(Sentences(0, 43), Sentences(100, 9), "toy", 1, 3);
        TagCase one = study.Cases.Cast<TagCase>().Last();
        StudyRun run = one.Run(0);
        Assert.Equal(one.Model(run).ToBytes().Length, run.Value("bytes"));
        Assert.Equal(1 - run.Curve("watched_accuracy")[run.KeptEpoch - 1], run.Value("validation"));
        Assert.Equal(one.Model(run).Scores["test.accuracy"], run.Value("accuracy"));

        // The scored sentences choose nothing.
        StudyRun other = EwtBoard.Create(Sentences(0, 43), Sentences(300, 12), "toy", 1, 3).Cases[^1].Run(0);
        Assert.Equal(run.Weights, other.Weights);
    }

    [Fact]
    public void TheReportSaysWhatIsPrintedAndOfWhat()
    {
        BoardStudy study = EwtBoard.Create(Sentences(0, 43), Sentences(100, 9), "toy", 2, 2);
        study = study with { Cases = [.. study.Cases.Where(one => one.Entry.Label is "LSTM" or "GRU")] };
        StudyResult result = StudyRunner.Run(study, 2);
        string text = ReportText.Of(study.Report(result));
        foreach (string part in (string[])["UDPipe 1.2, test file, printed", "most frequent tag", "0.944", "unknown", "best of 2 on validation data"]) Assert.Contains(part, text.Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(study.Figure(result.Table, study.Entries.First(), "parameters", "").Median > 0);
        Assert.Contains("expected 10 and 1 or more", Assert.Throws<InvalidDataException>(() => EwtBoard.Create(Sentences(0, 9), Sentences(0, 1), "toy")).Message, StringComparison.Ordinal);
    }

    // A language of three words whose tag is not in the word but in its place.
    private static TaggedSentence[] Sentences(int first, int count)
    {
        string[] words = ["ba", "do", "ki"];
        return [.. Enumerable.Range(first, count).Select(n => new TaggedSentence(
            [.. Enumerable.Range(0, 4 + (n % 3)).Select(t => words[(n + t) % 3])],
            [.. Enumerable.Range(0, 4 + (n % 3)).Select(t => t % 2 == 0 ? "A" : "B")]))];
    }
}
