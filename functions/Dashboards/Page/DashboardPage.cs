using System.Text;
using System.Text.Encodings.Web;

namespace FunctionsPlatform.Dashboards;

/// <summary>The page on which people look at a dashboard. The server writes a frame and the data; the page's script draws them.</summary>
public static class DashboardPage
{
    /// <summary>
    /// Nothing from elsewhere, no script but the page's own files, no frames around it. Style attributes are allowed, and style elements are not: the chart library writes fonts
    /// as attributes of the SVG texts that it makes.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Loads its styles and scripts from this server.</summary>
    /// <param name="isForStrangers">Whether whoever looks came by a link: they can have nothing read anew, and do not learn what a database said.</param>
    public static byte[] Linked(DashboardData data, bool isForStrangers) => Write(
        PageContent.Of(data, isStatic: false, isForStrangers),
        $"""<link rel="stylesheet" href="{PageAsset.Styles.Address}">""",
        $"""
        <script src="{PageAsset.Charts.Address}" defer></script>
        <script src="{PageAsset.Script.Address}" defer></script>
        """);

    /// <summary>Holds its styles and scripts, and so can be read wherever it is taken.</summary>
    public static byte[] SelfContained(DashboardData data) => Write(
        PageContent.Of(data, isStatic: true, isForStrangers: true),
        $"""
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:">
        <style>{PageAsset.Styles.Text}</style>
        """,
        $"""
        <script>{PageAsset.Charts.Text}</script>
        <script>{PageAsset.Script.Text}</script>
        """);

    /// <summary>What people see whose link opens nothing.</summary>
    public static byte[] Closed(string message) => Encoding.UTF8.GetBytes($"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="robots" content="noindex">
          <link rel="icon" href="data:,">
          <title>Dashboard not available</title>
          <link rel="stylesheet" href="{PageAsset.Styles.Address}">
        </head>
        <body class="closed"><main><h1>This dashboard is not available</h1><p>{HtmlEncoder.Default.Encode(message)}</p></main></body>
        </html>

        """);

    private static byte[] Write(PageContent content, string styles, string scripts) => Encoding.UTF8.GetBytes($"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <meta name="robots" content="noindex">
          <meta name="referrer" content="no-referrer">
          <link rel="icon" href="data:,">
          <title>{HtmlEncoder.Default.Encode(content.Name)}</title>
          {styles}
        </head>
        <body>
          <a class="skip" href="#widgets">Skip to the widgets</a>
          <header class="page-header">
            <div>
              <h1>{HtmlEncoder.Default.Encode(content.Name)}</h1>
              <p class="description">{HtmlEncoder.Default.Encode(content.Description ?? "")}</p>
              <p class="page-note" id="note"></p>
            </div>
            <div class="page-tools" id="tools"></div>
          </header>
          <form class="filters" id="filters" method="get" hidden></form>
          <main class="grid" id="widgets" tabindex="-1"><noscript>This page draws its charts with JavaScript, which is switched off here.</noscript></main>
          <footer class="page-footer" id="footer"></footer>
          <script type="application/json" id="content">{content.ToJson()}</script>
          {scripts}
        </body>
        </html>

        """);
}
