using System.Runtime.InteropServices;

namespace QSeq.Cli.Terminal;

/// <summary>A token that is cancelled with another one, and when the terminal of the process is closed (SIGHUP), which then does not end it.</summary>
internal sealed class Hangup : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly PosixSignalRegistration? _signal;

    public Hangup(CancellationToken token)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        if (!OperatingSystem.IsBrowser()) _signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _signal?.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _stop.Cancel();
    }
}
