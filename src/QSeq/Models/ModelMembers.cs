namespace QSeq.Models;

/// <summary>The networks of a model that answers with the median of several: each is a model by itself, whose weights stand one after another in the model's.</summary>
internal static class ModelMembers
{
    /// <summary>What stands before the names of a member's parameters.</summary>
    public static string Scope(int member) => $"member{member}";

    /// <summary>Gives every member the first values that a model of one would have: from the seed, the next, and so on.</summary>
    public static void Start(SequenceModel model, ulong seed)
    {
        for (int n = 0; n < model.Config.Members; n++) Put(model, n, new SequenceModel(One(model.Config), SeedOf(seed, n)));
    }

    /// <summary>The seed of a member.</summary>
    public static ulong SeedOf(ulong seed, int member) => unchecked(seed + (ulong)member);

    /// <summary>A member as a model by itself, with a copy of its weights.</summary>
    public static SequenceModel Take(SequenceModel model, int member)
    {
        int each = model.Table.Length / model.Config.Members;
        return new SequenceModel(One(model.Config), model.Parameters.AsSpan(member * each, each));
    }

    /// <summary>Writes the weights of a model by itself into those of the member that it is.</summary>
    public static void Put(SequenceModel model, int member, SequenceModel one) => one.Parameters.CopyTo(model.Parameters, member * one.Parameters.Length);

    /// <summary>Does something with every member, and the model has what became of it.</summary>
    public static void Each(SequenceModel model, Action<SequenceModel, int> change)
    {
        for (int n = 0; n < model.Config.Members; n++)
        {
            SequenceModel one = Take(model, n);
            change(one, n);
            Put(model, n, one);
        }
    }

    private static SequenceModelConfig One(SequenceModelConfig config) => config with { Members = 1 };
}
