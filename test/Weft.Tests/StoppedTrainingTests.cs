using Weft.Evaluation.Measures;
using Weft.Runs.Events;
using Weft.Runtime;
using Weft.Tests.Support;

namespace Weft.Tests;

/// <summary>What a program hears that stops a training, wherever it is; and what only looks like a stop.</summary>
public sealed class StoppedTrainingTests : IDisposable
{
    private readonly TinyTraining _tiny = new();
    private readonly TemporaryCache _cache = new();
    private readonly CancellationTokenSource _stop = new();

    private string Run => _tiny.Folder("run");

    private string NothingBegun => $"Stopped before the training began; nothing was written to {Run}.";

    public void Dispose()
    {
        _stop.Dispose();
        _cache.Dispose();
        _tiny.Dispose();
    }

    [Fact]
    public void While_texts_are_read_nothing_was_begun()
    {
        var texts = Enumerable.Range(0, 100).Select(i => Cancel(when: i == 7) ? "" : "the cat runs home");

        AssertStopped(NothingBegun, () => new TrainingBuilder(_tiny.Options).UseTexts(texts).Train(Run, _stop.Token));
        Assert.False(Directory.Exists(Run));
    }

    [Fact]
    public void While_text_is_prepared_nothing_was_begun()
    {
        var tokenizer = new BlankWords(encodes: () => Cancel(when: true));

        AssertStopped(NothingBegun, () => new TrainingBuilder(_tiny.Options).UseTokenizer(tokenizer).Train(Run, _stop.Token));
        Assert.False(Directory.Exists(Run));
    }

    [Fact]
    public async Task While_it_waits_for_another_nothing_was_begun()
    {
        new TrainingBuilder(_tiny.Options) { Steps = 3 }.Train(_tiny.Folder("earlier"), CancellationToken.None).Dispose();
        using var release = new ManualResetEventSlim();
        var first = EngineThread.RunAsync(() => release.Wait(TimeSpan.FromSeconds(60)), CancellationToken.None);
        var waiting = new TrainingBuilder(_tiny.Options).TrainAsync(Run, _stop.Token);
        var goingOn = new TrainingBuilder { Steps = 5 }.ResumeAsync(_tiny.Folder("earlier"), _stop.Token);

        await _stop.CancelAsync();

        Assert.Equal(NothingBegun, (await Assert.ThrowsAsync<OperationCanceledException>(() => waiting)).Message);
        Assert.True(waiting.IsCanceled);
        Assert.Equal(
            $"Stopped before the training went on; the run in {_tiny.Folder("earlier")} is as it was. Go on with TrainingBuilder.Resume.",
            (await Assert.ThrowsAsync<OperationCanceledException>(() => goingOn)).Message);
        release.Set();
        Assert.True(await first);
    }

    [Fact]
    public void While_the_best_weights_are_measured_all_steps_are_saved()
    {
        using var whole = new TrainingBuilder(_tiny.Options).UseMetric("one", () => new Watcher(() => { })).Train(_tiny.Folder("whole"));
        var (hasEnded, isLast) = (false, false);
        var builder = new TrainingBuilder(_tiny.Options)
            .OnEvent(happened => (hasEnded, isLast) = (hasEnded || happened is EndEvent, hasEnded && happened is CheckpointEvent))
            .UseMetric("one", () => new Watcher(() => Cancel(when: isLast)));

        AssertStopped($"Stopped while the best weights were measured; all 12 steps are saved in {Run}. TrainingBuilder.Resume measures them.", () => builder.Train(Run, _stop.Token));

        using var model = new TrainingBuilder().UseMetric("one", () => new Watcher(() => { })).Resume(Run);
        Assert.Equal((whole.Summary!.Steps, whole.Summary.Test), (model.Summary!.Steps, model.Summary.Test));
    }

    [Fact]
    public void A_handler_that_throws_at_a_stop_leaves_what_was_saved()
    {
        var options = _tiny.Options with { Training = _tiny.Options.Training with { CheckpointSteps = 2 } };
        var builder = new TrainingBuilder(options).OnEvent(happened =>
        {
            if (Cancel(when: happened is StepEvent { Step: 5 }))
                _stop.Token.ThrowIfCancellationRequested();
        });

        AssertStopped(
            $"Stopped within a step, by something that the program gave; what was saved before is in {Run}. Go on with TrainingBuilder.Resume.",
            () => builder.Train(Run, _stop.Token));
        using var model = new TrainingBuilder().Resume(Run);
        Assert.Equal(12, model.Summary!.Steps);
    }

    [Fact]
    public void A_metric_whose_own_request_was_cancelled_ends_the_training_by_an_error()
    {
        var begun = 0;
        var builder = new TrainingBuilder(_tiny.Options).UseMetric("slow", () => new Watcher(() =>
        {
            if (++begun == 2)
                throw new TaskCanceledException("No answer within 100 seconds.");
        }));

        var error = Assert.Throws<InvalidOperationException>(() => builder.Train(Run, _stop.Token));

        Assert.Equal("Something that the program gave to the training was cancelled, though the training was not: No answer within 100 seconds.", error.Message);
        Assert.IsType<TaskCanceledException>(error.InnerException);
    }

    [Fact]
    public async Task Texts_whose_own_request_was_cancelled_do_not_look_like_a_stop()
    {
        var texts = Enumerable.Range(0, 3).Select(i => i < 2 ? "the cat" : throw new TaskCanceledException("No answer."));

        Assert.IsType<TaskCanceledException>((await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new TrainingBuilder(_tiny.Options).UseTexts(texts).TrainAsync(Run, _stop.Token))).InnerException);
    }

    private void AssertStopped(string message, Action train)
    {
        var error = Assert.ThrowsAny<OperationCanceledException>(train);
        Assert.Equal(message, error.Message);
        Assert.Equal(_stop.Token, error.CancellationToken);
    }

    private bool Cancel(bool when)
    {
        if (when)
            _stop.Cancel();
        return when;
    }

    /// <summary>Does something at the first target of each measurement.</summary>
    private sealed class Watcher(Action first) : ITokenMetric
    {
        private bool _isBegun;

        public double? Value => 1;

        public void Take(in ScoredToken token)
        {
            if (!_isBegun)
                first();
            _isBegun = true;
        }
    }
}
