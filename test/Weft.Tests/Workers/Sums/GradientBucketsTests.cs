using Weft.Modeling.Parameters;
using Weft.Tests.Support;
using Weft.Workers;
using Weft.Workers.Sums;
using static TorchSharp.torch;

namespace Weft.Tests.Workers.Sums;

/// <summary>Three workers whose gradients are complete one stage after another: a head and three layers.</summary>
public class GradientBucketsTests
{
    [Theory]
    [InlineData(1, false, "128 64 64 64 32")]
    [InlineData(1, true, "128 64 64 64 32")]
    [InlineData(100, false, "128 128 64 32")]
    [InlineData(100, true, "128 128 64 32")]
    [InlineData(1_000, false, "352")]
    public void What_is_complete_is_begun_bucket_by_bucket_and_alike_by_all(long bucket, bool isDivided, string begun)
    {
        var results = WorkersInTurn.Run(workers =>
        {
            using var scope = NewDisposeScope();
            using var buffer = Create();
            var parts = isDivided ? Parts.Equal(buffer.Values.numel(), 3) : null;
            var recording = new RecordingWorkers(workers);
            var sum = new GradientSum(buffer, recording, parts) { BucketLength = bucket };
            var lengths = new List<string>();
            // A second step begins anew.
            for (var step = 0; step < 2; step++)
            {
                buffer.Gradients!.copy_(arange(352) * (workers.Rank + 1));
                // Who has no row knows all at once.
                for (var stage = workers.Rank == 1 ? 3 : 0; stage < 4; stage++)
                    sum.Complete(stage);
                sum.Finish();
                var (start, length) = parts?.Of(workers.Rank) ?? (0, 352);
                Assert.True((arange(352) * 6).narrow(0, start, length).Equals(buffer.Gradients!.narrow(0, start, length)));
                lengths.Add(string.Join(' ', recording.Begun));
                recording.Begun.Clear();
            }
            return lengths;
        });

        Assert.All(results.SelectMany(lengths => lengths), lengths => Assert.Equal(begun, lengths));
    }

    [Fact]
    public void What_is_not_trained_is_not_sent()
    {
        var results = WorkersInTurn.Run(workers =>
        {
            using var scope = NewDisposeScope();
            using var buffer = Create();
            buffer.Slots.Single(slot => slot.Name == "layer1").Parameter.requires_grad = false;
            var recording = new RecordingWorkers(workers);
            var sum = new GradientSum(buffer, recording) { BucketLength = 1 };
            sum.Complete(int.MaxValue);
            sum.Finish();
            return string.Join(' ', recording.Begun);
        });

        Assert.All(results, begun => Assert.Equal("128 64 64 32", begun));
    }

    private static ParameterBuffer Create()
    {
        var buffer = new ParameterBuffer(
        [
            new("bias", nn.Parameter(zeros(32)), ParameterRole.Vector, ModelPart.Bias) { Stage = 2 },
            .. Enumerable.Range(0, 3).Select(layer => new ParameterEntry($"layer{layer}", nn.Parameter(zeros(8, 8)), ParameterRole.Factor, ModelPart.Layer) { Stage = 3 - layer }),
            new("head", nn.Parameter(zeros(16, 8)), ParameterRole.Factor, ModelPart.Decoder) { Stage = 0 },
        ]);
        buffer.AttachGradients();
        return buffer;
    }
}
