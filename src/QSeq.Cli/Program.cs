using System.Runtime.InteropServices;
using QSeq.Cli;

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
