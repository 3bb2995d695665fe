using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FunctionsPlatform.Predictions;

/// <summary>A model of ML.NET. Its engines are not safe for threads, so that each thread borrows one and gives it back.</summary>
internal sealed class MlScorer : IScorer
{
    private readonly ConcurrentBag<Func<float[], float[]>> _engines = [];
    private readonly Func<Func<float[], float[]>> _newEngine;
    private readonly byte[] _saved;

    private MlScorer(byte[] saved, Func<Func<float[], float[]>> newEngine) => (_saved, _newEngine) = (saved, newEngine);

    public static MlScorer Of(MLContext context, ITransformer model, DataViewSchema input)
    {
        using var stream = new MemoryStream();
        context.Model.Save(model, input, stream);
        return new MlScorer(stream.ToArray(), () => Engine(context, model, input));
    }

    public static MlScorer Load(byte[] saved)
    {
        var context = new MLContext();
        using var stream = new MemoryStream(saved);
        var model = context.Model.Load(stream, out var input);
        return new MlScorer(saved, () => Engine(context, model, input));
    }

    public float[] Score(float[] features)
    {
        var engine = _engines.TryTake(out var idle) ? idle : _newEngine();
        var scores = engine(features);
        _engines.Add(engine);
        return scores;
    }

    public byte[] Save() => _saved;

    private static Func<float[], float[]> Engine(MLContext context, ITransformer model, DataViewSchema input)
    {
        var features = SchemaDefinition.Create(typeof(FeatureRow));
        features[nameof(FeatureRow.Features)].ColumnType = input[nameof(FeatureRow.Features)].Type;
        if (model.GetOutputSchema(input)["Score"].Type is VectorDataViewType)
        {
            var many = context.Model.CreatePredictionEngine<FeatureRow, ManyScores>(model, inputSchemaDefinition: features);
            return row => many.Predict(new FeatureRow { Features = row }).Score;
        }

        var one = context.Model.CreatePredictionEngine<FeatureRow, OneScore>(model, inputSchemaDefinition: features);
        return row => [one.Predict(new FeatureRow { Features = row }).Score];
    }

    private sealed class FeatureRow
    {
        public float[] Features { get; set; } = [];
    }

    private sealed class ManyScores
    {
        public float[] Score { get; set; } = [];
    }

    private sealed class OneScore
    {
        public float Score { get; set; }
    }
}
