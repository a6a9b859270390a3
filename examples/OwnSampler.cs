using Weft.Sampling;

namespace Weft.Examples;

/// <summary>A sampler of one's own: an example whose loss was high comes again in the next epoch, the others only in every second one.</summary>
internal static class OwnSampler
{
    public static void Run(string run)
    {
        using var model = new TrainingBuilder { Data = Example.Data, Steps = Example.Steps }.UseSampler(feed => new HardTwice(feed)).Train(run);
        Console.WriteLine($"test perplexity {model.Summary!.Test!.Perplexity:N2}");
    }

    private sealed class HardTwice(SamplerFeed feed) : ISampler
    {
        private readonly float[] _losses = Enumerable.Repeat(float.MaxValue, (int)feed.Examples).ToArray();

        public SamplerState State { get; private set; } = feed.State;

        // What is chosen depends on losses: nothing is chosen before they are known.
        public bool CanDrawAhead => false;

        public bool WantsLosses => true;

        // Checkpoints keep it, and going on fills it.
        public IReadOnlyList<(string Name, Array Values)> Memory => [("losses", _losses)];

        public Samples Next(int count, double progress)
        {
            var (epoch, at) = (State.Epoch, State.Position);
            var chosen = new List<long>();
            while (chosen.Count == 0)
            {
                for (; chosen.Count < count && at < feed.Examples; at++)
                {
                    if (epoch % 2 == 0 || _losses[at] > 5)
                        chosen.Add(at);
                }
                State = new SamplerState(epoch, at);
                if (at == feed.Examples && chosen.Count == 0)
                    (epoch, at) = (epoch + 1, 0);
            }
            return new Samples(State.Epoch, [.. chosen]);
        }

        public void Observe(Samples samples, ReadOnlySpan<float> losses)
        {
            for (var i = 0; i < losses.Length; i++)
                _losses[samples.Examples[i]] = losses[i];
        }
    }
}
