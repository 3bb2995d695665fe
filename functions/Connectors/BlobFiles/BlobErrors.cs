using Azure;
using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors.BlobFiles;

/// <summary>What exceptions of the storage library mean.</summary>
internal static class BlobErrors
{
    public static async Task<T> TranslateAsync<T>(BlobAccount account, Func<Task<T>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run();
        }
        catch (RequestFailedException e)
        {
            throw Translate(account, e);
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<RequestFailedException>().LastOrDefault() is { } last)
        {
            throw Translate(account, last);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectorException(ConnectorFailure.Unreachable, "The storage account did not answer in time.", e);
        }
        catch (Azure.Identity.AuthenticationFailedException e)
        {
            throw new ConnectorException(ConnectorFailure.AccessDenied, "The deployment's identity got no token.", e);
        }
    }

    private static ConnectorException Translate(BlobAccount account, RequestFailedException e)
    {
        if (Refused(e) is { } refused)
            return new ConnectorException(ConnectorFailure.StatementFailed, refused.Message, e);
        var failure = e.Status switch
        {
            401 or 403 => ConnectorFailure.AccessDenied,
            0 or 408 or 429 or >= 500 => ConnectorFailure.Unreachable,
            _ => ConnectorFailure.StatementFailed,
        };
        // The lines after the first repeat the request and its headers.
        var message = e.Status == 0 ? "The storage account cannot be reached." : e.Message.Split('\n')[0];
        return new ConnectorException(failure, new Redactor(Secrets(account)).Clean(message), e.Status == 0 ? e : null);
    }

    /// <summary>Keys and signatures are long values between <c>;</c> or <c>&amp;</c>.</summary>
    private static IEnumerable<string> Secrets(BlobAccount account) =>
        from text in new[] { account.Sas, account.ConnectionString }.OfType<string>()
        from part in text.Split('&', ';')
        let value = part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]
        where value.Length > 20
        select value;

    private static ApiError? Refused(Exception? e) => e switch
    {
        null => null,
        AddressRefusedException refused => refused.Error,
        _ => Refused(e.InnerException),
    };
}
