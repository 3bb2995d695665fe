using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FunctionsPlatform.Questions;

namespace FunctionsPlatform.Dashboards;

/// <summary>What a widget showed last, with its filters at their defaults: one blob a widget.</summary>
public sealed class WidgetCache(DashboardFiles files, TimeProvider clock)
{
    private const string StatementKey = "statement";
    private const string ReadAtKey = "readat";

    /// <summary>The answer that the same statement gave and that is not too old.</summary>
    /// <param name="statement">All that decides the answer.</param>
    public async Task<(Answer Answer, DateTimeOffset ReadAt)?> FindAsync(Dashboard dashboard, Widget widget, string statement, CancellationToken cancellationToken)
    {
        if (dashboard.MaxAge == TimeSpan.Zero || await files.FindAsync(dashboard, NameOf(widget), cancellationToken) is not { } blob)
            return null;
        var readAt = DateTimeOffset.Parse(blob.Details.Metadata[ReadAtKey], CultureInfo.InvariantCulture);
        return blob.Details.Metadata[StatementKey] == Fingerprint(statement) && clock.GetUtcNow() - readAt < dashboard.MaxAge
            ? (await AnswerJson.ReadAsync(blob.Content.ToStream(), cancellationToken), readAt)
            : null;
    }

    public async Task KeepAsync(Dashboard dashboard, Widget widget, string statement, Answer answer, DateTimeOffset readAt, CancellationToken cancellationToken)
    {
        if (dashboard.MaxAge == TimeSpan.Zero)
            return;
        var metadata = new Dictionary<string, string> { [StatementKey] = Fingerprint(statement), [ReadAtKey] = readAt.ToString("O", CultureInfo.InvariantCulture) };
        await files.WriteAsync(dashboard, NameOf(widget), await AnswerJson.WriteAsync(answer, cancellationToken), metadata, cancellationToken);
    }

    public Task RemoveAsync(Dashboard dashboard, Widget widget, CancellationToken cancellationToken) => files.RemoveAsync(dashboard, NameOf(widget), cancellationToken);

    private static string NameOf(Widget widget) => $"results/{widget.Id:N}.json.gz";

    private static string Fingerprint(string statement) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(statement)));
}
