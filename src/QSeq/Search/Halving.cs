namespace QSeq.Search;

/// <summary>
/// Which training is tried next: successive halving without fixed rounds (Li et al., "A system for massively parallel
/// hyperparameter tuning", 2020). A recipe begins with few epochs; while the best third of a rung has some that are not on the next, the best
/// of them is trained three times as long; else another recipe begins. The recipe that leads, once it is past the first
/// rung, is trained from its other seeds before anything else.
/// </summary>
/// <param name="rungs">How many times a recipe can be trained longer, and once.</param>
/// <param name="seeds">From how many seeds the leader is trained.</param>
/// <param name="recipes">How many recipes there are.</param>
internal sealed class Halving(int rungs, int seeds, int recipes)
{
    public const int Factor = 3;

    private readonly List<Standing> _all = [];

    /// <summary>A training: the recipe's number, the rung, and the number of the seed.</summary>
    public readonly record struct Proposal(int Recipe, int Rung, int Seed);

    /// <summary>The best recipe and its rung; null before any has succeeded.</summary>
    public (int Recipe, int Rung)? Leader => Ranked().Select(one => ((int, int)?)(one.Recipe, one.Rung)).FirstOrDefault();

    /// <summary>
    /// The next trainings, as many as asked for or as there are, by what was told so far: they can be done in any order and told in theirs.
    /// </summary>
    public Proposal[] Next(int count)
    {
        var next = new List<Proposal>();
        while (next.Count < count && (Confirmation() ?? Promotion() ?? Newcomer()) is { } proposal) next.Add(proposal);
        return [.. next];
    }

    /// <summary>How a training did; infinite where it failed.</summary>
    public void Tell(Proposal proposal, double error) => _all[proposal.Recipe].Tell(proposal, error);

    /// <summary>Recipes trained from some seeds at their last rung, the best first, by the median over their seeds.</summary>
    public IEnumerable<(int Recipe, int Rung, double Error)> Confirmed(int least) =>
        Ranked().Where(one => one.Told >= least).Select(one => (one.Recipe, one.Rung, one.Error));

    private IEnumerable<Standing> Ranked() => _all.Where(one => one.Told > 0 && double.IsFinite(one.Error)).OrderBy(one => one.Error).ThenBy(one => one.Recipe);

    private Proposal? Confirmation()
    {
        Standing? leader = Ranked().FirstOrDefault();
        bool past = leader is not null && (leader.Rung > 0 || rungs == 1);
        return past && leader!.Asked == leader.Told && leader.Told < seeds ? leader.Ask(leader.Rung, leader.Told) : null;
    }

    private Proposal? Promotion()
    {
        for (int rung = rungs - 2; rung >= 0; rung--)
        {
            Standing[] there = [.. _all.Where(one => double.IsFinite(one.FirstOf(rung))).OrderBy(one => one.FirstOf(rung)).ThenBy(one => one.Recipe)];
            int all = _all.Count(one => !double.IsNaN(one.FirstOf(rung)));
            if (there.Take(all / Factor).FirstOrDefault(one => one.Highest == rung) is { } best) return best.Ask(rung + 1, 0);
        }

        return null;
    }

    private Proposal? Newcomer()
    {
        if (_all.Count == recipes) return null;
        var one = new Standing(_all.Count, rungs);
        _all.Add(one);
        return one.Ask(0, 0);
    }

    /// <summary>How one recipe stands.</summary>
    private sealed class Standing(int recipe, int rungs)
    {
        private readonly List<double>[] _errors = [.. Enumerable.Range(0, rungs).Select(_ => new List<double>())];
        private readonly int[] _asked = new int[rungs];

        public int Recipe => recipe;

        /// <summary>The last rung that was told of, and the last that was asked for.</summary>
        public int Rung => Math.Max(0, Array.FindLastIndex(_errors, errors => errors.Count > 0));

        public int Highest => Array.FindLastIndex(_asked, asked => asked > 0);

        public int Told => _errors[Rung].Count;

        public int Asked => _asked[Rung];

        /// <summary>The median over its seeds at its last rung.</summary>
        public double Error => Middle([.. _errors[Rung].Order()]);

        /// <summary>What its first seed did on a rung; NaN where that is not known.</summary>
        public double FirstOf(int rung) => _errors[rung].Count > 0 ? _errors[rung][0] : double.NaN;

        public Proposal Ask(int rung, int seed)
        {
            _asked[rung]++;
            return new Proposal(recipe, rung, seed);
        }

        public void Tell(Proposal proposal, double error) => _errors[proposal.Rung].Add(error);

        private static double Middle(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
