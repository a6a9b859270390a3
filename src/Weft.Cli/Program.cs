using Weft.Cli;

Console.SetOut(new SteadyWriter(Console.Out));
Console.SetError(new SteadyWriter(Console.Error));
return CommandRunner.Run(args, Console.Out, Console.Error);
