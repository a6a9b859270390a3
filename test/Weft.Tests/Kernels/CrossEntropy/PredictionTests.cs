using TorchSharp;
using Weft.Kernels;
using Weft.Kernels.CrossEntropy;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Tests.Kernels.CrossEntropy;

/// <summary>Predictions, confidences and ranks of the kernel, against TorchSharp's softmax, argmax and sort over all scores.</summary>
public sealed class PredictionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public PredictionTests() => random.manual_seed(21);

    public static TheoryData<bool, int, ScalarType> Cases => new(
        from simd in new[] { true, false }
        from vocabulary in new[] { 1, 2, 31, 33, 128, 129, 2027 }
        from type in new[] { ScalarType.Float32, ScalarType.BFloat16 }
        select (simd, vocabulary, type));

    [Theory]
    [MemberData(nameof(Cases))]
    public void They_are_those_of_all_scores(bool simd, int vocabulary, ScalarType type)
    {
        // Whole numbers in few places: products are exact in both types, whatever their order, and many scores are equal.
        var (hidden, weight) = (randint(-2, 3, [70, 6]).to(ScalarType.Float32), randint(-2, 3, [vocabulary, 6]).to(ScalarType.Float32));
        var bias = randint(-2, 3, [vocabulary]).to(ScalarType.Float32);
        var targets = randint(0, vocabulary, 70, dtype: ScalarType.Int64);
        targets[3] = targets[69] = LinearCrossEntropy.Ignored;
        var one = new LossCase(hidden, weight, bias, targets);

        var sums = one.Measure(type, simd ? KernelPath.Simd : KernelPath.Tensors, predictions: true);

        AssertAreThoseOf(hidden.matmul(weight.t()) + bias, targets, sums);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void They_are_those_of_all_scores_that_are_any_numbers(bool simd)
    {
        var one = LossCase.Draw(600, 333, 24);

        var sums = one.Measure(path: simd ? KernelPath.Simd : KernelPath.Tensors, predictions: true);

        AssertAreThoseOf(nn.functional.linear(one.Hidden, one.Weight, one.Bias), one.Targets, sums);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Asking_for_them_changes_no_loss_and_no_hit(bool simd)
    {
        var (one, path) = (LossCase.Draw(300, 500, 16), simd ? KernelPath.Simd : KernelPath.Tensors);
        one.Targets.narrow(0, 2, 200).copy_(nn.functional.linear(one.Hidden, one.Weight, one.Bias).argmax(1).narrow(0, 2, 200));

        var (with, without) = (one.Measure(path: path, predictions: true), one.Measure(path: path));

        Assert.Null(without.Predictions);
        Assert.Equal((without.NegativeLogLikelihood, without.Targets, without.Correct), (with.NegativeLogLikelihood, with.Targets, with.Correct));
        Assert.True(without.Rows.Equals(with.Rows));
        Assert.InRange(with.Correct, 200, 299);
    }

    [Fact]
    public void They_do_not_depend_on_the_number_of_threads()
    {
        var one = LossCase.Draw(333, 4500, 8);
        var threads = Threads.Current;
        try
        {
            Threads.Set(1);
            var alone = one.Measure(predictions: true);
            Threads.Set(3);
            var together = one.Measure(predictions: true);

            Assert.Equal(alone.NegativeLogLikelihood, together.NegativeLogLikelihood);
            Assert.True(alone.Predictions!.Classes.Equals(together.Predictions!.Classes));
            Assert.True(alone.Predictions.Ranks.Equals(together.Predictions.Ranks));
            Assert.True(alone.Predictions.Confidences.Equals(together.Predictions.Confidences));
        }
        finally
        {
            Threads.Set(threads);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Equal_scores_are_ranked_by_their_numbers(bool simd)
    {
        // One row of scores 1, 3, 3, 2, 3 for each target.
        var one = new LossCase(zeros(5, 2), zeros(5, 2), tensor(new float[] { 1, 3, 3, 2, 3 }), arange(5, ScalarType.Int64));

        var sums = one.Measure(path: simd ? KernelPath.Simd : KernelPath.Tensors, predictions: true);

        Assert.Equal([4, 0, 1, 3, 2], sums.Predictions!.Ranks.data<long>());
        Assert.All(sums.Predictions.Classes.data<long>(), predicted => Assert.Equal(1, predicted));
        var confidence = Math.Exp(3) / (Math.Exp(1) + Math.Exp(2) + 3 * Math.Exp(3));
        Assert.All(sums.Predictions.Confidences.data<float>(), found => Assert.Equal(confidence, found, 1e-6));
        Assert.Equal(1, sums.Correct);
    }

    public void Dispose() => _scope.Dispose();

    /// <summary>Row by row, by sorting: a stable sort by falling score puts equal scores in the order of their numbers.</summary>
    private static void AssertAreThoseOf(Tensor scores, Tensor targets, LossSums sums)
    {
        var predictions = sums.Predictions!;
        var likeliest = scores.argmax(1).data<long>().ToArray();
        var confidences = scores.softmax(1).max(1).values.data<float>().ToArray();
        var (classes, ranks, found) = (predictions.Classes.data<long>(), predictions.Ranks.data<long>(), predictions.Confidences.data<float>());
        var correct = 0;
        for (var row = 0; row < targets.shape[0]; row++)
        {
            var target = targets[row].item<long>();
            if (target == LinearCrossEntropy.Ignored)
            {
                Assert.Equal((0, 0, 0), (classes[row], ranks[row], found[row]));
                continue;
            }
            var numbers = scores[row].data<float>().ToArray();
            var order = Enumerable.Range(0, numbers.Length).OrderByDescending(i => numbers[i]).ToList();
            Assert.Equal(order[0], classes[row]);
            Assert.Equal(likeliest[row], classes[row]);
            Assert.Equal(order.IndexOf((int)target), ranks[row]);
            Assert.Equal(confidences[row], found[row], 1e-5);
            correct += order[0] == target ? 1 : 0;
        }
        Assert.Equal(correct, sums.Correct);
    }
}
