using System.Runtime.InteropServices;
using System.Text;

namespace QSeq.Core;

/// <summary>
/// Text in Unicode's normal form C, in which a letter and its marks have one spelling only, however they were typed. It does
/// not depend on the globalisation mode of the process.
/// </summary>
internal static class Nfc
{
    private const int FirstMark = 0x300; // below it everything is normal already
    private const int FirstSyllable = 0xAC00, FirstLead = 0x1100, FirstVowel = 0x1161, BeforeTrail = 0x11A7;
    private const int Leads = 19, Vowels = 21, Trails = 28, Syllables = Leads * Vowels * Trails;

    private static readonly Lazy<Data> Tables = new(() => new Data());

    /// <summary>The text in normal form C; the same object where it is in it already and holds no marks.</summary>
    /// <param name="text">The text; half a surrogate pair stays as it is.</param>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().ContainsAnyExceptInRange('\0', (char)(FirstMark - 1)) ? Normal(text, Tables.Value) : text;
    }

    private static string Normal(string text, Data data)
    {
        List<int> points = [];
        for (int n = 0; n < text.Length; n++)
        {
            int point = char.IsSurrogatePair(text, n) ? char.ConvertToUtf32(text[n], text[++n]) : text[n];
            Decompose(point, data, points);
        }

        Order(points, data);
        Compose(points, data);
        var normal = new StringBuilder(text.Length);
        foreach (int point in points)
        {
            if (point < 0x10000) normal.Append((char)point);
            else normal.Append(char.ConvertFromUtf32(point));
        }

        return normal.Equals(text.AsSpan()) ? text : normal.ToString();
    }

    private static void Decompose(int point, Data data, List<int> into)
    {
        if (point - FirstSyllable is >= 0 and < Syllables and var syllable)
        {
            into.Add(FirstLead + (syllable / (Vowels * Trails)));
            into.Add(FirstVowel + (syllable / Trails % Vowels));
            if (syllable % Trails is > 0 and var trail) into.Add(BeforeTrail + trail);
        }
        else if (data.Parts.TryGetValue(point, out (int First, int Second) parts))
        {
            Decompose(parts.First, data, into);
            if (parts.Second > 0) Decompose(parts.Second, data, into);
        }
        else
        {
            into.Add(point);
        }
    }

    /// <summary>Sorts the marks after each letter by their classes; those of one class stay in their order.</summary>
    private static void Order(List<int> points, Data data)
    {
        for (int n = 1; n < points.Count; n++)
        {
            (int point, int own) = (points[n], data.ClassOf(points[n]));
            if (own == 0) continue;
            int place = n;
            for (; place > 0 && data.ClassOf(points[place - 1]) > own; place--) points[place] = points[place - 1];
            points[place] = point;
        }
    }

    private static void Compose(List<int> points, Data data)
    {
        int starter = -1, kept = 0, last = 0; // last: the class of what was kept before
        foreach (int point in CollectionsMarshal.AsSpan(points))
        {
            int own = data.ClassOf(point);
            bool open = starter >= 0 && (kept == starter + 1 || (last < own && last != 0));
            if (open && data.Composed(points[starter], point) is > 0 and var composed)
            {
                points[starter] = composed;
                continue;
            }

            if (own == 0) starter = kept;
            last = own;
            points[kept++] = point;
        }

        points.RemoveRange(kept, points.Count - kept);
    }

    private sealed class Data
    {
        private readonly Dictionary<int, int> _classes = [];
        private readonly Dictionary<(int First, int Second), int> _pairs = [];

        public Data()
        {
            int point = 0;
            foreach (string item in Items(NfcTables.Decompositions))
            {
                int colon = item.IndexOf(':', StringComparison.Ordinal);
                point = colon < 0 ? point + 1 : Number(item.AsSpan(0, colon));
                string[] parts = item[(colon + 1)..].TrimEnd('!').Split(',');
                (int First, int Second) pair = (Number(parts[0]), parts.Length > 1 ? Number(parts[1]) : 0);
                Parts.Add(point, pair);
                if (pair.Second > 0 && !item.EndsWith('!')) _pairs.Add(pair, point);
            }

            foreach (string item in Items(NfcTables.Classes))
            {
                string[] sides = item.Split(':'), range = sides[0].Split('-');
                for (int n = Number(range[0]); n <= Number(range[^1]); n++) _classes.Add(n, Number(sides[1]));
            }
        }

        public Dictionary<int, (int First, int Second)> Parts { get; } = []; // the second is 0 where there is one alone

        public int ClassOf(int point) => point < FirstMark ? 0 : _classes.GetValueOrDefault(point);

        /// <summary>What two code points are composed to, or 0.</summary>
        public int Composed(int first, int second)
        {
            if (first - FirstLead is >= 0 and < Leads and var lead && second - FirstVowel is >= 0 and < Vowels and var vowel)
                return FirstSyllable + (((lead * Vowels) + vowel) * Trails);
            if (first - FirstSyllable is >= 0 and < Syllables and var syllable && syllable % Trails == 0 && second - BeforeTrail is > 0 and < Trails and var trail)
                return first + trail;
            return _pairs.GetValueOrDefault((first, second));
        }

        private static string[] Items(string table) => table.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

        private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
