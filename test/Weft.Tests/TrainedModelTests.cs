using Weft.Foundation;
using Weft.Generation;
using Weft.Kernels;
using Weft.Runtime;
using Weft.Tests.Support;
using Weft.Text;

namespace Weft.Tests;

public sealed class TrainedModelTests : FrontDoorTests
{
    [Fact]
    public async Task Many_threads_at_once_each_get_what_one_alone_gets()
    {
        using var model = Train();
        var options = Enumerable.Range(1, 8).Select(seed => new GenerationOptions { Tokens = 12, Seed = seed }).ToList();
        var alone = options.Select(choice => model.Generate("the cat", choice).Text).ToList();

        var together = await Task.WhenAll(options.Select(choice => Task.Run(() => model.GenerateAsync("the cat", choice))));

        Assert.Equal(alone, together.Select(text => text.ToString()));
        Assert.True(alone.Distinct().Count() > 1);
    }

    [Fact]
    public async Task A_stream_of_pieces_is_the_text()
    {
        using var model = Train();
        var options = new GenerationOptions { Tokens = 10 };
        var pieces = new List<string>();

        await foreach (var piece in model.StreamAsync("the cat", options, CancellationToken.None))
            pieces.Add(piece);

        Assert.True(pieces.Count > 3);
        Assert.Equal(model.Generate("the cat", options).Text, string.Concat(pieces));
    }

    [Fact]
    public async Task Who_stops_to_listen_stops_the_writing_and_the_model_goes_on()
    {
        using var model = Train();
        using var stop = new CancellationTokenSource();

        await foreach (var piece in model.StreamAsync("the cat", new GenerationOptions { Tokens = 100_000 }, CancellationToken.None))
            break;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var piece in model.StreamAsync("the cat", new GenerationOptions { Tokens = 100_000 }, stop.Token))
                await stop.CancelAsync();
        });

        Assert.StartsWith("the cat", model.Generate("the cat", new GenerationOptions { Tokens = 2 }).Text);
    }

    [Fact]
    public void A_model_is_used_within_a_trainings_event_and_changes_nothing_of_it()
    {
        using var other = Train();
        var expected = Tiny.Train(Tiny.Options, "plain").Test!.Loss;
        var written = 0;

        using var model = new TrainingBuilder(Tiny.Options).OnProgress(new Meanwhile(_ => written += other.Generate("the", new() { Tokens = 2 }).Tokens.Count)).Train(Tiny.Folder("second"));

        Assert.True(written > 0);
        Assert.Equal(expected, model.Summary!.Test!.Loss);
    }

    [Fact]
    public void A_training_within_a_training_is_refused()
    {
        var inner = new TrainingBuilder(Tiny.Options);

        var error = Assert.Throws<InvalidOperationException>(() =>
            new TrainingBuilder(Tiny.Options).OnProgress(new Meanwhile(_ => inner.Train(Tiny.Folder("inner")))).Train(Run));

        Assert.Equal("A training cannot begin within another one's event or plug-in. Begin it when that one is over.", error.Message);
    }

    [Fact]
    public void What_is_wrong_is_told_in_the_words_of_members()
    {
        using var model = Train();

        Assert.Equal(
            [$"Tokens is 0; it must be above 0.", "TopK is -1; it must be at least 0."],
            Assert.Throws<ConfigurationException>(() => model.Generate("", new GenerationOptions { Tokens = 0, TopK = -1 })).Problems);
        Assert.Equal(
            "Checkpoint is first; it must be best, last or the number of a step.",
            Assert.Throws<ConfigurationException>(() => TrainedModel.Open(Run, new OpenOptions { Checkpoint = "first" })).Message);
        Assert.Contains("is not a run folder", Assert.Throws<InvalidDataException>(() => TrainedModel.Open(Tiny.Folder("nothing"))).Message);
    }

    [Fact]
    public void A_disposed_model_says_so()
    {
        var model = Train();
        model.Dispose();
        model.Dispose();

        Assert.Throws<ObjectDisposedException>(() => model.Generate("the"));
        Assert.Throws<ObjectDisposedException>(() => model.Evaluate(Split.Test));
    }

    [Fact]
    public void Texts_whose_copy_is_gone_are_given_again_to_measure()
    {
        var texts = Enumerable.Range(0, 300).Select(i => $"the {TinyTraining.Words[i % 12]} likes a {TinyTraining.Words[i * 7 % 12]} .").ToList();
        new TrainingBuilder(Tiny.Options).UseTexts(texts).Train(Run).Dispose();
        Directory.Delete(Path.Combine(Cache, "data", "given"), recursive: true);

        using (var without = TrainedModel.Open(Run))
        {
            Assert.Equal(8, without.Generate("the", new() { Tokens = 8 }).Tokens.Count);
            Assert.Contains("OpenOptions.Texts", Assert.Throws<FileNotFoundException>(() => without.Evaluate(Split.Test)).Message);
        }
        using var again = TrainedModel.Open(Run, new OpenOptions { Texts = texts.Select(text => new Weft.Text.Reading.TextRecord(text)) });
        Assert.Equal(again.Summary!.Test!.Loss, again.Evaluate(Split.Test).Loss, 12);
    }

    [Fact]
    public void Threads_and_tiles_of_the_process_are_as_before()
    {
        using var model = Train();
        EngineThread.Run(() => KernelSettings.RowsAtOnce = 96);

        model.Generate("the", new() { Tokens = 2 });

        Assert.Equal(96, EngineThread.Run(() => KernelSettings.RowsAtOnce));
        EngineThread.Run(() => KernelSettings.RowsAtOnce = KernelSettings.UsualRowsAtOnce);
    }

    private TrainedModel Train() => new TrainingBuilder(Tiny.Options).Train(Run);

    private sealed class Meanwhile(Action<WorkProgress> take) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => take(value);
    }
}
