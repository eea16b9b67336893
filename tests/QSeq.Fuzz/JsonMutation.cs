using System.Text.Json;
using System.Text.Json.Nodes;

namespace QSeq.Fuzz;

/// <summary>Changes a value of a JSON text, which stays one, so that more than the parser is tried.</summary>
internal static class JsonMutation
{
    private const int MostNodes = 5000;

    /// <summary>The text with a value replaced, removed or put elsewhere; null where the input is no such text.</summary>
    public static byte[]? Change(Mutator mutator, byte[] input)
    {
        try
        {
            if (JsonNode.Parse(input) is not { } root) return null;
            var all = new List<JsonNode?>();
            Collect(root, all);
            JsonNode? node = mutator.Any(all), other = mutator.Any(all);
            if (node?.Parent is not { } parent) return null;
            switch (mutator.Next(6))
            {
                case 0 when parent is JsonObject members:
                    members.Remove(node.GetPropertyName());
                    break;
                case 0 when parent is JsonArray items:
                    items.Remove(node);
                    break;
                case 1 when parent is JsonArray items:
                    items.Add(node.DeepClone());
                    break;
                case 2 when other is not null:
                    Put(node, parent, other.DeepClone());
                    break;
                case 3:
                    Put(node, parent, JsonNode.Parse(mutator.Any(Pieces.Values)));
                    break;
                default:
                    Put(node, parent, Number(mutator.Any(Pieces.Numbers)));
                    break;
            }

            return Encoding.UTF8.GetBytes(root.ToJsonString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null; // no JSON, or with a name that cannot be read or stands twice
        }
    }

    private static void Put(JsonNode node, JsonNode parent, JsonNode? value)
    {
        if (parent is JsonObject members) members[node.GetPropertyName()] = value;
        else parent.AsArray()[node.GetElementIndex()] = value;
    }

    private static JsonNode? Number(string piece)
    {
        try
        {
            return JsonNode.Parse(piece);
        }
        catch (JsonException)
        {
            return JsonValue.Create(piece);
        }
    }

    private static void Collect(JsonNode node, List<JsonNode?> all)
    {
        if (all.Count >= MostNodes) return;
        all.Add(node);
        if (node is JsonObject members)
            foreach (KeyValuePair<string, JsonNode?> member in members)
                if (member.Value is { } value) Collect(value, all);
        if (node is JsonArray items)
            foreach (JsonNode? item in items)
                if (item is not null) Collect(item, all);
    }
}
