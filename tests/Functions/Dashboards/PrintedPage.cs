using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Playwright;

namespace FunctionsPlatform.Tests.Dashboards;

/// <summary>A page as it was printed, read by the tools of Poppler.</summary>
/// <param name="Pages">The text of each page.</param>
/// <param name="Whiteness">How bright the first page is on average, from 0 to 1.</param>
public sealed record PrintedPage(IReadOnlyList<string> Pages, double Whiteness)
{
    private const string TextReader = "/usr/bin/pdftotext";
    private const string Painter = "/usr/bin/pdftoppm";

    public static async Task<PrintedPage> OfAsync(IPage page)
    {
        Skip.IfNot(File.Exists(TextReader) && File.Exists(Painter), "Poppler is not installed: apt-get install poppler-utils");
        var file = Path.Combine(Directory.CreateTempSubdirectory("printed-").FullName, "page.pdf");
        await page.PdfAsync(new PagePdfOptions { Path = file, PreferCSSPageSize = true });
        var text = Encoding.UTF8.GetString(await RunAsync(TextReader, "-layout", file, "-"));
        return new PrintedPage([.. text.TrimEnd('\f').Split('\f')], Brightness(await RunAsync(Painter, "-r", "20", "-f", "1", "-l", "1", file)));
    }

    /// <summary>Numbers, from 0, of the pages that have the words.</summary>
    public IEnumerable<int> PagesWith(string words) => Pages.Index().Where(page => page.Item.Contains(words, StringComparison.Ordinal)).Select(page => page.Index);

    /// <summary>Of a picture in the format PPM: a head of three lines, then a byte a colour.</summary>
    private static double Brightness(byte[] picture)
    {
        var head = Encoding.ASCII.GetString(picture, 0, Math.Min(picture.Length, 64)).Split('\n').Take(3).Sum(line => line.Length + 1);
        return picture.Skip(head).Average(value => (double)value) / byte.MaxValue;
    }

    private static async Task<byte[]> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, string.Create(CultureInfo.InvariantCulture, $"{program} ended with {process.ExitCode}."));
        return output.ToArray();
    }
}
