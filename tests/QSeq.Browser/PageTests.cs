using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using QSeq.Cli.Pages;
using QSeq.Tests.Pages;

namespace QSeq.Browser;

/// <summary>Report pages as a browser shows them. Where QSEQ_SCREENSHOTS names a folder, what was seen is left there.</summary>
public sealed class PageTests : IClassFixture<OpenBrowser>, IDisposable
{
    private const string Painted = """
        () => [...document.querySelectorAll('.live canvas')].map(canvas => {
          const bytes = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data, colours = new Set();
          for (let n = 0; n < bytes.length; n += 4) if (bytes[n + 3] > 200) colours.add(bytes[n] << 16 | bytes[n + 1] << 8 | bytes[n + 2]);
          return colours.size;
        })
        """;

    private readonly OpenBrowser _browser;
    private readonly string _folder = Directory.CreateTempSubdirectory("qseq-page-").FullName;

    public PageTests(OpenBrowser browser) => _browser = browser;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public async Task Every_figure_draws_and_nothing_is_loaded()
    {
        await using OpenPage open = await _browser.Open(Sample());
        await Picture(open, "light");
        Assert.Empty(open.Problems);
        Assert.Single(open.Requests); // the page itself
        int[] colours = await open.Ask<int[]>(Painted);
        Assert.Equal(3, colours.Length);
        Assert.All(colours, count => Assert.True(count > 3, $"{count} colours on a canvas")); // axes, words and lines
        Assert.Equal(11, await open.Ask<int>("() => document.querySelectorAll('figure svg.still').length"));
        Assert.Equal(0, await open.Ask<int>("() => [...document.querySelectorAll('figure svg.still')].filter(svg => svg.querySelectorAll('path, rect, circle').length < 2).length"));
        Assert.Equal(0, await open.Ask<int>("() => [...document.querySelectorAll('.small-figure svg.still')].filter(svg => svg.getBoundingClientRect().height < 40).length"));
        Assert.Equal(0, await open.Ask<int>("() => document.querySelectorAll('svg [d*=NaN], svg [d*=Infinity], svg [x1=NaN], svg [y1=NaN]').length"));
    }

    [BrowserFact]
    public async Task Names_of_the_data_are_text_and_nothing_else()
    {
        await using OpenPage open = await _browser.Open(Sample());
        Assert.True(await open.Ask<bool>("() => window.hurt === undefined"));
        Assert.Equal(1, await open.Ask<int>("() => document.querySelectorAll('script:not([type])').length"));
        Assert.StartsWith("load.csv: <script>window.hurt=1</script>\"'&", await open.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Contains("<script>window.hurt=1</script>", await open.Page.InnerTextAsync("figcaption >> nth=0"), StringComparison.Ordinal);
        Assert.False(await open.Ask<bool>("() => /[\\u0007\\u202e]/.test(document.body.innerText)"));
    }

    [BrowserFact]
    public async Task A_phone_needs_no_scrolling_sideways()
    {
        await using OpenPage open = await _browser.Open(Sample(), width: 390);
        await Picture(open, "phone");
        Assert.Empty(open.Problems);
        Assert.Equal(390, await open.Ask<int>("() => document.documentElement.scrollWidth"));
        Assert.InRange(await open.Ask<double>("() => document.querySelector('.live .uplot').getBoundingClientRect().right"), 300, 390);
    }

    [BrowserFact]
    public async Task Charts_follow_the_width_of_the_window()
    {
        await using OpenPage open = await _browser.Open(Sample());
        double Wide(string text) => double.Parse(text, CultureInfo.InvariantCulture);
        const string width = "() => String(document.querySelector('.live .uplot').getBoundingClientRect().width)";
        double before = Wide(await open.Ask<string>(width));
        await open.Page.SetViewportSizeAsync(500, 900);
        await open.Ask<object?>("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        double after = Wide(await open.Ask<string>(width));
        Assert.True(after < 500 && before > 800, $"{before} to {after}");
        Assert.Empty(open.Problems);
    }

    [BrowserFact]
    public async Task Dark_is_dark_and_can_change_while_it_is_open()
    {
        const string paper = "() => getComputedStyle(document.body).backgroundColor";
        await using OpenPage open = await _browser.Open(Sample(), dark: true);
        await Picture(open, "dark");
        Assert.Equal("rgb(15, 20, 26)", await open.Ask<string>(paper));
        Assert.All(await open.Ask<int[]>(Painted), count => Assert.True(count > 3));
        Assert.True(await open.Ask<bool>(Has(0x58A6FF)), "the forecast is not drawn in its dark colour");
        await open.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        Assert.Equal("rgb(255, 255, 255)", await open.Ask<string>(paper));
        Assert.True(await open.Ask<bool>(Has(0x0B62C4)), "the forecast is not drawn anew in its light colour");
        Assert.Empty(open.Problems);
    }

    [BrowserFact]
    public async Task Without_scripts_the_drawings_stand_there()
    {
        await using OpenPage open = await _browser.Open(Sample(), width: 390, scripts: false);
        await Picture(open, "plain");
        Assert.True(await open.Page.IsVisibleAsync(".line-figure svg.still >> nth=0"));
        Assert.True(await open.Page.IsVisibleAsync(".line-figure .legend >> nth=0"));
        Assert.False(await open.Page.IsVisibleAsync(".live >> nth=0"));
        Assert.False(await open.Page.IsVisibleAsync(".hint >> nth=0"));
    }

    [BrowserFact]
    public async Task On_paper_the_drawings_stand_for_the_charts_in_light_colours()
    {
        await using OpenPage open = await _browser.Open(Sample(), dark: true);
        await open.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.True(await open.Page.IsVisibleAsync(".line-figure svg.still >> nth=0"));
        Assert.False(await open.Page.IsVisibleAsync(".live >> nth=0"));
        Assert.Equal("rgb(255, 255, 255)", await open.Ask<string>("() => getComputedStyle(document.body).backgroundColor"));
        byte[] paper = await open.Page.PdfAsync(new PagePdfOptions { Format = "A4" });
        Assert.Equal("%PDF", Encoding.ASCII.GetString(paper, 0, 4));
        if (Shots is { } folder) await File.WriteAllBytesAsync(Path.Combine(folder, "paper.pdf"), paper);
    }

    [BrowserFact]
    public async Task Keys_zoom_and_show_all_again()
    {
        const string words = "() => document.querySelector('.line-figure .u-over').parentElement.parentElement.outerHTML.length";
        const string range = "() => document.querySelector('.live').dataset.range";
        await using OpenPage open = await _browser.Open(Sample());
        Assert.True(await open.Ask<int>(words) > 0);
        await open.Page.FocusAsync(".live >> nth=0");
        string? all = await open.Ask<string?>(range);
        await open.Page.Keyboard.PressAsync("+");
        Assert.NotEqual(all, await open.Ask<string?>(range));
        await open.Page.Keyboard.PressAsync("0");
        Assert.Equal(all, await open.Ask<string?>(range));
        Assert.Empty(open.Problems);
    }

    [BrowserFact]
    public async Task Every_figure_says_what_it_shows()
    {
        await using OpenPage open = await _browser.Open(Sample());
        Assert.Equal(0, await open.Ask<int>("() => [...document.querySelectorAll('figure')].filter(f => !f.querySelector('figcaption strong').innerText || !f.querySelector('svg.still[role=img][aria-label]')).length"));
        Assert.Contains("lowest", (await open.Page.GetAttributeAsync(".live >> nth=0", "aria-label"))!, StringComparison.Ordinal);
        Assert.Equal(1, await open.Ask<int>("() => document.querySelectorAll('h1').length"));
    }

    [BrowserFact]
    public async Task A_long_history_is_drawn_thinned()
    {
        await using OpenPage open = await _browser.Open(Sample(200_000));
        Assert.Empty(open.Problems);
        Assert.Contains("too many to be drawn", await open.Page.InnerTextAsync("figcaption >> nth=0"), StringComparison.Ordinal);
        Assert.All(await open.Ask<int[]>(Painted), count => Assert.True(count > 3));
    }

    private static string? Shots => Environment.GetEnvironmentVariable("QSEQ_SCREENSHOTS");

    private static string Has(int colour) => $$"""
        () => {
          const canvas = document.querySelector('.live canvas'), bytes = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          for (let n = 0; n < bytes.length; n += 4) if ((bytes[n] << 16 | bytes[n + 1] << 8 | bytes[n + 2]) === {{colour}} && bytes[n + 3] === 255) return true;
          return false;
        }
        """;

    private static async Task Picture(OpenPage open, string name)
    {
        if (Shots is { } folder) await open.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }

    private string Sample(int length = 400)
    {
        string path = Path.Combine(_folder, "page.html");
        using var writer = new StreamWriter(path, false, new UTF8Encoding(false));
        PageWriter.Write(writer, SamplePage.Of(length));
        return path;
    }
}
