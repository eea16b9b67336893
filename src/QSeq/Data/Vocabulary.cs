namespace QSeq.Data;

/// <summary>
/// Numbers for items such as words: 0 stands for every item that is not known, the others follow from the most frequent
/// on, equally frequent ones in ordinal order. The same items give the same numbers, in whatever order they come. A
/// closed vocabulary has no item for unknown ones; its numbers start with the most frequent item.
/// </summary>
public sealed class Vocabulary
{
    /// <summary>Item 0 of vocabularies that are built: it stands for every item that is not known.</summary>
    public const string Unknown = "<unk>";

    private readonly Dictionary<string, int> _index;

    private Vocabulary(ImmutableArray<string> items, bool closed)
    {
        (Items, IsClosed) = (items, closed);
        _index = Places(items, "item", "vocabulary");
    }

    /// <summary>The items in the order of their numbers, that for unknown ones first unless the vocabulary is closed.</summary>
    public ImmutableArray<string> Items { get; }

    /// <summary>Whether there is no item for unknown ones.</summary>
    public bool IsClosed { get; }

    /// <summary>How many items there are, with that for unknown ones; at least 1.</summary>
    public int Count => Items.Length;

    /// <summary>Numbers items by how often they occur.</summary>
    /// <param name="items">The items, each as often as it occurs, none null or empty. <see cref="Unknown"/> among them counts as not known.</param>
    /// <param name="minCount">How often an item has to occur, 1 or more; 1 keeps all.</param>
    /// <param name="most">How many items to keep besides <see cref="Unknown"/>, 0 or more; null for all.</param>
    /// <param name="closed">Whether the vocabulary is closed: no item for unknown ones.</param>
    /// <returns>The vocabulary, with <see cref="Unknown"/> as item 0 unless it is closed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> is null.</exception>
    /// <exception cref="ArgumentException">An item is null or empty, or a closed vocabulary would have none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside what is said above.</exception>
    public static Vocabulary Build(IEnumerable<string> items, int minCount = 1, int? most = null, bool closed = false)
    {
        ArgumentNullException.ThrowIfNull(items);
        OptionCheck.Require(minCount >= 1, $"the least count of an item is {minCount}, expected 1 or more");
        OptionCheck.Require(most is null or >= 0, $"a vocabulary is to keep {most} items, expected 0 or more");

        IEnumerable<string> kept = items
            .CountBy(item => string.IsNullOrEmpty(item)
                ? throw new ArgumentException("an item for a vocabulary is empty; leave it out")
                : item)
            .Where(pair => pair.Key != Unknown && pair.Value >= minCount)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Take(most ?? int.MaxValue)
            .Select(pair => pair.Key);
        ImmutableArray<string> all = closed ? [.. kept] : [Unknown, .. kept];
        return all.Length > 0 ? new Vocabulary(all, closed) : throw new ArgumentException("a closed vocabulary would have no items; give at least one");
    }

    /// <summary>A vocabulary of items that already have their numbers, such as those of a saved model.</summary>
    /// <param name="items">The items, at least one, all different, none null or empty; the first stands for unknown ones unless the vocabulary is closed.</param>
    /// <param name="closed">Whether the vocabulary is closed.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="ArgumentException">The items are not as described above.</exception>
    public static Vocabulary FromItems(IReadOnlyList<string> items, bool closed = false)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Count > 0 ? new Vocabulary([.. items], closed) : throw new ArgumentException("a vocabulary has no items; expected at least one, for unknown items");
    }

    /// <summary>The number of an item.</summary>
    /// <param name="item">The item, exactly.</param>
    /// <returns>The number, from 0 to <see cref="Count"/> less 1; where the item is not known 0, or -1 in a closed vocabulary.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="item"/> is null.</exception>
    public int IndexOf(string item) => _index.TryGetValue(item, out int index) ? index : IsClosed ? -1 : 0;

    /// <summary>Whether an item has a number of its own.</summary>
    /// <param name="item">The item, exactly.</param>
    /// <returns>Whether it does, other than as the item for unknown ones.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="item"/> is null.</exception>
    public bool Contains(string item) => IndexOf(item) >= (IsClosed ? 0 : 1);

    /// <summary>The place of each item, such as a tag, of a list, such as a tag set, which are to be different and not empty.</summary>
    internal static Dictionary<string, int> Places(ImmutableArray<string> items, string one, string list)
    {
        var places = new Dictionary<string, int>(items.Length, StringComparer.Ordinal);
        for (int i = 0; i < items.Length; i++)
        {
            if (string.IsNullOrEmpty(items[i])) throw new ArgumentException($"{one} {i} of a {list} is empty; name every {one}");
            if (!places.TryAdd(items[i], i))
                throw new ArgumentException($"{one} {i} of a {list} is {BadData.Quote(items[i])}, as is {one} {places[items[i]]}; name every {one} once");
        }

        return places;
    }
}
