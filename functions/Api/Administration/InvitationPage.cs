using System.Text;
using FunctionsPlatform.Api.Responses;

namespace FunctionsPlatform.Api.Administration;

/// <summary>The page on which invitations are accepted. The token is behind the hash of its address and is sent by the script alone.</summary>
internal static class InvitationPage
{
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static StaticContent Page { get; } = Text("text/html; charset=utf-8", """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="referrer" content="no-referrer">
          <title>Invitation</title>
          <style>
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 26rem; margin: 4rem auto; padding: 0 1rem; color-scheme: light dark }
            label { display: block; margin: 1rem 0 }
            input, button { font: inherit; width: 100%; padding: .5rem; box-sizing: border-box }
          </style>
        </head>
        <body>
          <h1>You are invited</h1>
          <form id="accept">
            <p>If you have an account, give its password; otherwise choose one of 8 to 128 characters.</p>
            <label>Your name <input name="name" autocomplete="name" maxlength="200"></label>
            <label>Password <input name="password" type="password" autocomplete="current-password" minlength="8" maxlength="128" required></label>
            <button>Accept</button>
          </form>
          <p id="answer" role="status"></p>
          <noscript>This page needs JavaScript.</noscript>
          <script src="/invitation/accept.js"></script>
        </body>
        </html>

        """);

    public static StaticContent Script { get; } = Text("text/javascript; charset=utf-8", """
        const form = document.getElementById('accept'), answer = document.getElementById('answer');
        form.addEventListener('submit', async event => {
          event.preventDefault();
          const body = { token: location.hash.slice(1), name: form.elements.name.value, password: form.elements.password.value };
          try {
            const response = await fetch('/platform/v1/invitations/accept', {
              method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
            });
            const told = await response.json();
            answer.textContent = response.ok ? 'Welcome. You can sign in now.' : told.error.message;
            if (response.ok) form.remove();
          } catch {
            answer.textContent = 'That did not work; try again.';
          }
        });

        """);

    private static StaticContent Text(string contentType, string text) => StaticContent.Of(contentType, Encoding.UTF8.GetBytes(text));
}
