using Gyre.Cli;

using var console = new SystemConsole();
return await CliApp.RunAsync(args, console.Host);
