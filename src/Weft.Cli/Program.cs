// Before anything else is loaded: with too few files nothing could be.
if (Weft.Cli.FileLimit.IsTooLow())
    return Weft.Cli.FileLimit.Refuse();
return Weft.Cli.CommandRunner.Run(args, Weft.Cli.StandardStreams.Output, Weft.Cli.StandardStreams.Error);
