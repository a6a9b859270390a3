using Weft.Data.Batching;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Runtime.Tensors;
using Weft.Sampling;
using Weft.Sampling.Thinning;
using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Tasks.Passes;

/// <summary>
/// The rows of a batch that go through the softmax, one for each token, and what each counts: what its chunk does, and more where others
/// like it are left out. All tensors are the caller's scope's.
/// </summary>
internal sealed class LossRows
{
    private readonly Samples _samples;
    private readonly TokenThinning? _thinning;
    private readonly IWorkers _workers;
    private readonly long[]? _rows;
    private readonly float[]? _tokenWeights;
    private readonly Tensor _allTargets;
    private readonly int _columns;

    /// <param name="batch">The batch; its rows may be pieces of chunks.</param>
    /// <param name="samples">The chunks.</param>
    /// <param name="thinning">Leaves rows out; null keeps all.</param>
    /// <param name="workers">Who has the other chunks of the same draw; null where these are all.</param>
    public LossRows(Batch batch, Samples samples, TokenThinning? thinning = null, IWorkers? workers = null)
    {
        (_samples, _thinning, _workers, _allTargets) = (samples, thinning, workers ?? Alone.Instance, batch.Targets.flatten());
        // A worker's part may be empty.
        _columns = (int)_allTargets.numel() / Math.Max(1, samples.Examples.Length);
        if (thinning is not null)
            (_rows, _tokenWeights) = thinning.Choose(AllTargets, samples.Key, FirstToken, _workers.Any);
        Targets = _rows is null ? _allTargets : tensor(TargetsOf(_rows));
    }

    /// <summary>The targets of the rows, [rows], int64, on the CPU.</summary>
    public Tensor Targets { get; }

    /// <summary>Adds the gradients of the batch to those of the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The batch that the rows are of.</param>
    /// <param name="loss">What the loss is, but for what rows count.</param>
    /// <param name="clock">Learns where the time goes.</param>
    /// <param name="stageIsDone">As <see cref="PassSettings.StageIsDone"/>.</param>
    public LossSums Differentiate(TransformerModel model, Batch batch, LossSettings loss, StepClock clock, Action<int>? stageIsDone = null)
    {
        // A worker without rows adds nothing: there are fewer than workers, or chance kept none of its own.
        if (Targets.numel() == 0)
            return LossSums.None();
        return ModelGradients.Add(model, batch, hidden => hidden.flatten(0, 1), Score, clock, stageIsDone); // [batch * time, dimension]

        (LossSums Sums, Tensor Gradient) Score(Tensor hidden)
        {
            var (sums, gradient) = HeadInputs.Differentiate(
                model, batch, Select(hidden), rows => model.Output.Differentiate(rows, Targets, loss with { RowWeights = Weights(hidden.device), FirstRow = FirstToken }));
            return (sums, Spread(gradient));
        }
    }

    /// <summary>What each row counts, [rows], float32, or null where all count 1.</summary>
    public Tensor? Weights(Device device)
    {
        if (!IsWeighted)
            return null;
        var weights = new float[Targets.numel()];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = WeightOf(i);
        return tensor(weights, device: device);
    }

    /// <summary>The hidden states of the rows.</summary>
    /// <param name="hidden">Those of all tokens, [tokens, dimension].</param>
    public Tensor Select(Tensor hidden) => _rows is null ? hidden : hidden.index_select(0, tensor(_rows, device: hidden.device));

    /// <summary>The gradient of all hidden states from that of the rows.</summary>
    /// <param name="gradient">[rows, dimension].</param>
    public Tensor Spread(Tensor gradient) => _rows is null
        ? gradient
        : zeros(AllTargets.Length, gradient.shape[1], device: gradient.device).index_copy_(0, tensor(_rows, device: gradient.device), gradient);

    /// <summary>Looks at what the rows came to.</summary>
    /// <param name="sums">The sums of these rows' losses.</param>
    /// <param name="wantsChunks">Whether each chunk's loss is wanted.</param>
    /// <returns>The sum of plain losses of these rows, each counted as its row does, and those of each chunk.</returns>
    public (double NegativeLogLikelihood, ExampleLoss[] Chunks) Read(LossSums sums, bool wantsChunks)
    {
        if (!wantsChunks && !IsWeighted)
            return (sums.NegativeLogLikelihood, []);
        using var here = sums.Rows.cpu();
        var losses = TensorMemory.Span<float>(here);
        var sum = 0.0;
        for (var i = 0; i < losses.Length; i++)
            sum += losses[i] * WeightOf(i);
        // What a step that is not made has found is nothing to learn from.
        if (_rows is not null && !_workers.Any(!double.IsFinite(sum)))
            Observe(losses);
        return (sum, wantsChunks ? OfChunks(losses) : []);
    }

    private void Observe(Span<float> losses)
    {
        var targets = TargetsOf(_rows!);
        if (_workers.Count == 1)
            _thinning!.Observe(targets, _tokenWeights, losses);
        else
            _thinning!.Observe(_workers.Gather(targets), _workers.Gather(_tokenWeights!), _workers.Gather(losses.ToArray()));
    }

    /// <summary>The number of the first token in the whole batch.</summary>
    private long FirstToken => (long)_samples.First * _columns;

    private bool IsWeighted => _samples.Weights is not null || _tokenWeights is not null;

    private Span<long> AllTargets => TensorMemory.Span<long>(_allTargets);

    private int TokenOf(int row) => _rows is null ? row : (int)_rows[row];

    private float WeightOf(int row) => (_samples.Weights?[TokenOf(row) / _columns] ?? 1) * (_tokenWeights?[row] ?? 1);

    private long[] TargetsOf(long[] rows)
    {
        var all = AllTargets;
        var targets = new long[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            targets[i] = all[(int)rows[i]];
        return targets;
    }

    private ExampleLoss[] OfChunks(ReadOnlySpan<float> losses)
    {
        var chunks = new ExampleLoss[_samples.Examples.Length];
        var targets = AllTargets;
        for (var row = 0; row < losses.Length; row++)
        {
            var token = TokenOf(row);
            if (targets[token] < 0)
                continue;
            var weight = _tokenWeights?[row] ?? 1;
            var (sum, counted) = chunks[token / _columns];
            chunks[token / _columns] = new ExampleLoss(sum + weight * losses[row], counted + weight);
        }
        return chunks;
    }
}
