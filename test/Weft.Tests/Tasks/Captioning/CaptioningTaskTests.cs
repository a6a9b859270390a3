using TorchSharp;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Tasks;
using Weft.Tasks.Captioning;
using Weft.Text;
using Weft.Text.Reading.Pictures;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Captioning;

/// <summary>Captions with their pictures as examples; padding that changes nothing; changes of pictures that follow their key.</summary>
public sealed class CaptioningTaskTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly PictureStore _pictures = new();

    [Fact]
    public void Captions_are_examples_by_their_length_and_know_their_pictures()
    {
        var captions = CaptioningTask.ExamplesOf(_pictures.Store, PictureStore.Setup(context: 6));

        // "b", "a", "c c", "a b c a" and six words, of which the end is cut.
        Assert.Equal((5L, 18L, 1, 0), (captions.Count, captions.TargetsInEpoch, captions.Cut, captions.Empty));
        Assert.Equal([2, 2, 3, 5, 6], Enumerable.Range(0, 5).Select(example => captions.TargetsOf(7, example)));
        Assert.Equal(["0.png: 2,3", "1.png: 0", "2.png: 4", "3.png: 1"], captions.ByPicture().Select(picture => $"{captions.NameOf(picture.Picture)}: {string.Join(',', picture.Captions)}"));
        Assert.Equal(5, captions.Difficulties().Length);
        Assert.StartsWith("b a c b a b", captions.Excerpt(4), StringComparison.Ordinal);
        Assert.Equal("1 caption of the training split are longer than training.context, 6 tokens: the beginning is learnt.", CaptioningTask.NoteOf(captions, 6));
        Assert.Null(CaptioningTask.NoteOf(new CaptionedPictures(_pictures.Store[Split.Test], _pictures.Store.Vocabulary, PictureStore.Setup()), 16));
        Assert.Equal(
            $"The training split has 5 captions with a token; one batch takes 6.{Environment.NewLine}Give more pictures, or lower training.batch.",
            Assert.Throws<InvalidDataException>(() => CaptioningTask.ExamplesOf(_pictures.Store, PictureStore.Setup() with { Batch = 6 })).Message);
    }

    [Fact]
    public void The_encoder_reads_the_patches_of_the_picture()
    {
        var batch = ExampleBatch.Of(CaptioningTask.ExamplesOf(_pictures.Store, PictureStore.Setup()), [0, 3]).Buffer.ToBatch(CPU);

        Assert.Equal([2, 4, 48], batch.Source!.Patches!.shape);
        var expected = new float[PictureStore.Grid.Numbers];
        PictureStore.Grid.Cut(PictureFile.Load(_pictures.FileOf("1.png"), 8), expected);
        Assert.Equal(expected, batch.Source.Patches[0].contiguous().data<float>().ToArray());
        using var model = _pictures.CreateModel();
        var states = model.Remember(batch.Source).States;
        Assert.True((states[0] - states[1]).abs().max().item<float>() > 0.1);
    }

    [Theory]
    [InlineData(PaddingSide.Right)]
    [InlineData(PaddingSide.Left)]
    public void Padding_on_either_side_changes_neither_losses_nor_captions(PaddingSide side)
    {
        using var task = _pictures.CreateTask(PictureStore.Setup(side: side));
        long[] examples = [0, 1, 2, 3, 4];
        var alone = examples.Select(example => task.Measure(ExampleBatch.Of(task.Examples, [example]))).ToList();
        var together = task.Measure(ExampleBatch.Of(task.Examples, examples));

        Assert.Equal(alone.Sum(one => one.Loss), together.Loss, 1e-4);
        Assert.Equal(alone.Sum(one => one.Targets), together.Targets);
        var captioner = new PictureCaptioner((EncoderDecoderModel)task.Model, _pictures.Store.Vocabulary, PictureStore.Setup(side: side) with { Batch = 4 });
        string[] files = [.. Enumerable.Range(0, 7).Select(i => _pictures.FileOf($"{i}.png"))];
        var captions = captioner.Caption(files);
        Assert.All(files.Zip(captions), file => Assert.Equal(captioner.Caption([file.First])[0], file.Second));
    }

    [Fact]
    public void Changes_follow_epoch_and_example_alone_and_measuring_has_none()
    {
        var setup = PictureStore.Setup() with { Shift = 2, Color = 0.5 };
        var captions = CaptioningTask.ExamplesOf(_pictures.Store, setup);
        Tensor Patches(long epoch, params long[] examples) => Read(captions, epoch, examples);

        Assert.True(Patches(3, 0, 4)[1].Equals(Patches(3, 4)[0]));
        Assert.False(Patches(3, 4).Equals(Patches(4, 4)));
        using var task = _pictures.CreateTask(setup);
        Assert.True(Read(new CaptionedPictures(_pictures.Store[Split.Train], _pictures.Store.Vocabulary, setup.ForMeasuring()), 3, 4)
            .Equals(Read(CaptioningTask.ExamplesOf(_pictures.Store, PictureStore.Setup()), 9, 4)));
        var (one, other) = (_pictures.CreateTask(PictureStore.Setup()), task);
        Assert.Equal(one.Measure(Split.Test, default), other.Measure(Split.Test, default));
        one.Dispose();
    }

    [Fact]
    public void A_split_is_captioned_by_the_pictures_and_all_captions_of_one_are_right()
    {
        using var task = _pictures.CreateTask(PictureStore.Setup());
        var report = Assert.IsType<CaptioningReport>(task.Report(Split.Train, 0, default, default));

        Assert.Equal((4L, 5L), (report.Pictures, report.Captions));
        Assert.Equal(["a b c a", "c c"], report.Captioned[0].References.Order(StringComparer.Ordinal));
        var captioner = new PictureCaptioner((EncoderDecoderModel)task.Model, _pictures.Store.Vocabulary, PictureStore.Setup());
        Assert.Equal(captioner.Caption([.. report.Captioned.Select(picture => _pictures.FileOf(picture.Name))]), report.Captioned.Select(picture => picture.Caption));
    }

    [Fact]
    public void A_file_that_is_no_picture_is_named()
    {
        using var model = _pictures.CreateModel();
        var captioner = new PictureCaptioner(model, _pictures.Store.Vocabulary, PictureStore.Setup());

        Assert.Equal($"{_pictures.FileOf("9.png")} is not there.", Assert.Throws<InvalidDataException>(() => captioner.Caption([_pictures.FileOf("9.png")])).Message);
    }

    public void Dispose()
    {
        _pictures.Dispose();
        _scope.Dispose();
    }

    private static Tensor Read(CaptionedPictures captions, long epoch, params long[] examples)
    {
        var buffer = new BatchBuffer();
        captions.Read(new Samples(epoch, examples), buffer);
        return buffer.ToBatch(CPU).Source!.Patches!;
    }
}
