// Before anything else is loaded: with too few files nothing could be.
if (Weft.Cli.FileLimit.IsTooLow())
    return Weft.Cli.FileLimit.Refuse();
Console.SetOut(new Weft.Cli.SteadyWriter(Console.Out));
Console.SetError(new Weft.Cli.SteadyWriter(Console.Error));
return Weft.Cli.CommandRunner.Run(args, Weft.Cli.StandardStreams.Output, Weft.Cli.StandardStreams.Error);
