using System.Text.Json;

namespace QSeq.Cli.Fleet;

/// <summary>What has to be the same for a fleet to go on: the recipe of its models, member by member, and the data.</summary>
internal static class FleetSettings
{
    /// <summary>The version, every member of the recipe by its path, the data by names, values and extent, and what each is scored beside.</summary>
    public static Dictionary<string, string> Of(ForecastRecipe recipe, SeriesPanel panel, string baselines)
    {
        var settings = new Dictionary<string, string> { ["qseq"] = QseqApp.Version, ["recipe"] = recipe.Digest() };
        using JsonDocument json = JsonDocument.Parse(recipe.ToJson());
        Add(settings, "", json.RootElement);
        settings["series"] = panel.Series.Count.ToString(CultureInfo.InvariantCulture);
        int[] lengths = [.. panel.Series.Select(series => series.Table?.Length ?? 0)];
        settings["rows"] = lengths.Max().ToString(CultureInfo.InvariantCulture); // of the longest
        settings["values"] = lengths.Sum(length => (long)length).ToString(CultureInfo.InvariantCulture);
        settings["data"] = panel.Digest();
        settings["baselines"] = baselines;
        return settings;
    }

    private static void Add(Dictionary<string, string> settings, string path, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            settings[path] = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
            return;
        }

        foreach (JsonProperty member in value.EnumerateObject())
            Add(settings, path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value);
    }
}
