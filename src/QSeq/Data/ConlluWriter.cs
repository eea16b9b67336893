using System.Buffers;
using System.Text;

namespace QSeq.Data;

/// <summary>
/// Writes tagged sentences as CoNLL-U that <see cref="ConlluReader"/> reads back as they were: id, form and tag, <c>_</c> in
/// the other columns, before each sentence its <c>sent_id</c> (where it has one) and <c>text</c>. A sentence that kept its lines
/// is written as these, with nothing changed but the tags of its words. LF, UTF-8.
/// </summary>
public static class ConlluWriter
{
    private static readonly SearchValues<char> Breaking = SearchValues.Create("\t\r\n\0");

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file, replaced when it exists; its folder must exist.</param>
    /// <param name="sentences">What to write.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or blank, or a sentence cannot be written, as in <see cref="Write(TextWriter, TaggedSentence, TagColumn)"/>.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or its folder may not be written to.</exception>
    public static void Write(string path, IEnumerable<TaggedSentence> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true);
            foreach (TaggedSentence sentence in sentences) Write(writer, sentence);
        });
    }

    /// <summary>Writes a sentence to a text writer, such as standard output; one whose tags are not known gets <c>_</c> for them.</summary>
    /// <param name="writer">Where to; not disposed.</param>
    /// <param name="sentence">What to write.</param>
    /// <param name="column">Where the tags go.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is no such column; a word holds a tab, line end or zero character, or nothing but spaces; a tag is <c>_</c> or holds white space; or the id holds
    /// a line end, or white space at an end. Nothing of the sentence is then written.</exception>
    public static void Write(TextWriter writer, TaggedSentence sentence, TagColumn column = TagColumn.Upos)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(sentence);
        OptionCheck.Require(Enum.IsDefined(column), $"tag column {(int)column} does not exist, expected Upos or Xpos");
        Check(sentence);

        var text = new StringBuilder();
        if (!sentence.Lines.IsEmpty)
        {
            Copy(sentence, column, text);
            writer.Write(text.Append('\n'));
            return;
        }

        if (sentence.Id is not null) text.Append("# sent_id = ").Append(sentence.Id).Append('\n');
        text.Append("# text = ").AppendJoin(' ', sentence.Words).Append('\n');
        for (int w = 0; w < sentence.Words.Length; w++)
        {
            string tag = sentence.IsTagged ? sentence.Tags[w] : "_";
            text.Append(CultureInfo.InvariantCulture, $"{w + 1}\t{sentence.Words[w]}\t_\t{(column == TagColumn.Upos ? tag : "_")}\t{(column == TagColumn.Xpos ? tag : "_")}\t_\t_\t_\t_\t_\n");
        }

        writer.Write(text.Append('\n'));
    }

    /// <summary>The lines of a sentence, each word's with its tag.</summary>
    private static void Copy(TaggedSentence sentence, TagColumn column, StringBuilder text)
    {
        int word = 0, place = ConlluSentence.PlaceOf(column);
        foreach (string line in sentence.Lines)
        {
            bool isWord = line[0] != '#' && line.AsSpan(0, line.IndexOf('\t', StringComparison.Ordinal)).IndexOfAny('-', '.') < 0;
            if (isWord)
            {
                string[] cells = line.Split('\t');
                cells[place] = sentence.IsTagged ? sentence.Tags[word] : "_";
                text.AppendJoin('\t', cells).Append('\n');
                word++;
            }
            else
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static void Check(TaggedSentence sentence)
    {
        if (sentence.Words.FirstOrDefault(word => word.AsSpan().ContainsAny(Breaking)) is { } broken)
            throw new ArgumentException($"the word {BadData.Quote(broken)} holds a tab, line end or zero character, which CoNLL-U cannot hold; split it into words");
        if (sentence.Words.Any(word => word.AsSpan().Trim(' ').IsEmpty))
            throw new ArgumentException("a word is nothing but spaces, which CoNLL-U cannot hold; leave it out");
        if (sentence.Tags.FirstOrDefault(tag => tag == "_" || tag.Contains('\0') || tag.Any(char.IsWhiteSpace)) is { } tag)
            throw new ArgumentException($"the tag {BadData.Quote(tag)} cannot be written as CoNLL-U, where _ means none and white space parts columns; rename it");
        if (sentence.Id is { } id && (id.AsSpan().ContainsAny(Breaking) || id.Trim().Length != id.Length))
            throw new ArgumentException($"the sentence id {BadData.Quote(id)} holds a tab or line end, or white space at an end; rename it");
    }
}
