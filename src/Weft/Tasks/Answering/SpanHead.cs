using Weft.Data.Batching;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Differentiation;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Tasks.Answering;

/// <summary>
/// Two scores for every token, that the answer begins and that it ends with it, and of each a softmax over the tokens of the context (Devlin et al. 2019, section 4.2). The
/// end-of-text token before the context stands for no answer. The loss of a row is the mean of both cross entropies.
/// </summary>
/// <remarks>A batch's targets mark the places: <see cref="ChunkSource.Ignored"/> for the question and for padding, else <see cref="Begin"/> and <see cref="End"/>, both or neither.</remarks>
internal static class SpanHead
{
    /// <summary>The scores of a token.</summary>
    public const int Scores = 2;

    /// <summary>Marks the place where the answer begins.</summary>
    public const long Begin = 1;

    /// <summary>Marks the place of its last token.</summary>
    public const long End = 2;

    /// <summary>The logarithms of the probabilities of all places: [2, batch, time], float32; minus infinity outside of the context.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">Marks the places.</param>
    /// <param name="states">[batch * time, dimension]</param>
    public static Tensor LogProbabilities(TransformerModel model, Batch batch, Tensor states)
    {
        var marks = new Marks(batch, states.device);
        return marks.LogProbabilities(model.Output.Logits(states));
    }

    /// <summary>Losses, and the gradient with respect to the states; adds those of the head to the model's.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">Marks the places.</param>
    /// <param name="states">[batch * time, dimension], without history.</param>
    /// <param name="loss">What the loss is.</param>
    /// <returns>The losses, and the gradient, [batch * time, dimension].</returns>
    public static (LossSums Sums, Tensor Gradient) Differentiate(TransformerModel model, Batch batch, Tensor states, LossSettings loss)
    {
        // The head is two columns: autograd costs nothing here.
        using var tracked = enable_grad();
        using var scope = NewDisposeScope();
        var (leaf, marks) = (states.detach().requires_grad_(true), new Marks(batch, states.device));
        var found = marks.LogProbabilities(model.Output.Logits(leaf));
        var plain = marks.Cross(found, marks.Answers); // [batch]
        var smoothed = plain.Times(1 - loss.Smoothing).Plus(marks.Cross(found, marks.Even).Times(loss.Smoothing));
        var total = (loss.RowWeights is { } weights ? smoothed.mul(weights) : smoothed).sum();
        BackwardPass.Run(total, tensor(new[] { (float)loss.Scale }, device: total.device).squeeze(0));
        using var frozen = no_grad();
        var sums = SumsOf(total, plain, hits: zeros(1));
        return (sums.MoveToOuterDisposeScope(), leaf.grad!.MoveToOuterDisposeScope());
    }

    /// <summary>The plain losses of rows, without gradients, and how many have the right beginning and the right end as the likeliest places.</summary>
    /// <param name="batch">Marks the places.</param>
    /// <param name="found">From <see cref="LogProbabilities"/>.</param>
    public static LossSums Measure(Batch batch, Tensor found)
    {
        using var scope = NewDisposeScope();
        var marks = new Marks(batch, found.device);
        var plain = marks.Cross(found, marks.Answers);
        var hits = marks.Answers.argmax(-1).eq(found.argmax(-1)).all(0);
        return SumsOf(plain.sum(), plain, hits).MoveToOuterDisposeScope();
    }

    private static LossSums SumsOf(Tensor smoothed, Tensor plain, Tensor hits)
    {
        var totals = new[] { smoothed, plain.sum(), tensor(new[] { plain.shape[0] }), hits.sum() };
        return new LossSums(cat([.. totals.Select(sum => sum.detach().cpu().to(ScalarType.Float64).view(1))]), plain.detach());
    }

    /// <summary>A batch's places as tensors on the model's device.</summary>
    private sealed class Marks
    {
        private readonly long _rows;
        private readonly long _time;
        private readonly Tensor _outside;
        private readonly Tensor _inside;

        public Marks(Batch batch, Device device)
        {
            (_rows, _time) = (batch.Targets.shape[0], batch.Targets.shape[1]);
            var targets = TensorMemory.Span<long>(batch.Targets.contiguous());
            var (outside, inside, answers, even) = (new float[targets.Length], new bool[targets.Length], new float[2 * targets.Length], new float[targets.Length]);
            for (var place = 0; place < targets.Length; place++)
            {
                var row = targets.Slice(place / (int)_time * (int)_time, (int)_time);
                inside[place] = targets[place] != ChunkSource.Ignored;
                outside[place] = inside[place] ? 0 : float.NegativeInfinity;
                even[place] = inside[place] ? 1f / (row.Length - row.Count(ChunkSource.Ignored)) : 0;
                answers[place] = inside[place] && (targets[place] & Begin) != 0 ? 1 : 0;
                answers[targets.Length + place] = inside[place] && (targets[place] & End) != 0 ? 1 : 0;
            }
            (_outside, _inside) = (tensor(outside, [_rows, _time], device: device), tensor(inside, [_rows, _time], device: device));
            (Answers, Even) = (tensor(answers, [2, _rows, _time], device: device), tensor(even, [1, _rows, _time], device: device));
        }

        /// <summary>1 where the answer begins, and where it ends: [2, batch, time].</summary>
        public Tensor Answers { get; }

        /// <summary>The same part of every place: [1, batch, time].</summary>
        public Tensor Even { get; }

        public Tensor LogProbabilities(Tensor scores) => scores.view(_rows, _time, Scores).permute(2, 0, 1).Plus(_outside).log_softmax(-1);

        /// <summary>The mean of both cross entropies of rows: [batch].</summary>
        public Tensor Cross(Tensor found, Tensor shares) => where(_inside, found, zeros_like(found)).mul(shares).sum([-1L]).mean([0L]).neg();
    }
}
