const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Calls a function if the process is told to end, or ends, before the returned function is called.
 * @param last Called at most once. It must not take long.
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
    // ends the process as without our listener; if there are other listeners, they decide
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  process.on('exit', atExit);
  for (const signal of SIGNALS) process.on(signal, atSignal);
  return forget;
}
