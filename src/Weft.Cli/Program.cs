return Weft.Cli.CommandRunner.Run(args, Console.Out, Console.Error);
