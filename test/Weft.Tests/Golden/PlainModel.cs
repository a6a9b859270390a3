using System.Text.Json.Nodes;

namespace Weft.Tests.Golden;

/// <summary>
/// A second program for trained models, written from the section "The model" of docs/formats.md alone: arrays and loops in double
/// precision, nothing of Weft's and nothing of LibTorch's.
/// </summary>
internal sealed class PlainModel(PlainTensors tensors, JsonObject model)
{
    private readonly int _width = Number(model, "dimension");

    /// <summary>The logarithm of every token's probability after each position: [time][vocabulary].</summary>
    public double[][] LogProbabilities(int[] ids)
    {
        double[][] rows = [.. ids.Select(Input)];
        for (var layer = 0; layer < Number(model, "layers"); layer++)
            rows = Layer($"layers.{layer}", rows);
        if (Is("norm", "pre"))
            rows = [.. rows.Select(row => Norm("norm", row))];
        return [.. rows.Select(Output)];
    }

    private double[] Input(int token, int position)
    {
        var x = tensors.Matrix("embedding.weight")[token];
        if (tensors.Has("embedding_projection.weight"))
            x = Linear("embedding_projection", x);
        if (model["scaleEmbedding"]!.GetValue<bool>())
            x = [.. x.Select(number => number * Math.Sqrt(_width))];
        if (Is("positions", "rotary"))
            return x;
        var added = Is("positions", "sinusoidal") ? Sines(position) : tensors.Matrix("positions")[position];
        return Sum(x, added);
    }

    private double[] Sines(int position)
    {
        var row = new double[_width];
        for (var i = 0; 2 * i < _width; i++)
        {
            var angle = position / Math.Pow(10000, 2.0 * i / _width);
            (row[2 * i], row[2 * i + 1]) = (Math.Sin(angle), Math.Cos(angle));
        }
        return row;
    }

    private double[][] Layer(string name, double[][] rows)
    {
        if (Is("norm", "pre"))
        {
            rows = [.. rows.Zip(Attention(name, [.. rows.Select(row => Norm(name + ".norm1", row))]), Sum)];
            return [.. rows.Select(row => Sum(row, FeedForward(name, Norm(name + ".norm2", row))))];
        }
        rows = [.. rows.Zip(Attention(name, rows), Sum).Select(row => Norm(name + ".norm1", row))];
        return [.. rows.Select(row => Norm(name + ".norm2", Sum(row, FeedForward(name, row))))];
    }

    private double[][] Attention(string name, double[][] rows)
    {
        double[][] parts = [.. rows.Select(row => Linear(name + ".attention.qkv", row))];
        var head = _width / Number(model, "heads");
        double[][] mixed = [.. rows.Select(_ => new double[_width])];
        for (var first = 0; first < _width; first += head)
        {
            double[][] queries = [.. parts.Select((part, position) => Turn(part[first..(first + head)], position))];
            double[][] keys = [.. parts.Select((part, position) => Turn(part[(_width + first)..(_width + first + head)], position))];
            for (var p = 0; p < rows.Length; p++)
            {
                double[] weights = [.. LogSoftmax([.. keys[..(p + 1)].Select(key => Dot(queries[p], key) / Math.Sqrt(head))]).Select(Math.Exp)];
                for (var j = 0; j <= p; j++)
                {
                    for (var i = 0; i < head; i++)
                        mixed[p][first + i] += weights[j] * parts[j][2 * _width + first + i];
                }
            }
        }
        return [.. mixed.Select(row => Linear(name + ".attention.output", row))];
    }

    private double[] Turn(double[] part, int position)
    {
        if (!Is("positions", "rotary"))
            return part;
        var turned = new double[part.Length];
        var half = part.Length / 2;
        for (var i = 0; i < half; i++)
        {
            var (sine, cosine) = Math.SinCos(position / Math.Pow(10000, 2.0 * i / part.Length));
            turned[i] = part[i] * cosine - part[i + half] * sine;
            turned[i + half] = part[i + half] * cosine + part[i] * sine;
        }
        return turned;
    }

    private double[] FeedForward(string name, double[] row) => Linear(name + ".down", [.. Linear(name + ".up", row).Select(Activate)]);

    private double Activate(double x) => model["activation"]!.GetValue<string>() switch
    {
        "relu" => Math.Max(0, x),
        "gelu" => x * NormalDistribution(x),
        "gelu-tanh" => x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
        var other => throw new NotSupportedException(other),
    };

    private static double NormalDistribution(double x) => MathNet.Numerics.Distributions.Normal.CDF(0, 1, x);

    private double[] Norm(string name, double[] row)
    {
        var mean = row.Average();
        var deviation = Math.Sqrt(row.Average(number => (number - mean) * (number - mean)) + 0.00001);
        var (weight, bias) = (tensors.Vector(name + ".weight", _width), tensors.Vector(name + ".bias", _width));
        return [.. row.Select((number, i) => (number - mean) / deviation * weight[i] + bias[i])];
    }

    private double[] Output(double[] x)
    {
        var isTied = model["tieEmbeddings"]!.GetValue<bool>();
        if (tensors.Has("decoder_projection"))
            x = [.. tensors.Matrix("decoder_projection").Select(row => Dot(row, x))];
        var embedding = tensors.Matrix("embedding.weight");
        if (Is("softmax", "full"))
            return LogSoftmax(Scores(isTied ? embedding : tensors.Matrix("decoder_weight"), "decoder_bias", x));

        int[] cutoffs = [.. model["adaptive"]!["cutoffs"]!.AsArray().Select(cutoff => cutoff!.GetValue<int>()), embedding.Length];
        var head = LogSoftmax(Scores(
            isTied ? [.. embedding[..cutoffs[0]], .. tensors.Matrix("decoder_head_tails")] : tensors.Matrix("decoder_head_weight"), "decoder_head_bias", x));
        var all = head[..cutoffs[0]].ToList();
        for (var tail = 1; tail < cutoffs.Length; tail++)
        {
            double[] narrow = [.. tensors.Matrix($"decoder_tail{tail}_projection").Select(row => Dot(row, x))];
            var weight = tensors.Has($"decoder_tail{tail}_weight")
                ? tensors.Matrix($"decoder_tail{tail}_weight")
                : embedding[cutoffs[tail - 1]..cutoffs[tail]];
            all.AddRange(LogSoftmax(Scores(weight, $"decoder_tail{tail}_bias", narrow)).Select(given => given + head[cutoffs[0] + tail - 1]));
        }
        return [.. all];
    }

    private double[] Scores(double[][] weight, string bias, double[] x) => Sum([.. weight.Select(row => Dot(row, x))], tensors.Vector(bias, weight.Length));

    private double[] Linear(string name, double[] x) => Scores(tensors.Matrix(name + ".weight"), name + ".bias", x);

    private static double[] LogSoftmax(double[] scores)
    {
        var highest = scores.Max();
        var normaliser = highest + Math.Log(scores.Sum(score => Math.Exp(score - highest)));
        return [.. scores.Select(score => score - normaliser)];
    }

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private bool Is(string key, string value) => model[key]!.GetValue<string>() == value;

    private static int Number(JsonObject model, string key) => model[key]!.GetValue<int>();
}
