using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using QSeq.Cli;

namespace QSeq.Browser;

/// <summary>The pages of <c>qseq backtest</c> and <c>qseq search</c>, made by the command line and opened.</summary>
public sealed class RollingPageTests(OpenBrowser browser) : IClassFixture<OpenBrowser>, IDisposable
{
    private static readonly string[] Quick = ["--horizon", "6", "--epochs", "2", "--test-rows", "90", "--window", "24", "--seeds", "2", "--report"];

    private readonly string _folder = Directory.CreateTempSubdirectory("qseq-backtest-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public async Task A_series_is_drawn_light_and_dark_and_on_a_phone()
    {
        string page = Make(["backtest", Series(), .. Quick]);
        foreach ((string name, int width, bool dark) in ((string, int, bool)[])[("backtest", 1000, false), ("backtest-dark", 1000, true), ("backtest-phone", 390, false)])
        {
            await using OpenPage open = await browser.Open(page, width, dark);
            await Look(open, name, width);
            Assert.Equal(5, await open.Ask<int>("() => document.querySelectorAll('.live canvas').length"));
        }
    }

    [BrowserFact]
    public async Task Several_series_are_drawn()
    {
        string page = Make(["backtest", Panel(), "--rows-are-series", .. Quick]);
        foreach ((string name, int width) in ((string, int)[])[("backtest-series", 1000), ("backtest-series-phone", 390)])
        {
            await using OpenPage open = await browser.Open(page, width);
            await Look(open, name, width);
        }
    }

    [BrowserFact]
    public async Task A_search_is_drawn_light_and_dark_and_on_a_phone()
    {
        string page = Make(["search", Series(), "--horizon", "6", "--trials", "24", "--threads", "2", "--report"]);
        foreach ((string name, int width, bool dark) in ((string, int, bool)[])[("search", 1000, false), ("search-dark", 1000, true), ("search-phone", 390, false)])
        {
            await using OpenPage open = await browser.Open(page, width, dark);
            await Look(open, name, width);
            Assert.Equal(6, await open.Ask<int>("() => document.querySelectorAll('.live canvas').length"));
        }
    }

    /// <summary>A year is no number with a comma.</summary>
    [BrowserFact]
    public async Task Numbers_of_an_axis_stand_as_they_are()
    {
        var text = new StringBuilder("year,y\n");
        for (int t = 0; t < 240; t++) text.Append(CultureInfo.InvariantCulture, $"{1700 + t},{Value(t, 0):R}\n");
        await using OpenPage open = await browser.Open(Make(["search", Write("years.csv", text), "--trials", "0", "--report"]));
        await open.Ask<object?>("""
            () => {
              const fill = CanvasRenderingContext2D.prototype.fillText;
              window.words = [];
              CanvasRenderingContext2D.prototype.fillText = function (word) { window.words.push(word); return fill.apply(this, arguments); };
            }
            """);
        await open.Page.SetViewportSizeAsync(700, 900); // draws anew
        await open.Page.WaitForFunctionAsync("() => window.words.length > 20");
        Assert.Contains("1800", await open.Ask<string[]>("() => window.words"));
        Assert.Equal(0, await open.Ask<int>("() => window.words.filter(word => /[0-9],[0-9]/.test(word)).length"));
        Assert.Contains("The step after the end", await open.Page.InnerTextAsync("body"), StringComparison.Ordinal);
    }

    private static async Task Look(OpenPage open, string name, int width)
    {
        if (Environment.GetEnvironmentVariable("QSEQ_SCREENSHOTS") is { } folder)
            await open.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        Assert.Empty(open.Problems);
        Assert.Single(open.Requests); // the page itself
        Assert.Equal(width, await open.Ask<int>("() => document.documentElement.scrollWidth"));
        Assert.True(await open.Ask<int>("() => document.querySelectorAll('figure svg.still').length") > 3);
        Assert.Equal(0, await open.Ask<int>("() => [...document.querySelectorAll('figure svg.still')].filter(svg => svg.querySelectorAll('path, rect, circle').length < 2).length"));
        Assert.Equal(0, await open.Ask<int>("() => document.querySelectorAll('svg [d*=NaN], svg [d*=Infinity], svg [x1=NaN], svg [y1=NaN]').length"));
    }

    private string Make(string[] args)
    {
        string path = Path.Combine(_folder, "page.html");
        using StringWriter output = new(CultureInfo.InvariantCulture), error = new(CultureInfo.InvariantCulture);
        int code = QseqApp.Run([.. args, path], output, error);
        Assert.True(code == 0, error.ToString());
        return path;
    }

    private static double Value(int t, int kind) => 10 + (0.01 * t) + (3 * Math.Sin(Math.PI * t / (6 + kind))) + (1.5 * Math.Sin(t * t * 0.7) * Math.Cos(t * (31 + kind)));

    private string Series()
    {
        var text = new StringBuilder("time,load\n");
        for (int t = 0; t < 500; t++) text.Append(CultureInfo.InvariantCulture, $"{new DateTime(2024, 1, 1).AddHours(t):yyyy-MM-dd HH:mm},{Value(t, 0):R}\n");
        return Write("load.csv", text);
    }

    private string Panel()
    {
        var text = new StringBuilder();
        for (int n = 0; n < 3; n++) text.Append("ABC"[n]).Append(',').AppendJoin(',', Enumerable.Range(0, 400).Select(t => Value(t, n).ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        return Write("panel.csv", text);
    }

    private string Write(string name, StringBuilder text)
    {
        File.WriteAllText(Path.Combine(_folder, name), text.ToString());
        return Path.Combine(_folder, name);
    }
}
