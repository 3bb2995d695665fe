using System.IO.Compression;
using System.Text.Json;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Predictions;

/// <summary>All of a trained model but what its algorithm learnt.</summary>
public sealed record ModelDefinition(PredictionKind Kind, string Algorithm, IReadOnlyList<Feature> Features)
{
    /// <summary>In the order of the algorithm's scores.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    public ColumnKind TargetKind { get; init; }

    /// <summary>By which a target number was brought to a scale of its own.</summary>
    public double Mean { get; init; }

    public double Deviation { get; init; } = 1;

    /// <summary>How far held-out values were from what was predicted, at most, in the share of them that intervals promise.</summary>
    public double HalfWidth { get; init; }

    /// <summary>The score from which on a row is an anomaly.</summary>
    public double Threshold { get; init; }

    public ForecastDefinition? Forecast { get; init; }
}

/// <param name="Last">The period after which the forecast begins.</param>
public sealed record ForecastDefinition(SmoothedSeries Series, DateTime Last, PeriodStep Step);

/// <summary>What a training has found.</summary>
internal sealed record Learnt(ModelDefinition Definition, IScorer? Scorer, ModelCard Card);

/// <summary>A trained model in a file: its definition, and what its algorithm saved.</summary>
internal static class ModelFile
{
    private const string DefinitionEntry = "definition.json";
    private const string ScorerEntry = "scorer";

    public static BinaryData Write(Learnt learnt)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var definition = zip.CreateEntry(DefinitionEntry).Open())
                JsonSerializer.Serialize(definition, learnt.Definition, PredictionFiles.Json);
            if (learnt.Scorer is { } scorer)
            {
                using var entry = zip.CreateEntry(ScorerEntry).Open();
                entry.Write(scorer.Save());
            }
        }

        return BinaryData.FromBytes(stream.GetBuffer().AsMemory(0, (int)stream.Length));
    }

    public static LoadedModel Read(BinaryData file)
    {
        using var zip = new ZipArchive(file.ToStream(), ZipArchiveMode.Read);
        using var entry = zip.GetEntry(DefinitionEntry)!.Open();
        var definition = JsonSerializer.Deserialize<ModelDefinition>(entry, PredictionFiles.Json)!;
        return new LoadedModel(definition, zip.GetEntry(ScorerEntry) is { } saved ? Scorer(definition.Algorithm, saved) : null);
    }

    private static IScorer Scorer(string algorithm, ZipArchiveEntry saved)
    {
        using var stream = saved.Open();
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return algorithm == AnomalyLearner.Forest ? IsolationForest.Load(bytes.ToArray()) : MlScorer.Load(bytes.ToArray());
    }
}
