using Weft.Cli;

namespace Weft.Tests.Cli;

/// <summary>What the machine's troubles are to the user.</summary>
public class ExplanationTests
{
    [Fact]
    public void Memory_that_is_used_up_is_no_defect()
    {
        var explanation = Explanation.Of(new InsufficientMemoryException());

        Assert.Equal(
            new Explanation($"There is not enough memory.{Environment.NewLine}Lower training.batch, training.context or the size of the model, or let the process have more.", 1), explanation);
        Assert.Null(Explanation.Of(new InvalidOperationException()));
    }
}
