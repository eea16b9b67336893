using QSeq.Data;
using QSeq.Search;

namespace QSeq.Tests.Search;

public sealed class SearchJournalTests : IDisposable
{
    private static readonly SearchOptions Options = new() { Horizon = 2, Trials = 6 };

    private readonly string _folder = Directory.CreateTempSubdirectory("qseq-search-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "j");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static SeriesTable Table(double extra = 0) =>
        SeriesTable.Of("y", [.. Enumerable.Range(0, 120).Select(t => extra + (t * t % 11) + Math.Sin(t / 2.0))]);

    [Fact]
    public void WhatWasTriedIsTakenOverAndOnlyTheRestIsTrained()
    {
        SearchResult whole = RecipeSearch.Run(Table(), "y", Options with { Trials = 9 });
        using (SearchJournal journal = SearchJournal.Open(Path, Table(), "y", Options))
        {
            RecipeSearch.Run(Table(), "y", Options, journal);
            Assert.Equal(6, journal.Count);
        }

        string text = File.ReadAllText(Path);
        File.WriteAllText(Path, text[..^30]); // a kill in the midst of a line
        using (SearchJournal journal = SearchJournal.Open(Path, Table(), "y", Options with { Seed = 3, Time = TimeSpan.FromSeconds(1) }))
        {
            Assert.Equal(5, journal.Count);
            SearchResult again = RecipeSearch.Run(Table(), "y", Options with { Trials = 9 }, journal);
            Assert.Equal(whole.Trials.Select(trial => trial.Mae), again.Trials.Select(trial => trial.Mae));
            Assert.Equal(whole.Pick, again.Pick);
            Assert.Equal(9, journal.Count);
        }

        using (SearchJournal journal = SearchJournal.Open(Path, Table(), "y", Options))
        {
            TimeSpan[] before = [.. RecipeSearch.Run(Table(), "y", Options, journal).Trials.Select(trial => trial.Time)];
            Assert.Equal(before, RecipeSearch.Run(Table(), "y", Options, journal).Trials.Select(trial => trial.Time)); // none was trained again
        }
    }

    [Fact]
    public void AJournalOfOtherDataOrStepsIsRefused()
    {
        SearchJournal.Open(Path, Table(), "y", Options).Dispose();
        Assert.Throws<InvalidDataException>(() => SearchJournal.Open(Path, Table(1), "y", Options));
        Assert.Throws<InvalidDataException>(() => SearchJournal.Open(Path, Table(), "y", Options with { Horizon = 3 }));
        SearchJournal.Open(Path, Table(), "y", Options with { Trials = 1 }).Dispose();
    }

    [Fact]
    public void AFailureIsKeptWithItsReason()
    {
        using (SearchJournal journal = SearchJournal.Open(Path, Table(), "y", Options)) journal.Add(new KeptTrial("a", TimeSpan.FromTicks(7), null, "it\tdid not"));
        using (SearchJournal journal = SearchJournal.Open(Path, Table(), "y", Options))
            Assert.Equal(new KeptTrial("a", TimeSpan.FromTicks(7), null, "it did not"), journal.Find("a"));
    }
}
