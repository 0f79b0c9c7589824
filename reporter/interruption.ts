const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Does a last thing if the process is told to end, or ends, before the returned function is called.
 * @param last It is called once, and must not take long.
 */
export function beforeTheEnd(last: () => void): () => void {
  const forget = () => {
    process.off('exit', atExit);
    for (const signal of SIGNALS) process.off(signal, atSignal);
  };
  const atExit = () => {
    forget();
    last();
  };
  const atSignal = (signal: NodeJS.Signals) => {
    forget();
    last();
    // as if nobody had listened; whoever else does decides whether the process ends
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  process.on('exit', atExit);
  for (const signal of SIGNALS) process.on(signal, atSignal);
  return forget;
}
