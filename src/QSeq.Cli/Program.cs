using System.Runtime.InteropServices;
using QSeq.Cli;

// The runtime reads the file that TERM names as soon as a terminal is written to, and stops where it is no description of one.
if (CliContext.IsDumb(Environment.GetEnvironmentVariable("TERM"))) Environment.SetEnvironmentVariable("TERM", "dumb");

using var cancel = new CancellationTokenSource();

// The first Ctrl+C or SIGTERM asks the verb to stop and keep what it has; a second one ends the process at once.
void Stop(PosixSignalContext signal)
{
    if (cancel.IsCancellationRequested) return;
    signal.Cancel = true;
    cancel.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return QseqApp.Run(args, CliContext.OfConsole(cancel.Token));
