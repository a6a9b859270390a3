namespace Weft.Tests.Support;

/// <summary>How a verb refuses bad input.</summary>
internal static class Refusal
{
    /// <summary>Asserts the exit code and one or two lines on standard error that hold the given texts and no stack trace.</summary>
    public static void AssertIs(int exitCode, (int ExitCode, string Output, string Errors) result, params string[] texts)
    {
        Assert.True(exitCode == result.ExitCode, $"exit code {result.ExitCode}: {result.Errors}");
        Assert.InRange(result.Errors.TrimEnd().Split('\n').Length, 1, 2);
        Assert.DoesNotContain("   at ", result.Errors);
        Assert.DoesNotContain("Exception", result.Errors);
        foreach (var text in texts)
            Assert.Contains(text, result.Errors);
    }
}
