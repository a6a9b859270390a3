using System.Diagnostics;
using Weft.Foundation;

namespace Weft.Tests.Foundation;

public class ShellQuoteTests
{
    [Theory]
    [InlineData("runs/2026-05-01-small", "runs/2026-05-01-small")]
    [InlineData("the cat", "'the cat'")]
    [InlineData("", "''")]
    [InlineData("$(id)", "'$(id)'")]
    [InlineData("don't `x`", @"'don'\''t `x`'")]
    [InlineData("a\u001b[2Jb\nc", "'a[2Jbc'")]
    [InlineData("~root !! \\", "'~root !! \\'")]
    public void A_shell_of_Unix_takes_it_as_it_is(string argument, string expected) => Assert.Equal(expected, ShellQuote.Of(argument, forWindows: false));

    [Theory]
    [InlineData("the cat", "\"the cat\"")]
    [InlineData("a\" & del %PATH% $(id) `x` ^ | <b>\\", "\"a  del PATH (id) x   b\"")]
    public void On_Windows_characters_with_a_meaning_are_left_out(string argument, string expected) =>
        Assert.Equal(expected, ShellQuote.Of(argument, forWindows: true));

    [Fact]
    public void What_a_real_shell_reads_is_the_argument()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "There is no /bin/sh.");
        string[] arguments = ["$(id)", "`id`", "a'b''c'", "\"$HOME\" !! \\ \\' *", "; rm x #", "-n", "漢字 é"];
        var script = "printf '%s\\n' " + string.Join(' ', arguments.Select(argument => ShellQuote.Of(argument, forWindows: false)));
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();

        Assert.Equal(arguments, output.TrimEnd('\n').Split('\n'));
    }
}
