using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace FunctionsPlatform.Predictions;

/// <summary>The algorithms of ML.NET that are compared, each on one thread so that the same rows and seed give the same model.</summary>
internal static class MlAlgorithms
{
    private const int Trees = 100;
    private const int FewRows = 2_000;

    public static IReadOnlyList<string> OfClasses { get; } = ["lightgbm", "fast_tree", "fast_forest", "logistic_regression", "sdca"];

    public static IReadOnlyList<string> OfNumbers { get; } = ["lightgbm", "fast_tree", "fast_forest", "sdca"];

    /// <param name="labels">Of each row the index of its class, of those that there are.</param>
    public static IScorer FitClasses(string algorithm, IReadOnlyList<float[]> rows, IReadOnlyList<int> labels, int classes, int seed)
    {
        var context = new MLContext(seed);
        var view = View(context, rows, labels.Select(label => (uint)label), new KeyDataViewType(typeof(uint), classes));
        var (many, two, least) = (context.MulticlassClassification.Trainers, context.BinaryClassification.Trainers, LeastInLeaf(rows.Count));
        return Fit(context, view, algorithm switch
        {
            "lightgbm" => many.LightGbm(new LightGbmMulticlassTrainer.Options
            {
                NumberOfThreads = 1, Seed = seed, Deterministic = true, NumberOfIterations = Trees, LearningRate = 0.1, NumberOfLeaves = 15, MinimumExampleCountPerLeaf = least,
            }),
            "fast_tree" => many.OneVersusAll(two.FastTree(new FastTreeBinaryTrainer.Options { NumberOfThreads = 1, Seed = seed, NumberOfTrees = Trees, MinimumExampleCountPerLeaf = least })),
            "fast_forest" => many.OneVersusAll(two.FastForest(new FastForestBinaryTrainer.Options { NumberOfThreads = 1, Seed = seed, NumberOfTrees = Trees, MinimumExampleCountPerLeaf = least })),
            "logistic_regression" => many.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options { NumberOfThreads = 1, L1Regularization = 0.01f, L2Regularization = 0.1f }),
            "sdca" => (IEstimator<ITransformer>)many.SdcaMaximumEntropy(new SdcaMaximumEntropyMulticlassTrainer.Options { NumberOfThreads = 1 }),
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "No algorithm for classes."),
        });
    }

    public static IScorer FitNumbers(string algorithm, IReadOnlyList<float[]> rows, IReadOnlyList<double> labels, int seed)
    {
        var context = new MLContext(seed);
        var view = View(context, rows, labels.Select(label => (float)label), NumberDataViewType.Single);
        var (trainers, least) = (context.Regression.Trainers, LeastInLeaf(rows.Count));
        return Fit(context, view, algorithm switch
        {
            "lightgbm" => trainers.LightGbm(new LightGbmRegressionTrainer.Options
            {
                NumberOfThreads = 1, Seed = seed, Deterministic = true, NumberOfIterations = 2 * Trees, LearningRate = 0.1, NumberOfLeaves = 15, MinimumExampleCountPerLeaf = least,
            }),
            "fast_tree" => trainers.FastTree(new FastTreeRegressionTrainer.Options { NumberOfThreads = 1, Seed = seed, NumberOfTrees = 2 * Trees, NumberOfLeaves = 15, LearningRate = 0.1, MinimumExampleCountPerLeaf = least }),
            "fast_forest" => trainers.FastForest(new FastForestRegressionTrainer.Options { NumberOfThreads = 1, Seed = seed, NumberOfTrees = Trees, MinimumExampleCountPerLeaf = least }),
            "sdca" => (IEstimator<ITransformer>)trainers.Sdca(new SdcaRegressionTrainer.Options { NumberOfThreads = 1 }),
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "No algorithm for numbers."),
        });
    }

    public static IScorer FitClusters(int clusters, IReadOnlyList<float[]> rows, int seed)
    {
        var context = new MLContext(seed);
        return Fit(context, View(context, rows), context.Clustering.Trainers.KMeans(new KMeansTrainer.Options { NumberOfThreads = 1, NumberOfClusters = clusters }));
    }

    public static IScorer FitComponents(IReadOnlyList<float[]> rows, int seed)
    {
        var context = new MLContext(seed);
        var rank = Math.Clamp(rows[0].Length / 2, 1, 20);
        return Fit(context, View(context, rows), context.AnomalyDetection.Trainers.RandomizedPca(rank: rank, ensureZeroMean: true, seed: seed));
    }

    private static MlScorer Fit<T>(MLContext context, IDataView view, IEstimator<T> trainer)
        where T : ITransformer => MlScorer.Of(context, trainer.Fit(view), view.Schema);

    private static int LeastInLeaf(int rows) => rows < FewRows ? Math.Clamp(rows / 50, 1, 10) : 20;

    private static IDataView View(MLContext context, IReadOnlyList<float[]> rows) =>
        context.Data.LoadFromEnumerable(rows.Select(row => new Row { Features = row }), Schema(typeof(Row), rows[0].Length));

    private static IDataView View<T>(MLContext context, IReadOnlyList<float[]> rows, IEnumerable<T> labels, DataViewType type)
    {
        var schema = Schema(typeof(LabelledRow<T>), rows[0].Length);
        schema["Label"].ColumnType = type;
        return context.Data.LoadFromEnumerable(rows.Zip(labels, (row, label) => new LabelledRow<T> { Features = row, Label = label }), schema);
    }

    private static SchemaDefinition Schema(Type row, int width)
    {
        var schema = SchemaDefinition.Create(row);
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return schema;
    }

    private class Row
    {
        public float[] Features { get; set; } = [];
    }

    private sealed class LabelledRow<T> : Row
    {
        public T? Label { get; set; }
    }
}
