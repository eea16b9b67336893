namespace QSeq.Tests.Data;

/// <summary>CoNLL-U made for tests: <c>^</c> stands for a tab.</summary>
internal static class Conllu
{
    /// <summary>Two sentences with all there is: comments, a multi-word token, an empty node, a form with a space, an underscore.</summary>
    public const string TwoSentences =
        "# newdoc id = harbour\n" +
        "# sent_id = harbour-1\n" +
        "# text = Gulls don't mind New York _\n" +
        "1^Gulls^gull^NOUN^NNS^Number=Plur^4^nsubj^4:nsubj^_\n" +
        "2-3^don't^_^_^_^_^_^_^_^_\n" +
        "2^do^do^AUX^VBP^_^4^aux^4:aux^_\n" +
        "3^n't^not^PART^RB^_^4^advmod^4:advmod^_\n" +
        "4^mind^mind^VERB^VB^_^0^root^0:root^_\n" +
        "4.1^seeing^see^VERB^VBG^_^_^_^4:xcomp^_\n" +
        "5^New York^New York^PROPN^NNP^_^4^obj^4:obj^_\n" +
        "6^_^_^SYM^NFP^_^4^dep^4:dep^_\n" +
        "\n" +
        "# text = Yes\n" +
        "1^Yes^yes^INTJ^UH^_^0^root^0:root^_\n" +
        "\n";

    public static string Tabs(string text) => text.Replace('^', '\t');

    /// <summary>A word's line.</summary>
    public static string Word(object id, string form, string upos = "X", string xpos = "_") => $"{id}^{form}^_^{upos}^{xpos}^_^_^_^_^_\n";
}
