using System.Text.Json;
using Weft.Foundation;
using Weft.Training;

namespace Weft.Tests.Training;

public class TrainingStateTests
{
    [Fact]
    public void The_lowest_loss_of_earlier_versions_is_the_best_value()
    {
        var state = JsonSerializer.Deserialize<TrainingState>("""{"step":7,"bestLoss":4.25,"bestStep":6}""", WeftJson.OneLine)!;

        Assert.Equal((7L, 4.25, 6L), (state.Step, state.Best!.Value, state.BestStep!.Value));
    }

    [Fact]
    public void The_best_value_is_written_by_its_new_name_alone()
    {
        var text = JsonSerializer.Serialize(new TrainingState { Best = 0.75 }, WeftJson.OneLine);

        Assert.Contains("\"best\":0.75", text);
        Assert.DoesNotContain("bestLoss", text);
        Assert.Equal(0.75, JsonSerializer.Deserialize<TrainingState>(text, WeftJson.OneLine)!.Best);
    }
}
