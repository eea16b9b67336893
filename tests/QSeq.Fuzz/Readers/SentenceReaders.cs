using QSeq.Data;

namespace QSeq.Fuzz.Readers;

/// <summary>Sentences: CoNLL-U and plain.</summary>
internal static class SentenceReaders
{
    public static IEnumerable<FuzzReader> All(Workbench bench)
    {
        byte[] tagged = Workbench.Bytes(Workbench.Sentences), windows = Workbench.Bytes("\uFEFF" + Workbench.Sentences.Replace("\n", "\r\n", StringComparison.Ordinal));
        yield return new FuzzReader("conllu", [tagged, windows], input => Conllu(bench, input), typeof(InvalidDataException));
        yield return new FuzzReader("plain", [Workbench.Bytes("Gulls do n't mind .\n\nThe dog ate the ice\n"), Workbench.Bytes("größe öl\r\n# no comment"), tagged], Plain, typeof(InvalidDataException));
    }

    private static string? Conllu(Workbench bench, byte[] input)
    {
        var options = new ConlluReadOptions { TagColumn = input.Length % 2 == 0 ? TagColumn.Upos : TagColumn.Xpos, RequireTags = input.Length % 3 == 0, IgnoreTags = input.Length % 5 == 0 };
        IReadOnlyList<TaggedSentence> sentences = ConlluReader.Read(bench.Write("x.conllu", input), options);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        try
        {
            foreach (TaggedSentence sentence in sentences) ConlluWriter.Write(text, sentence);
        }
        catch (ArgumentException refused)
        {
            return Judge.MessageProblem(refused.Message); // such as a tag with white space, which is read but not written
        }

        IReadOnlyList<TaggedSentence> again = ConlluReader.Read(new StringReader(text.ToString()), "again", new ConlluReadOptions { RequireTags = false });
        return sentences.SequenceEqual(again) ? null : "sentences are read back otherwise";
    }

    private static string? Plain(byte[] input)
    {
        using var stream = new MemoryStream(input);
        var text = SentenceText.Peek(stream, "x.txt");
        TaggedSentence[] sentences = [.. text.Sentences(new ConlluReadOptions { RequireTags = false })];
        return sentences.All(sentence => sentence.Words.Length > 0) ? null : "a sentence has no words";
    }
}
