using Microsoft.Playwright;

namespace FunctionsPlatform.Tests.Dashboards;

/// <summary>A Chromium without a window, where one is installed.</summary>
public sealed class PageBrowser : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";
    private const string Missing = "Chromium is not installed: apt-get install chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Executable))
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Opens an address in a profile of its own, and waits until its widgets are drawn.</summary>
    public async Task<OpenedPage> OpenAsync(Uri address, int width = 1280, int height = 900, ColorScheme colors = ColorScheme.Light)
    {
        Skip.If(_browser is null, Missing);
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = colors, ReducedMotion = ReducedMotion.Reduce, AcceptDownloads = true,
        });
        var page = await context.NewPageAsync();
        var opened = new OpenedPage(page);
        page.Console += (_, message) => opened.Complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, failure) => opened.Complaints.Add(failure);
        page.Request += (_, request) => opened.Requests.Add(new Uri(request.Url));
        await page.GotoAsync(address.ToString());
        await page.Locator("html[data-ready=true]").WaitForAsync(new LocatorWaitForOptions { Timeout = 15_000 });
        return opened;
    }
}

/// <summary>A page with all that it asked for and complained of.</summary>
public sealed class OpenedPage(IPage page) : IAsyncDisposable
{
    public IPage Page => page;

    /// <summary>What stands in the console: errors of scripts, and violations of the policy.</summary>
    public List<string> Complaints { get; } = [];

    public List<Uri> Requests { get; } = [];

    public ILocator Widget(string title) => page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = title, Exact = true });

    public async Task<string> DownloadAsync(ILocator button)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync());
    }

    /// <summary>Kept for people to look at; nothing is asserted of it.</summary>
    public async Task KeepScreenshotAsync(string name)
    {
        var path = Path.Combine(Conventions.Repository.Root, "artifacts", "screenshots", $"{name}.png");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true });
    }

    public async ValueTask DisposeAsync() => await page.Context.DisposeAsync();
}
