using System.Globalization;
using System.Text.RegularExpressions;

namespace QSeq.Tests.Cli;

/// <summary>
/// The rules of Universal Dependencies' validation, levels 1 and 2, as its guidelines state them: lines, columns, ids, tree and
/// comments. Written from the rules and not from QSeq's reader, so that both would have to be wrong alike.
/// </summary>
internal sealed partial class UdRules
{
    private readonly List<string> _faults = [];
    private readonly HashSet<string> _ids = [];
    private readonly bool _tree;
    private bool _joined; // the last token of the sentence before says SpaceAfter=No

    private UdRules(bool tree) => _tree = tree;

    /// <summary>What is against the rules in a file: of level 1 and of comments always, of heads and relations where <paramref name="tree"/>.</summary>
    public static IReadOnlyList<string> Faults(string text, bool tree = true)
    {
        var rules = new UdRules(tree);
        if (text.Contains('\r', StringComparison.Ordinal)) rules.Say("a line ends with CR");
        string[] lines = text.Split('\n');
        if (lines[^1] != "") rules.Say("the last line has no end");
        List<string> sentence = [];
        foreach (string line in lines[..^1])
        {
            if (line.Length > 0 && line.All(IsSpace)) rules.Say("a line of spaces");
            if (line.Length > 0) sentence.Add(line);
            else rules.Sentence(sentence);
            if (line.Length == 0) sentence.Clear();
        }

        if (sentence.Count > 0) rules.Say("no blank line after the last sentence");
        return rules._faults;
    }

    private void Sentence(List<string> lines)
    {
        string[] comments = [.. lines.TakeWhile(line => line[0] == '#')];
        string[] rest = [.. lines.Skip(comments.Length)];
        if (rest.Length == 0) Say("a sentence without words");
        if (rest.Any(line => line[0] == '#')) Say("a comment between words");
        if (rest.Any(line => !char.IsAsciiDigit(line[0]))) Say("a line begins with neither a digit nor #");
        string[][] rows = [.. rest.Select(line => line.Split('\t'))];
        if (rows.Any(row => row.Length != 10))
        {
            Say("not ten columns");
            return;
        }

        foreach (string[] row in rows) Cells(row);
        Ids(rows);
        Comments(comments, rows);
        if (_tree) Tree([.. rows.Where(row => Word().IsMatch(row[0]))]);
    }

    private void Cells(string[] row)
    {
        bool range = Range().IsMatch(row[0]);
        for (int c = 0; c < 10; c++)
        {
            string cell = row[c];
            bool free = c is 2 or 9 || (c == 1 && !range);
            if (cell.Length == 0) Say($"column {c + 1} is empty");
            else if (!(free && !range || c == 9) && cell.Any(IsSpace)) Say($"white space in column {c + 1}");
            else if (IsSpace(cell[0]) || IsSpace(cell[^1]) || cell.Zip(cell[1..]).Any(pair => IsSpace(pair.First) && IsSpace(pair.Second))) Say($"spaces of column {c + 1}");
            if (range && c is > 1 and < 9 && cell != "_" && !(c == 5 && cell == "Typo=Yes")) Say($"column {c + 1} of a multi-word token");
        }

        bool node = Node().IsMatch(row[0]);
        if (node && (row[6] != "_" || row[7] != "_")) Say("an empty node has a head");
        if (_tree && !range && !(node && row[3] == "_") && !Tags.Contains(row[3])) Say($"UPOS {row[3]}");
        string[] notes = row[9].Split('|');
        if (notes.Any(note => note.StartsWith("SpaceAfter=", StringComparison.Ordinal) && note != "SpaceAfter=No")) Say("a value of SpaceAfter");
        if (notes.Count(note => note == "SpaceAfter=No") > (node ? 0 : 1)) Say("SpaceAfter=No of an empty node, or twice");
    }

    private void Ids(string[][] rows)
    {
        int word = 0, node = 0;
        List<(int First, int Last)> ranges = [];
        foreach (string id in rows.Select(row => row[0]))
        {
            if (Word().IsMatch(id))
            {
                if (int.Parse(id, CultureInfo.InvariantCulture) != ++word) Say($"word {id} in place {word}");
                node = 0;
            }
            else if (Range().Match(id) is { Success: true } range)
            {
                (int first, int last) = (Number(range, 1), Number(range, 2));
                if (first != word + 1 || last < first) Say($"the range {id} before word {word + 1}");
                if (ranges.Exists(other => first <= other.Last && other.First <= last)) Say($"the range {id} overlaps");
                ranges.Add((first, last));
                node = 0;
            }
            else if (Node().Match(id) is { Success: true } empty)
            {
                if (Number(empty, 1) != word || Number(empty, 2) != ++node) Say($"the empty node {id} after word {word}");
                if (ranges.Exists(other => other.First > word)) Say($"the empty node {id} between a range and its words");
            }
            else
            {
                Say($"the id {id}");
            }
        }

        if (ranges.Exists(range => range.Last > word)) Say("a range beyond the last word");
    }

    private void Comments(string[] comments, string[][] rows)
    {
        string[] ids = [.. comments.Where(line => Regex.IsMatch(line, @"^#\s?sent_id"))];
        if (ids.Length != 1 || !Regex.IsMatch(ids[0], @"^#\s*sent_id\s*=\s*[^\s/]+$") || !_ids.Add(ids[0])) Say("sent_id is missing, twice there, or not one word of its own");
        if (_joined && comments.Any(line => Regex.IsMatch(line, @"^#\s*new(doc|par)(\s|$)"))) Say("SpaceAfter=No before a new paragraph");
        string[] texts = [.. comments.Select(line => Regex.Match(line, @"^#\s*text\s*=\s*(.*)$")).Where(match => match.Success).Select(match => match.Groups[1].Value)];
        if (texts is not [{ Length: > 0 } text] || IsSpace(texts[0][^1]))
        {
            Say("text is missing, twice there, or ends with a space");
            return;
        }

        int inRange = 0;
        foreach (string[] row in rows.Where(row => !Node().IsMatch(row[0])))
        {
            bool joined = row[9].Split('|').Contains("SpaceAfter=No");
            if (Range().Match(row[0]) is { Success: true } range) inRange = Number(range, 2);
            else if (int.Parse(row[0], CultureInfo.InvariantCulture) <= inRange)
            {
                if (joined) Say("SpaceAfter=No within a multi-word token");
                continue;
            }

            if (!text.StartsWith(row[1], StringComparison.Ordinal))
            {
                Say($"the text goes on with '{text}' where {row[0]} is '{row[1]}'");
                return;
            }

            text = text[row[1].Length..];
            _joined = joined;
            if (!joined && text.Length > 0 && !IsSpace(text[0])) Say($"no space after {row[1]}");
            if (!joined) text = text.TrimStart();
        }

        if (text.Length > 0) Say($"the text ends with '{text}', which no word says");
    }

    /// <summary>One root; every other word hangs from a word, and from the root in the end.</summary>
    private void Tree(string[][] words)
    {
        if (!words.All(word => Regex.IsMatch(word[6], @"^(0|[1-9][0-9]*)$") && int.Parse(word[6], CultureInfo.InvariantCulture) <= words.Length))
        {
            Say("a head is no word");
            return;
        }

        int[] heads = [.. words.Select(word => int.Parse(word[6], CultureInfo.InvariantCulture))];
        if (heads.Count(head => head == 0) != 1) Say("not one root");
        for (int w = 0; w < heads.Length; w++)
        {
            if ((heads[w] == 0) != (words[w][7] == "root") || !Regex.IsMatch(words[w][7], "^[a-z]+(:[a-z]+)?$")) Say($"the relation {words[w][7]}");
            int at = w + 1, steps = 0;
            while (at != 0 && steps++ <= heads.Length) at = heads[at - 1];
            if (at != 0) Say("a cycle");
        }
    }

    private void Say(string fault) => _faults.Add($"sentence {_ids.Count}: {fault}");

    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1C' and <= '\x1F';

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static readonly HashSet<string> Tags =
        ["ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"];

    [GeneratedRegex(@"^[1-9][0-9]*\z")]
    private static partial Regex Word();

    [GeneratedRegex(@"^([1-9][0-9]*)-([1-9][0-9]*)\z")]
    private static partial Regex Range();

    [GeneratedRegex(@"^([0-9]+)\.([1-9][0-9]*)\z")]
    private static partial Regex Node();
}
