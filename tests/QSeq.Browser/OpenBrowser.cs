using Microsoft.Playwright;

namespace QSeq.Browser;

/// <summary>One headless browser for all tests of a class. It reaches no network: what is asked for but the page itself fails the test.</summary>
public sealed class OpenBrowser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.Path is not { } path) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
    }

    /// <summary>Opens a file as a reader would.</summary>
    internal async Task<OpenPage> Open(string file, int width = 1200, bool dark = false, bool scripts = true)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = scripts,
            TimezoneId = "America/New_York", // stamps are shown as they are written wherever the reader is
            Locale = "de-DE",
        });
        IPage page = await context.NewPageAsync();
        var opened = new OpenPage(context, page);
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        return opened;
    }
}

/// <summary>A page that is open, and what went wrong in it.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public OpenPage(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            // The tests read canvases back, which the page does not.
            if (!message.Text.StartsWith("Canvas2D: Multiple readback", StringComparison.Ordinal)) Problems.Add($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => Problems.Add("error: " + error);
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    public List<string> Problems { get; } = [];

    public List<string> Requests { get; } = [];

    /// <summary>What a script says of the page.</summary>
    public Task<T> Ask<T>(string script) => Page.EvaluateAsync<T>(script);

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
