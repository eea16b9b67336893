using System.Text;
using QSeq.Data;
using QSeq.Models;
using QSeq.Objectives;
using QSeq.Training;

namespace QSeq.Tagging;

/// <summary>
/// All that a tagger comes from but the sentences: tag column, split, features of words, network and training. One recipe and
/// the same sentences give one tagger, bit for bit.
/// </summary>
/// <example><code>TaggingRecipe recipe = TaggingRecipe.Of("lstm") with { Training = new() { Epochs = 20 } };</code></example>
public sealed record TaggingRecipe
{
    /// <summary>The model's name in the catalogue.</summary>
    public required string Model { get; init; }

    /// <summary>Gates, sizes and features of words.</summary>
    public required TaggerOptions Tagger { get; init; }

    /// <summary>The column of a CoNLL-U file that the tags are from.</summary>
    public TagColumn Column { get; init; } = TagColumn.Upos;

    /// <summary>Which sentences are for training, validation and testing; 70 %, 15 % and the rest. Null where parts are given apart.</summary>
    public SplitFractions? Split { get; init; } = SentenceSplit.Usual;

    /// <summary>How the network is trained; its seed is that of the initial weights as well. The objective is cross-entropy, also where none is chosen.</summary>
    /// <exception cref="ArgumentException">An objective for numbers is chosen.</exception>
    public TrainingOptions Training
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            OptionCheck.Require(
                value.Objective.OfClasses || value.Objective == Objective.Mse,
                $"the objective is {value.Objective.Kind}, but a tagger learns by cross-entropy; leave the objective out");
            field = value with { Objective = Objective.CrossEntropy };
        }
    } = new() { Objective = Objective.CrossEntropy };

    /// <summary>
    /// How readily training hides words: one seen n times is taken for an unknown one with probability a / (a + n), another time in every
    /// epoch (Kiperwasser and Goldberg, "Simple and accurate dependency parsing", 2016, with 0.25). 0 (default) for never; forms and words alone, other features stay.
    /// </summary>
    public double WordDropout { get; init; }

    /// <summary>The part of the numbers of embeddings that training sets to 0, others each time, 0 (default) to below 1; the rest is made larger by as much.</summary>
    public double InputDropout { get; init; }

    /// <summary>Whether the reference vectors of a quantum kernel are chosen from the training part, instead of drawn.</summary>
    public bool ReferencesFromData { get; init; }

    /// <summary>The recipe of a model of the catalogue, with the defaults of <see cref="TaggerOptions"/> and of everything else.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="catalogue">Where it is looked up; null for QSeq's own models.</param>
    /// <returns>The recipe, to be changed with <c>with</c>.</returns>
    /// <exception cref="ArgumentException">There is no model of that name.</exception>
    public static TaggingRecipe Of(string model, ModelCatalogue? catalogue = null)
    {
        ModelEntry entry = (catalogue ?? ModelCatalogue.Default).Find(model);
        return new TaggingRecipe { Model = entry.Name, Tagger = new TaggerOptions { Gates = entry.Preset.Gates } };
    }

    /// <summary>SHA-256 of the recipe as compact JSON: the identity of what it makes. Threads are no part of it.</summary>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public string Digest() => Sha256.HexOf(ToUtf8());

    /// <summary>The recipe as compact JSON.</summary>
    /// <returns>The text, the same for equal recipes on every system.</returns>
    public string ToJson() => Encoding.UTF8.GetString(ToUtf8());

    /// <summary>Checks all that can be checked without sentences.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or two do not go together.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Model);
        ArgumentNullException.ThrowIfNull(Tagger);
        Tagger.Validate();
        Split?.Validate();
        Training.Validate();
        OptionCheck.Require(
            Enum.IsDefined(Column), $"tag column {(int)Column} does not exist, expected {nameof(TagColumn.Upos)} or {nameof(TagColumn.Xpos)}");
        OptionCheck.Require(
            Split is not { Validation: 0 } || Training.EarlyStopping is null,
            $"early stopping needs validation sentences, but the validation fraction is {Split?.Validation}");
        OptionCheck.Require(WordDropout >= 0 && double.IsFinite(WordDropout), $"word dropout is {WordDropout}, expected a number of 0 or more, such as 0.25");
        OptionCheck.Require(InputDropout is >= 0 and < 1, $"input dropout is {InputDropout}, expected a number from 0 to below 1, such as 0.3");
        OptionCheck.Require(WordDropout == 0 || !Tagger.Tokens.Closed, $"word dropout is {WordDropout}, but a closed vocabulary has no unknown word; expected 0");
        SequenceModel.TableOf(Tagger.Network([.. Tagger.Tokens.Channels.Select(_ => 1)], 1));
    }

    internal TaggingRecipe MapFields(FieldMap f, ModelCatalogue catalogue) => new()
    {
        Model = f.Text("name", Model),
        Tagger = f.Record("tagger", Tagger, (tagger, inner) => tagger.MapFields(inner, catalogue)),
        Column = f.Choice("column", Column),
        Split = f.Optional("split", Split, SentenceSplit.Usual, (split, inner) => split.MapFields(inner)),
        Training = f.Record("training", Training, (training, inner) => training.MapFields(inner, catalogue)),
        WordDropout = f.Number("wordDropout", WordDropout > 0 ? WordDropout : null) ?? 0,
        InputDropout = f.Number("inputDropout", InputDropout > 0 ? InputDropout : null) ?? 0,
        ReferencesFromData = f.Flag("referencesFromData", ReferencesFromData ? true : null) ?? false,
    };

    /// <summary>What members that a text lacks are taken from; gates have to be there.</summary>
    internal static TaggingRecipe Blank { get; } = new() { Model = "", Tagger = new TaggerOptions { Gates = null! }, Split = null };

    private byte[] ToUtf8() => FieldWriter.ToUtf8(this, (recipe, fields) => recipe.MapFields(fields, ModelCatalogue.Default));
}
