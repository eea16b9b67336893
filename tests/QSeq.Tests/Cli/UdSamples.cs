namespace QSeq.Tests.Cli;

/// <summary>
/// Made-up sentences in the shapes that treebanks of Universal Dependencies have, valid by its rules: multi-word tokens of two to four
/// words, empty nodes, words with spaces, signs without a space after them, letters from right to left, two columns of tags.
/// </summary>
internal static class UdSamples
{
    public static string German { get; } = Tabs(
        "# newdoc id = hafen\n# newpar\n# sent_id = de-1\n# text = \"Wir sind im Gr\u00FCnen\", sagte sie zum Kapit\u00E4n.\n" +
        "# text_en = \"We are in the country\", she said to the captain.\n1^\"^\"^PUNCT^$(^_^4^punct^_^SpaceAfter=No\n" +
        "2^Wir^wir^PRON^PPER^Case=Nom|Number=Plur^6^nsubj^_^_\n3^sind^sein^AUX^VAFIN^Mood=Ind^6^cop^_^_\n" +
        "4-5^im^_^_^_^_^_^_^_^_\n4^in^in^ADP^APPR^_^6^case^_^_\n5^dem^der^DET^ART^Case=Dat^6^det^_^_\n" +
        "6^Gr\u00FCnen^Gr\u00FCne^NOUN^NN^Case=Dat^9^ccomp^_^SpaceAfter=No\n7^\"^\"^PUNCT^$(^_^6^punct^_^SpaceAfter=No\n" +
        "8^,^,^PUNCT^$,^_^6^punct^_^_\n9^sagte^sagen^VERB^VVFIN^_^0^root^_^_\n10^sie^sie^PRON^PPER^_^9^nsubj^_^_\n" +
        "11-12^zum^_^_^_^_^_^_^_^_\n11^zu^zu^ADP^APPR^_^13^case^_^_\n12^dem^der^DET^ART^_^13^det^_^_\n" +
        "13^Kapit\u00E4n^Kapit\u00E4n^NOUN^NN^_^9^obl^_^SpaceAfter=No\n14^.^.^PUNCT^$.^_^9^punct^_^_\n\n# sent_id = de-2\n" +
        "# text = Hin-und R\u00FCckfahrt am 3.10. f\u00FCrs Boot.\n1^Hin^hin^ADV^TRUNC^_^4^compound^_^SpaceAfter=No\n" +
        "2^-^-^PUNCT^$(^_^1^punct^_^SpaceAfter=No\n3^und^und^CCONJ^KON^_^4^cc^_^_\n" +
        "4^R\u00FCckfahrt^R\u00FCckfahrt^NOUN^NN^_^0^root^_^_\n5-6^am^_^_^_^_^_^_^_^_\n5^an^an^ADP^APPR^_^7^case^_^_\n" +
        "6^dem^der^DET^ART^_^7^det^_^_\n7^3.10.^3.10.^NUM^CARD^_^4^nmod^_^_\n" +
        "8-9^f\u00FCrs^_^_^_^Typo=Yes^_^_^_^CorrectForm=f\u00FCr_das\n8^f\u00FCr^f\u00FCr^ADP^APPR^_^10^case^_^_\n" +
        "9^das^der^DET^ART^_^10^det^_^_\n10^Boot^Boot^NOUN^NN^_^4^nmod^_^SpaceAfter=No\n11^.^.^PUNCT^$.^_^4^punct^_^_\n\n");

    public static string Finnish { get; } = Tabs(
        "# sent_id = fi-1\n# text = Eip\u00E4 h\u00E4n tullut linja-autoasemalle, min\u00E4 kyll\u00E4.\n" +
        "1-2^Eip\u00E4^_^_^_^_^_^_^_^_\n1^Ei^ei^AUX^V^Polarity=Neg^4^aux^4:aux^_\n" +
        "2^p\u00E4^p\u00E4^PART^Adv^_^1^advmod^1:advmod^_\n3^h\u00E4n^h\u00E4n^PRON^Pron^_^4^nsubj^4:nsubj^_\n" +
        "4^tullut^tulla^VERB^V^_^0^root^0:root^_\n" +
        "5^linja-autoasemalle^linja-#auto#asema^NOUN^N^Case=All^4^obl^4:obl:all^SpaceAfter=No\n" +
        "6^,^,^PUNCT^Punct^_^7^punct^8.1:punct^_\n7^min\u00E4^min\u00E4^PRON^Pron^_^4^conj^8.1:nsubj^_\n" +
        "8^kyll\u00E4^kyll\u00E4^ADV^Adv^_^7^orphan^8.1:advmod^SpaceAfter=No\n8.1^tulin^tulla^VERB^V^_^_^_^4:conj^CopyOf=4\n" +
        "8.2^sinne^se^PRON^Pron^_^_^_^8.1:obl^_\n9^.^.^PUNCT^Punct^_^4^punct^4:punct^_\n\n# sent_id = fi-2\n" +
        "# text = Kotiin ettei palellu!\n0.1^Mene^menn\u00E4^VERB^V^_^_^_^0:root^_\n" +
        "1^Kotiin^koti^NOUN^N^Case=Ill^0^root^0.1:obl^_\n1.1^sin\u00E4^sin\u00E4^PRON^Pron^_^_^_^0.1:nsubj^_\n" +
        "2-3^ettei^_^_^_^_^_^_^_^_\n2^ett\u00E4^ett\u00E4^SCONJ^C^_^4^mark^4:mark^_\n3^ei^ei^AUX^V^_^4^aux^4:aux^_\n" +
        "4^palellu^palella^VERB^V^_^1^advcl^0.1:advcl^SpaceAfter=No\n5^!^!^PUNCT^Punct^_^1^punct^0.1:punct^_\n\n");

    public static string Vietnamese { get; } = Tabs(
        "# sent_id = vi-1\n# text = H\u00E0 N\u1ED9i l\u00E0 th\u1EE7 \u0111\u00F4 c\u1EE7a n\u01B0\u1EDBc Vi\u1EC7t Nam.\n" +
        "1^H\u00E0 N\u1ED9i^H\u00E0 N\u1ED9i^PROPN^Np^_^3^nsubj^_^_\n2^l\u00E0^l\u00E0^AUX^V^_^3^cop^_^_\n" +
        "3^th\u1EE7 \u0111\u00F4^th\u1EE7 \u0111\u00F4^NOUN^N^_^0^root^_^_\n4^c\u1EE7a^c\u1EE7a^ADP^E^_^5^case^_^_\n" +
        "5^n\u01B0\u1EDBc^n\u01B0\u1EDBc^NOUN^N^_^3^nmod^_^_\n" +
        "6^Vi\u1EC7t Nam^Vi\u1EC7t Nam^PROPN^Np^_^5^compound^_^SpaceAfter=No\n7^.^.^PUNCT^CH^_^3^punct^_^_\n\n" +
        "# sent_id = vi-2\n# text = \" \u1EE6y ban nh\u00E2n d\u00E2n \"... \u0111\u00E3 h\u1ECDp 1 000 l\u1EA7n\n" +
        "1^\"^\"^PUNCT^CH^_^2^punct^_^_\n" +
        "2^\u1EE6y ban nh\u00E2n d\u00E2n^\u1EE6y ban nh\u00E2n d\u00E2n^NOUN^N^_^6^nsubj^_^_\n" +
        "3^\"^\"^PUNCT^CH^_^2^punct^_^SpaceAfter=No\n4^...^...^PUNCT^CH^_^2^punct^_^_\n" +
        "5^\u0111\u00E3^\u0111\u00E3^ADV^R^_^6^advmod^_^_\n6^h\u1ECDp^h\u1ECDp^VERB^V^_^0^root^_^_\n" +
        "7^1 000^1 000^NUM^M^_^8^nummod^_^_\n8^l\u1EA7n^l\u1EA7n^NOUN^Nu^_^6^obl^_^_\n\n");

    public static string Arabic { get; } = Tabs(
        "# newpar id = ar-p1\n# sent_id = ar-1\n" +
        "# text = \u0648\u0628\u0643\u062A\u0627\u0628\u0647\u0645 \u0627\u0644\u062C\u062F\u064A\u062F \u0633\u0627\u0641\u0631\u0648\u0627\u060C \u0641\u0642\u0627\u0644: \"\u0646\u0639\u0645\".\n" +
        "# translit = wa-bi-kit\u0101bihim\n" +
        "1-4^\u0648\u0628\u0643\u062A\u0627\u0628\u0647\u0645^_^_^_^_^_^_^_^Gloss=and_with_their_book\n" +
        "1^\u0648^\u0648\u064E^CCONJ^C---^_^6^cc^_^Translit=wa\n" +
        "2^\u0628^\u0628\u0650^ADP^P---^AdpType=Prep^3^case^_^Translit=bi\n" +
        "3^\u0643\u062A\u0627\u0628^\u0643\u0650\u062A\u064E\u0627\u0628^NOUN^N---^Case=Gen^6^obl^_^_\n" +
        "4^\u0647\u0645^\u0647\u064F\u0645^PRON^SP--^_^3^nmod^_^_\n" +
        "5^\u0627\u0644\u062C\u062F\u064A\u062F^\u062C\u064E\u062F\u0650\u064A\u062F^ADJ^A---^_^3^amod^_^_\n" +
        "6^\u0633\u0627\u0641\u0631\u0648\u0627^\u0633\u064E\u0627\u0641\u064E\u0631^VERB^VP--^_^0^root^_^SpaceAfter=No\n" +
        "7^\u060C^\u060C^PUNCT^G---^_^6^punct^_^_\n" +
        "8-9^\u0641\u0642\u0627\u0644^_^_^_^_^_^_^_^SpaceAfter=No|Gloss=so_he_said\n" +
        "8^\u0641^\u0641\u064E^CCONJ^C---^_^9^cc^_^_\n9^\u0642\u0627\u0644^\u0642\u064E\u0627\u0644^VERB^VP--^_^6^conj^_^_\n" +
        "10^:^:^PUNCT^G---^_^12^punct^_^_\n11^\"^\"^PUNCT^G---^_^12^punct^_^SpaceAfter=No\n" +
        "12^\u0646\u0639\u0645^\u0646\u064E\u0639\u064E\u0645^PART^F---^_^9^ccomp^_^SpaceAfter=No\n" +
        "13^\"^\"^PUNCT^G---^_^12^punct^_^SpaceAfter=No\n14^.^.^PUNCT^G---^_^6^punct^_^SpaceAfter=No\n\n# sent_id = ar-2\n" +
        "# text = \u200F\u0648\u0644\u0644\u0628\u064A\u062A 12% U+200F\n" +
        "1-3^\u200F\u0648\u0644\u0644\u0628\u064A\u062A^_^_^_^_^_^_^_^_\n1^\u0648^\u0648\u064E^CCONJ^C---^_^3^cc^_^_\n" +
        "2^\u0644^\u0644\u0650^ADP^P---^_^3^case^_^_\n" +
        "3^\u0627\u0644\u0628\u064A\u062A^\u0628\u064E\u064A\u062A^NOUN^N---^_^0^root^_^_\n" +
        "4^12^12^NUM^Q---^_^3^nummod^_^SpaceAfter=No\n5^%^%^SYM^G---^_^4^dep^_^_\n6^U+200F^U+200F^X^U---^_^3^dep^_^_\n\n");

    public static string[] All { get; } = [German, Finnish, Vietnamese, Arabic];

    private static string Tabs(string text) => text.Replace('^', '\t');
}
