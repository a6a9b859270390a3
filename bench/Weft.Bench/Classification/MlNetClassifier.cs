using Microsoft.ML;
using Weft.Text.Reading;

namespace Weft.Bench.Classification;

/// <summary>
/// What a program without Weft would take: ML.NET's <c>FeaturizeText</c> (in lower case, counts of words and pairs of words, and counts of three characters in a
/// row, both scaled to length 1) and a trainer of several labels, every setting a default.
/// </summary>
internal sealed class MlNetClassifier
{
    private readonly MLContext _context;
    private readonly ITransformer _model;

    private MlNetClassifier(MLContext context, ITransformer model) => (_context, _model) = (context, model);

    /// <summary>Trains.</summary>
    /// <param name="method">One of ML.NET's.</param>
    /// <param name="texts">All that is learnt from.</param>
    /// <param name="seed">Of ML.NET's random numbers.</param>
    public static MlNetClassifier Train(Method method, IEnumerable<TextRecord> texts, int seed)
    {
        var context = new MLContext(seed);
        var pipeline = context.Transforms.Conversion.MapValueToKey(nameof(MlNetText.Label))
            .Append(context.Transforms.Text.FeaturizeText("Features", nameof(MlNetText.Text)))
            .AppendCacheCheckpoint(context)
            .Append(Trainer(context, method))
            .Append(context.Transforms.Conversion.MapKeyToValue(nameof(MlNetPrediction.PredictedLabel)));
        return new MlNetClassifier(context, pipeline.Fit(View(context, texts)));
    }

    /// <summary>Predicts the labels of texts.</summary>
    public IReadOnlyList<string?> Predict(IEnumerable<TextRecord> texts)
    {
        var predictions = _context.Data.CreateEnumerable<MlNetPrediction>(_model.Transform(View(_context, texts)), reuseRowObject: false);
        return [.. predictions.Select(prediction => prediction.PredictedLabel)];
    }

    private static IEstimator<ITransformer> Trainer(MLContext context, Method method)
    {
        var trainers = context.MulticlassClassification.Trainers;
        return method == Method.LightGbm ? trainers.LightGbm() : trainers.SdcaMaximumEntropy();
    }

    private static IDataView View(MLContext context, IEnumerable<TextRecord> texts) =>
        context.Data.LoadFromEnumerable(texts.Select(text => new MlNetText { Text = text.Text, Label = text.Label ?? "" }));
}

/// <summary>A row that ML.NET reads.</summary>
internal sealed class MlNetText
{
    public string Text { get; set; } = "";

    public string Label { get; set; } = "";
}

/// <summary>A row that ML.NET writes.</summary>
internal sealed class MlNetPrediction
{
    public string? PredictedLabel { get; set; }
}
