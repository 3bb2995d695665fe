using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Tests.Connectors.Destinations;

/// <summary>A database that a destination is tested on, and its words for what the tests of all need.</summary>
public abstract class DestinationDatabase : IAsyncLifetime
{
    /// <summary>The same database as its connector reads it.</summary>
    public abstract SourceDatabase Source { get; }

    public abstract IDestination Destination { get; }

    public DestinationSettings Settings => SettingsOf(Source.Settings);

    public static DestinationSettings SettingsOf(ConnectionSettings settings) => new(new JsonObject
    {
        ["host"] = settings.Host, ["port"] = settings.Port, ["database"] = settings.Database, ["username"] = settings.Username, ["password"] = settings.Password,
    });

    /// <summary>A table as a stream is named.</summary>
    public abstract string Stream(string table);

    /// <summary>A column of each kind: its type, a value, and what is read back where that is not the same.</summary>
    public abstract IReadOnlyList<(string Type, object Value, object? Read)> Values { get; }

    /// <summary>Runs statements with the right to write.</summary>
    public virtual Task ExecuteAsync(params string[] statements) => Source.ExecuteAsync(statements);

    /// <summary>Whether the database itself holds to lengths and to ranges of integers.</summary>
    public virtual bool HoldsToTypes => true;

    /// <summary>What makes writing rows to a table of a column <c>id</c> take minutes; null where nothing can.</summary>
    public virtual IReadOnlyList<string>? Slow(string table) => null;

    /// <summary>Ends the connection that runs a statement with the marker, as an administrator would.</summary>
    public virtual Task BreakAsync(string marker) => Task.CompletedTask;

    public virtual Task InitializeAsync() => Source.InitializeAsync();

    public Task DisposeAsync() => Source.DisposeAsync();
}
