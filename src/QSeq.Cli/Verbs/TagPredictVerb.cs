namespace QSeq.Cli.Verbs;

/// <summary><c>qseq tag predict</c>: sentences in, CoNLL-U with tags out, a batch at a time.</summary>
internal static class TagPredictVerb
{
    private const int Batch = 256; // sentences
    private const int BatchWords = 1 << 16; // of all sentences but the last
    private const int MostWords = 10_000; // of a sentence: a text without line ends would ask for all memory

    public static VerbCommand Create(CliContext context)
    {
        var model = new Argument<string>("MODEL") { Description = "A model file of qseq tag train." };
        var data = new Argument<string>("FILE")
        {
            Description = "Sentences: CoNLL-U, or one a line with blanks between words and signs; - reads standard input.",
            DefaultValueFactory = _ => "-",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string> format = Opt.Choice(
            "--format", "How sentences are written; found by itself when left out.", null, "plain", "conllu");
        return new VerbCommand(
            "predict",
            "Tag sentences: CoNLL-U on standard output, a copy of CoNLL-U that is read, with the tags in the column the tagger was trained on.",
            "qseq tag predict tagger.qseq sentences.txt > tagged.conllu",
            "echo 'The boat left .' | qseq tag predict tagger.qseq",
            "zcat large.conllu.gz | qseq tag predict tagger.qseq - --format conllu | gzip > tagged.conllu.gz")
        {
            model, data, format,
        }.Does(parsed =>
        {
            string input = parsed.GetValue(data)!;
            TrainedTagger tagger = ModelFile.Tagger(parsed.GetValue(model)!);
            string name = input == "-" ? SentenceInput.StandardInput : input;
            using Stream stream = input == "-" ? context.OpenBytes() : InputFile.Open(input, "name a file of sentences");
            IEnumerable<TaggedSentence> all = Sentences(stream, name, parsed.GetValue(format));
            int tagged = 0, blank = 0;
            foreach (var batch in Feed.Batches(all, Batch, sentence => sentence.Words.Length, BatchWords, Timeout.Infinite, context.Token))
            {
                Write(context.Out, ModelFile.Use(tagger, name, () => tagger.Tag(batch)), tagger.Recipe.Column, name);
                tagged += batch.Count;
                blank += batch.Count(SentenceWarnings.HasNoForms);
            }

            context.Warn(SentenceWarnings.NoForms(blank, tagged));

            if (tagged == 0) throw new InvalidDataException($"{name}: there is no sentence; expected CoNLL-U, or sentences one a line");
        });
    }

    private static IEnumerable<TaggedSentence> Sentences(Stream stream, string name, string? format)
    {
        var options = new ConlluReadOptions { IgnoreTags = true, KeepLines = true };
        SentenceText text = SentenceText.Peek(stream, name);
        SentenceFormat? written = format is null ? null : Enum.Parse<SentenceFormat>(format, ignoreCase: true);
        IEnumerable<TaggedSentence> sentences = text.Sentences(options, written);
        bool plain = (written ?? text.Format) == SentenceFormat.Plain; // gets ids, which UD's validation asks for
        int number = 0;
        foreach (TaggedSentence sentence in sentences)
        {
            number++;
            if (sentence.Words.Length > MostWords)
            {
                string found = $"sentence {number} has {sentence.Words.Length} words, expected {MostWords} or less";
                throw new InvalidDataException($"{name}: {found}; part the text into sentences, one a line");
            }

            yield return plain ? new TaggedSentence(sentence.Words, id: number.ToString(CultureInfo.InvariantCulture)) : sentence;
        }
    }

    private static void Write(TextWriter output, IReadOnlyList<TaggedSentence> sentences, TagColumn column, string name)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        try
        {
            foreach (TaggedSentence sentence in sentences) ConlluWriter.Write(text, sentence, column);
        }
        catch (ArgumentException e)
        {
            throw BadData.In(name, ErrorText.Of(e));
        }

        output.Write(text.ToString());
    }
}
