using System.Text.Json;
using Weft.Foundation;
using Weft.Runs.State;

namespace Weft.Tests.Runs.State;

public class TrainingStateTests
{
    [Fact]
    public void Where_the_loss_decides_the_state_is_what_earlier_versions_wrote()
    {
        var text = JsonSerializer.Serialize(new TrainingState { BestLoss = 4.25 }, WeftJson.OneLine);

        Assert.Contains("\"bestLoss\":4.25", text);
        Assert.DoesNotContain("bestFigure", text);
        Assert.Equal(4.25, JsonSerializer.Deserialize<TrainingState>(text, WeftJson.OneLine)!.Best);
    }

    [Fact]
    public void Another_figure_is_kept_beside_the_loss()
    {
        var state = new TrainingState { BestLoss = 4.25, BestFigure = 0.75 };

        Assert.Equal(0.75, state.Best);
        Assert.Equal(state, JsonSerializer.Deserialize<TrainingState>(JsonSerializer.Serialize(state, WeftJson.OneLine), WeftJson.OneLine));
    }
}
