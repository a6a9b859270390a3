using Weft.Foundation;
using Weft.Kernels;
using Weft.Runs.Events;
using Weft.Runtime;
using Weft.Tests.Support;

namespace Weft.Tests;

/// <summary>On which threads a program's parts are called, what they may ask for there, and what trainings leave behind in the process.</summary>
public sealed class FrontDoorThreadsTests : FrontDoorTests
{
    [Fact]
    public void A_task_that_asks_a_model_while_batches_are_read_is_refused_and_not_hung_up()
    {
        using var other = new TrainingBuilder(Tiny.Options).Train(Tiny.Folder("other"));
        var task = new HasO(example =>
        {
            if (Thread.CurrentThread.Name == "Weft batches")
                other.Generate("the");
            return example;
        });

        AssertRefused(() => new TrainingBuilder(Tiny.Options).UseTask(task).Train(Run));
    }

    [Fact]
    public void A_tokenizer_that_asks_a_model_while_text_is_encoded_is_refused_and_not_hung_up()
    {
        using var other = new TrainingBuilder(Tiny.Options).Train(Tiny.Folder("other"));

        AssertRefused(() => new TrainingBuilder(Tiny.Options).UseTokenizer(new BlankWords(encodes: () => other.Generate("the"))).Train(Run));
    }

    [Fact]
    public void Events_and_texts_may_ask_a_model()
    {
        using var other = new TrainingBuilder(Tiny.Options).Train(Tiny.Folder("other"));
        var (written, threads) = (0, new HashSet<string?>());

        new TrainingBuilder(Tiny.Options)
            .UseTexts(Enumerable.Range(0, 60).Select(i => other.Generate("the", new() { Tokens = 8, Seed = i }).Text))
            .OnEvent(happened =>
            {
                threads.Add(Thread.CurrentThread.Name);
                written += happened is EvaluationEvent ? other.Generate("the", new() { Tokens = 2 }).Tokens.Count : 0;
            })
            .Train(Run).Dispose();

        Assert.True(written > 0);
        Assert.Equal("Weft", Assert.Single(threads));
    }

    [Fact]
    public async Task What_a_builder_is_given_after_it_began_is_none_of_the_trainings()
    {
        using var release = new ManualResetEventSlim();
        var first = EngineThread.RunAsync(() => release.Wait(TimeSpan.FromSeconds(60)), CancellationToken.None);
        var (made, heard) = (0, 0);
        var builder = new TrainingBuilder(Tiny.Options);
        var training = builder.TrainAsync(Run, TestContext.Current.CancellationToken);

        builder.UseSampler(feed => Made(feed)).UseTask(new HasO { Name = "not valid" }).OnEvent(_ => heard++);
        release.Set();

        using var model = await training;
        Assert.True(await first);
        Assert.Equal((0, 0), (made, heard));
        Assert.True(double.IsFinite(model.Summary!.Test!.Perplexity));

        Backwards Made(Weft.Sampling.SamplerFeed feed)
        {
            made++;
            return new Backwards(feed);
        }
    }

    [Fact]
    public void Everybody_who_wants_to_hear_does()
    {
        var (notes, work, events) = (new int[2], new int[2], new int[2]);
        var builder = new TrainingBuilder(Tiny.Options);
        for (var i = 0; i < 2; i++)
        {
            var listener = i;
            builder.OnNote(_ => notes[listener]++).OnProgress(new Meanwhile(_ => work[listener]++)).OnEvent(_ => events[listener]++);
        }

        builder.Train(Run).Dispose();

        Assert.All([notes, work, events], heard => Assert.True(heard[0] > 0 && heard[0] == heard[1]));
    }

    [Fact]
    public void A_folder_that_is_taken_is_told_before_texts_are_read()
    {
        new TrainingBuilder(Tiny.Options).Train(Run).Dispose();
        var read = 0;
        var builder = new TrainingBuilder(Tiny.Options).UseTexts(Enumerable.Range(0, 9).Select(_ => $"the {read++}"));

        Assert.StartsWith($"The run folder {Run} exists.", Assert.Throws<ConfigurationException>(() => builder.Train(Run)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => builder.Train(""));
        Assert.Throws<ArgumentNullException>(() => builder.Resume(null!));
        Assert.Equal(0, read);
    }

    [Fact]
    public void Threads_and_tiles_of_the_process_are_as_before_a_training()
    {
        EngineThread.Run(() => KernelSettings.RowsAtOnce = 96);
        var threads = EngineThread.Run(() => Threads.Set(2));

        new TrainingBuilder(Tiny.Options).Train(Run).Dispose();

        Assert.Equal((96, threads), EngineThread.Run(() => (KernelSettings.RowsAtOnce, Threads.Current)));
        EngineThread.Run(() => KernelSettings.RowsAtOnce = KernelSettings.UsualRowsAtOnce);
    }

    private static void AssertRefused(Func<TrainedModel> train) => Assert.StartsWith(
        "A tokenizer or a task asked for a model or a training", Assert.Throws<InvalidOperationException>(train).Message, StringComparison.Ordinal);

    private sealed class Meanwhile(Action<WorkProgress> take) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => take(value);
    }
}
