using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using FunctionsPlatform.Api.Responses;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Questions;
using FunctionsPlatform.Translation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>
/// Writes the rows of a query as a <see cref="QueryBody"/> while they are read. The first of them are written before the answer begins, so that a query that fails early, as
/// nearly all do that fail, is answered with its error; one that fails later breaks the answer off.
/// </summary>
internal sealed class QueryAnswer : IActionResult, IDisposable
{
    private const int PieceBytes = 256 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpRequest _request;
    private readonly RowReader _reader;
    private readonly TimeProvider _clock;
    private readonly long _started;
    private readonly ArrayBufferWriter<byte> _piece = new(PieceBytes + 16 * 1024);
    private readonly Utf8JsonWriter _json;
    private long _rows;

    private QueryAnswer(HttpRequest request, RowReader reader, TimeProvider clock, long started)
    {
        (_request, _reader, _clock, _started) = (request, reader, clock, started);
        _json = new Utf8JsonWriter(_piece, Options);
    }

    public void Dispose() => _json.Dispose();

    /// <param name="reader">Is disposed at the end of the request.</param>
    /// <param name="asked">Of a question: what it became.</param>
    public static async Task<IActionResult> BeginAsync(
        HttpRequest request, string datasetId, RowReader reader, TimeProvider clock, long started, CancellationToken cancellationToken, TranslatedQuestion? asked = null)
    {
        request.HttpContext.Response.RegisterForDisposeAsync(reader);
        var answer = new QueryAnswer(request, reader, clock, started);
        request.HttpContext.Response.RegisterForDispose(answer);
        answer.WriteHead(datasetId, asked);
        try
        {
            return await answer.FillAsync(cancellationToken) ? answer : new ApiResponse(StatusCodes.Status200OK, "application/json; charset=utf-8", answer._piece.WrittenMemory);
        }
        catch (ConnectorException failure)
        {
            return request.Refuse(ConnectionErrors.From(failure));
        }
    }

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var (response, gone) = (context.HttpContext.Response, context.HttpContext.RequestAborted);
        response.StatusCode = StatusCodes.Status200OK;
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentType = "application/json; charset=utf-8";
        try
        {
            for (var hasMore = true; ;)
            {
                await response.Body.WriteAsync(_piece.WrittenMemory, gone);
                _piece.ResetWrittenCount();
                if (!hasMore)
                    return;
                hasMore = await FillAsync(gone);
            }
        }
        catch (ConnectorException)
        {
            // What was sent already says 200: only a broken connection tells that the rest is missing.
            context.HttpContext.Abort();
        }
    }

    private void WriteHead(string datasetId, TranslatedQuestion? asked)
    {
        _json.WriteStartObject();
        _json.WriteString("dataset_id", datasetId);
        if (asked is not null)
        {
            _json.WriteString("query", asked.Sql);
            _json.WriteString("explanation", asked.Explanation);
            _json.WriteNumber("confidence", asked.Confidence);
        }

        _json.WritePropertyName("columns");
        JsonSerializer.Serialize(_json, _reader.Columns.Select(column => new QueryColumn(column.Name, column.Kind)), _request.Call().Dialect.Json);
        _json.WriteStartArray("rows");
    }

    /// <summary>Writes rows until there is a piece to be sent; false when the answer is complete.</summary>
    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        while (_piece.WrittenCount + _json.BytesPending < PieceBytes)
        {
            if (await _reader.ReadAsync(cancellationToken) is not { } row)
            {
                WriteTail();
                return false;
            }

            _rows++;
            _json.WriteStartArray();
            foreach (var value in row)
                Write(value);
            _json.WriteEndArray();
        }

        _json.Flush();
        return true;
    }

    private void WriteTail()
    {
        _json.WriteEndArray();
        _json.WriteNumber("row_count", _rows);
        _json.WriteBoolean("truncated", _reader.IsTruncated);
        _json.WriteNumber("execution_time_ms", (long)_clock.GetElapsedTime(_started).TotalMilliseconds);
        _json.WriteEndObject();
        _json.Flush();
    }

    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                _json.WriteNullValue();
                break;
            case long number:
                _json.WriteNumberValue(number);
                break;
            case decimal number:
                _json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                _json.WriteNumberValue(number);
                break;
            case bool flag:
                _json.WriteBooleanValue(flag);
                break;
            default:
                _json.WriteStringValue(Cell.ToText(value));
                break;
        }
    }
}
