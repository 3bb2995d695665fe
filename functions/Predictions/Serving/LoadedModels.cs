using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Predictions;

/// <summary>The versions that this instance predicts with, in memory. Of too many the one that was not used for longest goes.</summary>
public sealed class LoadedModels(PredictionFiles files, IOptions<PredictionOptions> options)
{
    private readonly ConcurrentDictionary<TrainingKey, Entry> _loaded = new();
    private long _uses;

    /// <summary>Null when the version is gone.</summary>
    internal async ValueTask<LoadedModel?> GetAsync(TrainingKey key, CancellationToken cancellationToken)
    {
        if (!_loaded.TryGetValue(key, out var entry))
        {
            if (await files.FindLearntAsync(key, cancellationToken) is not { } file)
                return null;
            entry = _loaded.GetOrAdd(key, _ => new Entry(new Lazy<LoadedModel>(() => ModelFile.Read(file))));
            MakeRoom(key);
        }

        entry.Used = Interlocked.Increment(ref _uses);
        return entry.Model.Value;
    }

    private void MakeRoom(TrainingKey newest)
    {
        while (_loaded.Count > options.Value.MaxLoaded)
            _loaded.TryRemove(_loaded.Where(entry => entry.Key != newest).MinBy(entry => entry.Value.Used).Key, out _);
    }

    private sealed class Entry(Lazy<LoadedModel> model)
    {
        public Lazy<LoadedModel> Model => model;

        public long Used { get; set; } = long.MaxValue;
    }
}
